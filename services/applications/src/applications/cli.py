"""``applications calendar …``, ``partners …`` and ``statistics …``."""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import Annotated, NoReturn, TypeVar

import typer
from pydantic import ValidationError

from applications.api.calendar_document import content_document
from applications.api.calendar_models import CalendarInput
from applications.domain.calendar.versions import AT_COMMAND_LINE
from applications.settings import Settings
from applications.use_cases.agree_with_client import agree, end_agreement, list_agreements
from applications.use_cases.compare_calendar import Comparison, compare_calendar
from applications.use_cases.import_calendar import import_calendar
from applications.use_cases.read_calendar import VersionView
from applications.use_cases.seed_calendar import published, seed_calendar
from applications.use_cases.sign_calendar import sign_at_command_line
from applications.use_cases.verify_history import verify_history
from applications.use_cases.verify_statistics import differences, rebuild_statistics
from shared.clock import system_now
from shared.database import Database, Session
from shared.errors import DomainError
from shared.settings import load_settings
from shared.vault import KeyRing

ResultT = TypeVar("ResultT")

app = typer.Typer(no_args_is_help=True, help="The applications service, from the command line.")
calendar = typer.Typer(no_args_is_help=True, help="The national calendar terms are counted on.")
app.add_typer(calendar, name="calendar")
partners = typer.Typer(no_args_is_help=True, help="Clients that submit in their own name.")
app.add_typer(partners, name="partners")
statistics = typer.Typer(no_args_is_help=True, help="The statistics that follow the cases.")
app.add_typer(statistics, name="statistics")

First = Annotated[int, typer.Option(help="The first year.")]
Last = Annotated[int, typer.Option(help="The last year.")]
By = Annotated[str, typer.Option(help="Who you are.")]
VersionNumber = Annotated[int, typer.Option(help="The version of the calendar.")]


@calendar.command()
def seed(
    first: First = 2025,
    last: Last = 2027,
    signed_by: Annotated[
        list[str] | None, typer.Option(help="Who stands for it; two people put it in force.")
    ] = None,
) -> None:
    """Store the first version from published holidays; a second call changes nothing."""
    signers = [f"{AT_COMMAND_LINE}{name}" for name in signed_by or ()]
    years = range(first, last + 1)
    view = _in_transaction(
        lambda session: seed_calendar(session, years, signers=signers, at=system_now())
    )
    if view is None:
        typer.echo("calendar: there is one already, nothing was changed")
        return
    _tell(view)
    settled = view.content.years
    typer.echo(f"calendar: settled: {_listed(settled)}")
    if open_years := [year for year in years if year not in settled]:
        typer.echo(f"calendar: estimates until a version settles them: {_listed(open_years)}")


@calendar.command()
def draft(year: Annotated[int, typer.Option(help="The year.")]) -> None:
    """Print what is published of a year as a file to be completed and imported."""
    typer.echo(json.dumps(content_document(published([year])), ensure_ascii=False, indent=2))


@calendar.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="JSON: source, years, days, centres.")], by: By
) -> None:
    """Store a version from a decree; it is in force once two people have signed it."""
    content = _read(file).content()
    view = _in_transaction(
        lambda session: import_calendar(
            session, content, made_by=f"{AT_COMMAND_LINE}{by}", at=system_now()
        )
    )
    _tell(view)


@calendar.command()
def sign(version: VersionNumber, by: By) -> None:
    """Stand for a version; the other of the two signs in, and signs over HTTP."""
    view = _in_transaction(
        lambda session: sign_at_command_line(session, version, name=by, at=system_now())
    )
    _tell(view)


@calendar.command()
def compare(version: VersionNumber) -> None:
    """Compare a version with published holidays; exit status 1 where they differ."""
    found = _in_transaction(lambda session: compare_calendar(session, version))
    for line in _differences(found):
        typer.echo(line)
    if found.differences:
        raise typer.Exit(1)
    typer.echo(f"calendar: version {version} agrees with {found.source}")


def _differences(found: Comparison) -> Iterable[str]:
    for each in found.differences:
        here, there = each.kind or "plain week", each.published_kind or "plain week"
        name = f" ({each.published_name})" if each.published_name else ""
        doubt = "" if each.certain else ", foreseen only"
        yield f"{each.day}: {here}; {found.source}: {there}{name}{doubt}"


def _tell(view: VersionView) -> None:
    state, signers = view.standing.state.value, [each.signer for each in view.standing.signatures]
    typer.echo(
        f"calendar: version {view.row.version} is {state}; days: {len(view.content.days)}; "
        f"signed by: {_listed(signers)}"
    )


def _read(file: Path) -> CalendarInput:
    try:
        return CalendarInput.model_validate_json(file.read_bytes())
    except OSError as error:
        _refuse(f"{file.name}: {error.strerror}")
    except ValidationError as error:
        faults = error.errors(include_input=False, include_url=False)
        _refuse("\n".join(f"/{'/'.join(map(str, each['loc']))}: {each['msg']}" for each in faults))


@partners.command()
def allow(
    client: Annotated[str, typer.Option(help="The client id its tokens carry.")],
    service: Annotated[str, typer.Option(help="The service (`service_id`) it may serve in.")],
    by: Annotated[str, typer.Option(help="Who agreed to it.")],
) -> None:
    """Let a client submit for a service, and see the cases it has submitted."""
    agreed = _in_transaction(
        lambda session: agree(session, client, service, agreed_by=by, at=system_now())
    )
    since = "now" if agreed.is_new else "already"
    typer.echo(f"partners: {client} may {since} submit for {service}")
    if not agreed.is_known:
        typer.echo(f"partners: no passport of {service} has come yet; is it spelt so?")


@partners.command()
def remove(
    client: Annotated[str, typer.Option(help="The client id its tokens carry.")],
    service: Annotated[str, typer.Option(help="The service (`service_id`) it served in.")],
) -> None:
    """End what was agreed: from the next request on the client reaches none of its cases there."""
    ended = _in_transaction(lambda session: end_agreement(session, client, service))
    said = "no longer submits" if ended else "never could submit"
    typer.echo(f"partners: {client} {said} for {service}")


@partners.command("list")
def list_() -> None:
    """List what is agreed with whom."""
    for each in _in_transaction(list_agreements):
        typer.echo(f"{each.client}  {each.service_id}  {each.agreed_by}  {each.agreed_at:%Y-%m-%d}")


@statistics.command()
def rebuild() -> None:
    """Count the statistics anew from the cases, while both are in use."""
    cells = _in_transaction(rebuild_statistics)
    typer.echo(f"statistics: {cells} cells counted anew")


@statistics.command()
def verify() -> None:
    """Compare the statistics with the cases; exit status 1 names the first cells that differ."""
    different = _in_transaction(differences)
    for line in different:
        typer.echo(f"statistics: {line}")
    if different:
        raise typer.Exit(1)
    typer.echo("statistics: every cell fits the cases")


@app.command(name="verify")
def verify_histories(
    without_key: Annotated[
        int, typer.Option(min=0, help="how many lines are from before digests had a key")
    ] = 0,
) -> None:
    """Walk along the history of every case; names the first line that does not fit (status 1)."""
    keyring = KeyRing.parse(load_settings(Settings).vault_keys.get_secret_value())
    found = _in_transaction(
        lambda session: verify_history(session, keyring, without_key=without_key)
    )
    wrong = found.misfit
    if wrong is not None:
        typer.echo(f"history: case {wrong.case_id}, version {wrong.version} {wrong.fault}")
        raise typer.Exit(1)
    old = f", {found.without_key} of them without a key" if found.without_key else ""
    typer.echo(f"history: {found.lines} lines of {found.cases} cases fit{old}")


def _in_transaction(work: Callable[[Session], Awaitable[ResultT]]) -> ResultT:
    settings = load_settings(Settings)

    async def run() -> ResultT:
        database = Database(settings.database_url, application_name="applications-cli")
        try:
            async with database.transaction() as session:
                return await work(session)
        finally:
            await database.dispose()

    try:
        return asyncio.run(run())
    except DomainError as error:
        faults = [f"{each.pointer}: {each.detail.en}" for each in error.errors]
        _refuse("\n".join([f"{error.title.en}. {error.detail.en}", *faults]))


def _refuse(sentence: str) -> NoReturn:
    sys.stderr.write(f"calendar: {sentence}\n")
    raise typer.Exit(1)


def _listed(words: Iterable[object]) -> str:
    return ", ".join(map(str, words)) or "none"
