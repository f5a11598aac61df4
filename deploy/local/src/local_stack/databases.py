"""Asking a PostgreSQL server, ours or a given one, through the client program of the wheel."""

from urllib.parse import quote, unquote, urlsplit, urlunsplit

from local_stack.failures import StackError
from local_stack.postgres_account import installation
from local_stack.processes import inherited, run

_CREATE_UNLESS_THERE = r"""
SELECT format('CREATE DATABASE %I', :'name')
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'name') \gexec
"""
# The password comes by the environment, where a command line would show it to everybody.
_CREATE_ROLE_UNLESS_THERE = r"""
\getenv password PGPASSWORD
SELECT format('CREATE ROLE %I LOGIN', :'name')
    || CASE WHEN :'password' <> '' THEN format(' PASSWORD %L', :'password') ELSE '' END
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'name') \gexec
"""
_HAS_RIGHTS = """
SELECT coalesce(has_table_privilege(:'name', to_regclass('outbox'), 'INSERT'), false);
"""
_REVISION_IF_ANY = r"""
SELECT 'SELECT version_num FROM alembic_version'
WHERE to_regclass('alembic_version') IS NOT NULL \gexec
"""


def address_of(url: str, database: str) -> str:
    """Return the same server's address with another database in it."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


def as_user(url: str, user: str) -> str:
    """Return the same address for another user, with the same password."""
    parts = urlsplit(url)
    secret = "" if parts.password is None else f":{parts.password}"
    place = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{quote(user, safe='')}{secret}@{place}"))


def without_password(url: str) -> tuple[str, str]:
    """Return an address without its password, and the password, empty when there is none."""
    parts = urlsplit(url)
    secret = f":{parts.password}@" if parts.password else "@"
    return url.replace(secret, "@", 1), unquote(parts.password or "")


def create_database(url: str, name: str) -> None:
    """Create a database on the server of `url` unless it is there. Raises StackError."""
    query(url, _CREATE_UNLESS_THERE, name=name)


def create_role(url: str, name: str) -> None:
    """Create a role that may sign in, with the password of ``url``, unless it is there.

    Raises StackError.
    """
    query(
        url,
        _CREATE_ROLE_UNLESS_THERE,
        name=name,
        remedy=f"have somebody who may create roles do it: CREATE ROLE {name} LOGIN PASSWORD '...'",
    )


def has_rights(url: str, role: str) -> bool:
    """Tell whether the migrations have given a service's role its rights in this database."""
    return query(url, _HAS_RIGHTS, name=role) == "t"


def check_role(url: str) -> None:
    """Sign in as a service does. Raises StackError."""
    query(
        url,
        "SELECT 1;",
        remedy=f"give the role {urlsplit(url).username} the password that DATABASE_URL has",
    )


def server_version(url: str) -> str:
    """Return the version the server states, such as `18.6`. Raises StackError."""
    return query(url, "SHOW server_version;")


def revision(url: str) -> str:
    """Return the newest migration a database has seen, empty when it has seen none."""
    return query(url, _REVISION_IF_ANY)


def query(
    url: str,
    statement: str,
    *,
    remedy: str = "check that it runs, and that the user may create databases",
    **variables: str,
) -> str:
    """Run a statement (with psql's `:'x'` for the variable x); return its answer as bare text.

    Raises StackError, with `remedy`, when the server can't be reached or refuses.
    """
    program = installation() / "bin" / "psql"
    named = [f"--set={name}={value}" for name, value in variables.items()]
    flags = ["--no-psqlrc", "--no-password", "-q", "-t", "-A", "--set=ON_ERROR_STOP=1"]
    bare, password = without_password(url)
    # Everybody can read a command line; an environment only its owner.
    environment = inherited(PGPASSWORD=password, PGCONNECT_TIMEOUT="10")
    done = run([program, *flags, *named, f"--dbname={bare}"], text=statement, env=environment)
    if done.returncode != 0:
        raise StackError(
            f"PostgreSQL on {urlsplit(url).hostname} refused: {done.stderr.strip()}",
            remedy=remedy,
        )
    return done.stdout.strip()
