"""Asking a PostgreSQL server, ours or a given one, through the client program of the wheel."""

from urllib.parse import unquote, urlsplit, urlunsplit

from local_stack.failures import StackError
from local_stack.postgres_account import installation
from local_stack.processes import inherited, run

_CREATE_UNLESS_THERE = r"""
SELECT format('CREATE DATABASE %I', :'name')
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'name') \gexec
"""
_REVISION_IF_ANY = r"""
SELECT 'SELECT version_num FROM alembic_version'
WHERE to_regclass('alembic_version') IS NOT NULL \gexec
"""


def address_of(url: str, database: str) -> str:
    """Return the same server's address with another database in it."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


def without_password(url: str) -> tuple[str, str]:
    """Return an address without its password, and the password, empty when there is none."""
    parts = urlsplit(url)
    secret = f":{parts.password}@" if parts.password else "@"
    return url.replace(secret, "@", 1), unquote(parts.password or "")


def create_database(url: str, name: str) -> None:
    """Create a database on the server of `url` unless it is there. Raises StackError."""
    query(url, _CREATE_UNLESS_THERE, name=name)


def server_version(url: str) -> str:
    """Return the version the server states, such as `18.6`. Raises StackError."""
    return query(url, "SHOW server_version;")


def revision(url: str) -> str:
    """Return the newest migration a database has seen, empty when it has seen none."""
    return query(url, _REVISION_IF_ANY)


def query(url: str, statement: str, **variables: str) -> str:
    """Run a statement (with psql's `:'x'` for the variable x); return its answer as bare text.

    Raises StackError when the server can't be reached or refuses.
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
            remedy="check that it runs, and that the user may create databases",
        )
    return done.stdout.strip()
