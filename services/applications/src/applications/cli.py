"""``applications calendar seed`` and ``sign``, ``partners allow``, ``statistics verify``, and the rest."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar

import typer

from applications.settings import Settings
from applications.use_cases.agree_with_client import agree, end_agreement, list_agreements
from applications.use_cases.seed_calendar import seed_calendar, sign_calendar
from applications.use_cases.verify_statistics import differences, rebuild_statistics
from shared.clock import system_now
from shared.database import Database, Session
from shared.settings import load_settings

ResultT = TypeVar("ResultT")

app = typer.Typer(no_args_is_help=True, help="The applications service, from the command line.")
calendar = typer.Typer(no_args_is_help=True, help="The national calendar terms are counted on.")
app.add_typer(calendar, name="calendar")
partners = typer.Typer(no_args_is_help=True, help="Clients that submit in their own name.")
app.add_typer(partners, name="partners")
statistics = typer.Typer(no_args_is_help=True, help="The statistics that follow the cases.")
app.add_typer(statistics, name="statistics")


@calendar.command()
def seed(
    first: Annotated[int, typer.Option(help="The first year.")] = 2025,
    last: Annotated[int, typer.Option(help="The last year.")] = 2027,
    signed_by: Annotated[
        str | None, typer.Option(help="Who stands for the years whose days are all settled.")
    ] = None,
) -> None:
    """Store the first calendar from published holidays; a second call changes nothing."""
    years = range(first, last + 1)
    signed = _in_transaction(
        lambda session: seed_calendar(session, years, signed_by=signed_by, at=system_now())
    )
    if signed is None:
        typer.echo("calendar: there is one already, nothing was changed")
        return
    open_years = [year for year in years if year not in signed]
    typer.echo(f"calendar: {first}-{last} stored; signed: {_listed(signed)}")
    if open_years:
        typer.echo(f"calendar: estimates until somebody signs: {_listed(open_years)}")


@calendar.command()
def sign(
    year: Annotated[int, typer.Option(help="The year to stand for.")],
    by: Annotated[str, typer.Option(help="Who signs.")],
) -> None:
    """Sign the unsigned days of a year: its dates are then no estimates any more."""
    count = _in_transaction(
        lambda session: sign_calendar(session, year, signed_by=by, at=system_now())
    )
    typer.echo(f"calendar: {count} days of {year} signed by {by}")


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


def _in_transaction(work: Callable[[Session], Awaitable[ResultT]]) -> ResultT:
    settings = load_settings(Settings)

    async def run() -> ResultT:
        database = Database(settings.database_url, application_name="applications-cli")
        try:
            async with database.transaction() as session:
                return await work(session)
        finally:
            await database.dispose()

    return asyncio.run(run())


def _listed(years: list[int]) -> str:
    return ", ".join(str(year) for year in years) or "none"
