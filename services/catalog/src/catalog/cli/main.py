"""The commands of ``catalog``, in the order of a passport's way to publication."""

import typer

from catalog.cli import importing, parsing, reviewing, seeding

app = typer.Typer(
    name="catalog",
    help="Reads, reviews and publishes service passports.",
    no_args_is_help=True,
    add_completion=False,
)

app.command()(parsing.parse)
app.command("import")(importing.import_files)
app.command()(reviewing.drafts)
app.command()(reviewing.show)
app.command()(reviewing.edit)
app.command()(reviewing.submit)
app.command()(reviewing.approve)
app.command()(reviewing.publish)
app.command()(reviewing.revise)
app.command()(seeding.seed)
