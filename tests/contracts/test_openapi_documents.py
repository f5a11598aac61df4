"""Each service's OpenAPI document is a committed snapshot: a change is seen in review.

After a deliberate change run ``python -m tests.contracts.write_snapshots`` from the root.
"""

import pytest

from tests.contracts.openapi_documents import APPS, DOCUMENTS, app_of, document_text


@pytest.mark.parametrize("service", APPS)
def test_the_document_of_a_service_is_the_committed_one(service: str) -> None:
    snapshot = DOCUMENTS / f"{service}.json"

    assert snapshot.read_text(encoding="utf-8") == document_text(service)


@pytest.mark.parametrize("service", APPS)
def test_a_document_is_openapi_3_1_and_says_how_each_operation_can_fail(service: str) -> None:
    document = app_of(service).openapi()

    assert document["openapi"].startswith("3.1")
    for path, methods in document["paths"].items():
        for operation in methods.values():
            problems = [
                code
                for code, answer in operation["responses"].items()
                if "application/problem+json" in answer.get("content", {})
            ]
            assert problems or path in {"/livez", "/readyz"}, path


@pytest.mark.parametrize("service", APPS)
def test_each_operation_is_summed_up_in_a_sentence_and_not_by_a_functions_name(
    service: str,
) -> None:
    for methods in app_of(service).openapi()["paths"].values():
        for operation in methods.values():
            spelt = operation["operationId"].replace("_", " ").title()
            assert operation["summary"] != spelt
            assert operation["summary"] not in operation.get("description", "")
