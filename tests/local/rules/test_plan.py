from pathlib import Path

import pytest

from local_stack.plan import Part, Plan


def part(plan: Plan, name: str) -> Part:
    return next(part for part in plan.parts() if part.name == name)


def test_the_suite_is_a_sandbox_four_apis_and_four_workers() -> None:
    names = [part.name for part in Plan().parts()]
    services = ["catalog", "applications", "notifications", "meis-gateway"]
    apis = [f"{service}-api" for service in services]
    workers = [f"{service}-worker" for service in services]
    assert names == ["sandbox", *apis, *workers]


def test_every_process_is_told_that_it_runs_on_a_laptop() -> None:
    assert {part.variables["ENV"] for part in Plan().parts()} == {"development"}


def test_every_service_comes_to_a_database_of_its_own_as_a_role_of_its_own() -> None:
    told = [part.variables["DATABASE_URL"] for part in Plan().parts() if part.name != "sandbox"]
    assert sorted(set(told)) == [
        f"postgresql://{name}@127.0.0.1:8120/{name}"
        for name in ["applications", "catalog", "meis_gateway", "notifications"]
    ]


def test_who_owns_the_databases_is_the_servers_user() -> None:
    plan = Plan()
    assert [plan.database(service) for service in plan.services] == [
        f"postgresql://dost@127.0.0.1:8120/{service.package}" for service in plan.services
    ]


def test_roles_on_a_given_server_have_the_password_that_was_given() -> None:
    plan = Plan(given_database="postgresql://clerk:secret@db.example:5433/postgres")
    wanted = "postgresql://catalog:secret@db.example:5433/catalog"
    assert part(plan, "catalog-api").variables["DATABASE_URL"] == wanted
    catalog = next(service for service in plan.services if service.package == "catalog")
    assert plan.database(catalog) == "postgresql://clerk:secret@db.example:5433/catalog"


def test_a_given_broker_is_what_every_service_is_told() -> None:
    plan = Plan(given_broker="kafka.example:9092")
    services = [part for part in plan.parts() if part.name != "sandbox"]
    assert {part.variables["KAFKA_BOOTSTRAP"] for part in services} == {"kafka.example:9092"}


@pytest.mark.parametrize(
    ("name", "variable", "address"),
    [
        ("applications-worker", "MEIS_GATEWAY_URL", "http://127.0.0.1:8104"),
        ("notifications-worker", "ESOSIAL_URL", "http://127.0.0.1:8110/esosial"),
        ("meis-gateway-api", "MEIS_URL", "http://127.0.0.1:8110/meis"),
        ("catalog-api", "OIDC_ISSUER", "http://127.0.0.1:8110/identity"),
        ("sandbox", "OIDC_ISSUER", "http://127.0.0.1:8110/identity"),
        ("applications-api", "BUSINESS_CLOCK_URL", "http://127.0.0.1:8110/clock"),
    ],
)
def test_each_part_knows_its_neighbours(name: str, variable: str, address: str) -> None:
    assert part(Plan(), name).variables[variable] == address


def test_papers_are_kept_in_the_folder_of_the_stack(tmp_path: Path) -> None:
    plan = Plan(folder=tmp_path)
    told = {part.name: part.variables.get("DOCUMENTS_FOLDER") for part in plan.parts()}

    assert told["applications-api"] == str(tmp_path / "documents") == told["applications-worker"]
    assert told["catalog-api"] is None


def test_a_process_carries_the_marks_by_which_it_is_found_again(tmp_path: Path) -> None:
    plan = Plan(folder=tmp_path)
    environment = plan.environment_of(part(plan, "catalog-api"))
    assert environment["DOST_STACK"] == str(tmp_path)
    assert environment["DOST_PART"] == "catalog-api"
