from local_stack.databases import address_of, as_user, without_password


def test_a_password_is_taken_out_of_an_address_and_read_as_it_was_meant() -> None:
    address = "postgresql://clerk:s%40cret@db.example:5433/catalog"
    assert without_password(address) == ("postgresql://clerk@db.example:5433/catalog", "s@cret")


def test_an_address_without_a_password_stays_as_it_is() -> None:
    address = "postgresql://dost@127.0.0.1:8120/catalog"
    assert without_password(address) == (address, "")


def test_another_database_of_the_same_server() -> None:
    address = "postgresql://clerk:secret@db.example/postgres"
    assert address_of(address, "catalog") == "postgresql://clerk:secret@db.example/catalog"


def test_another_user_of_the_same_server_with_the_same_password() -> None:
    address = "postgresql://clerk:s%40cret@db.example:5433/catalog?sslmode=require"
    wanted = "postgresql://catalog:s%40cret@db.example:5433/catalog?sslmode=require"
    assert as_user(address, "catalog") == wanted
    assert as_user("postgresql://db.example/x", "catalog") == "postgresql://catalog@db.example/x"
