from pathlib import Path

from local_stack.certificates import certificate_variables


def test_a_store_somebody_chose_stays() -> None:
    chosen = {"REQUESTS_CA_BUNDLE": "/my/store.pem"}
    assert certificate_variables(chosen) == chosen


def test_the_store_of_the_machine_is_used_where_there_is_one() -> None:
    added = certificate_variables({"HOME": "/x"})
    store = added.get("REQUESTS_CA_BUNDLE")
    assert added["HOME"] == "/x"
    assert store is None or Path(store).exists()
