"""`dost`: the local stack on the command line. `make` calls it; it works alone as well."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from local_stack.account.command import UNREADABLE, Wanted, give_account
from local_stack.banner import greeting, overview
from local_stack.failures import StackError
from local_stack.kafka_jars import provide_jars
from local_stack.leftovers import sweep
from local_stack.plan import Plan
from local_stack.postgres_account import forget_programs
from local_stack.processes import follow
from local_stack.seeds import sow
from local_stack.settings import StackSettings
from local_stack.stack import Stack

app = typer.Typer(
    help="The whole suite on this machine, without Docker.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


@app.command()
def up() -> None:
    """Start everything in the background, wait until it is ready, publish the seed passports."""
    with _telling_the_remedy():
        stack = _stack()
        stack.start()
        sow(stack.plan, typer.echo)
        typer.echo(greeting(stack))


@app.command()
def down() -> None:
    """Stop everything this checkout runs. Data stays."""
    with _telling_the_remedy():
        _stack().stop()
        _sweep()
    typer.echo("Nothing of this checkout runs any more. Data stays in .local; `make up` resumes.")


@app.command()
def status() -> None:
    """Tell what runs, whether it is ready, and how much memory it holds."""
    typer.echo(overview(_stack()))


@app.command()
def account(
    accepted: Annotated[
        Path | None,
        typer.Option(
            help='what clients were answered 201 for: {"case_id", "receipt"} a line', dir_okay=False
        ),
    ] = None,
    wait: Annotated[
        float, typer.Option(min=0, help="look again for so many seconds, until nothing is open")
    ] = 0,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="for programs")] = False,
) -> None:
    """Account for a running system: nothing lost, nothing twice, nothing out of order.

    Ends with 0 when it balances, with 1 when something is missing, double or out of order (or
    still open after --wait), with 2 when a part of the system can't be read.
    """
    settings = StackSettings()
    wanted = Wanted(accepted, wait, settings.sweep_after_seconds, as_json)
    try:
        code = give_account(_plan(settings), wanted, typer.echo)
    except StackError as error:
        typer.echo(f"\n{error}", err=True)
        code = UNREADABLE
    sys.exit(code)


@app.command()
def migrate() -> None:
    """Bring the databases to the newest schema; the database server must run."""
    with _telling_the_remedy():
        _stack().migrate()


@app.command()
def prepare_tests() -> None:
    """Download Apache Kafka's jars unless they are there; end what a killed test run left."""
    with _telling_the_remedy():
        provide_jars()
        _sweep()


@app.command()
def clean() -> None:
    """Stop everything and remove its data, its logs and the broker's jars."""
    with _telling_the_remedy():
        _stack().remove()
        _sweep()
        forget_programs()


@app.command()
def logs(
    part: Annotated[str, typer.Argument(help="one part, such as catalog-api")] = "*",
    *,
    go_on: Annotated[bool, typer.Option("--follow", help="go on showing what comes")] = False,
) -> None:
    """Show the last lines of the logs."""
    plan = _stack().plan
    files = [*plan.folder.glob(f"{part}.log"), *plan.logs.glob(f"{part}.log")]
    if not files:
        known = sorted(path.stem for path in [*plan.folder.glob("*.log"), *plan.logs.glob("*.log")])
        raise typer.BadParameter(f"no such log; there are: {', '.join(known) or 'none yet'}")
    try:
        sys.exit(follow(["tail", "-n", "20", *(["-F"] if go_on else []), *sorted(files)]))
    except KeyboardInterrupt:
        sys.exit(0)


def _stack() -> Stack:
    return Stack(_plan(StackSettings()), typer.echo)


def _plan(settings: StackSettings) -> Plan:
    return Plan(
        ports=settings.ports,
        given_database=settings.database_url,
        given_broker=settings.kafka_bootstrap,
    )


def _sweep() -> None:
    if found := sweep():
        typer.echo(f"ended {found} processes that a killed test run had left")


@contextmanager
def _telling_the_remedy() -> Iterator[None]:
    try:
        yield
    except StackError as error:
        typer.echo(f"\n{error}", err=True)
        sys.exit(1)
