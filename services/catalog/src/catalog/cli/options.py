"""Options several commands share."""

from enum import StrEnum
from typing import Annotated

import typer


class Language(StrEnum):
    """Languages the commands answer in."""

    AZ = "az"
    EN = "en"


AsJson = Annotated[bool, typer.Option("--json", help="Print the whole report as JSON.")]
InLanguage = Annotated[Language, typer.Option(help="Language of remarks and errors.")]
Person = Annotated[str, typer.Option("--as", help="Who does this; approval takes a second person.")]
DraftId = Annotated[str, typer.Argument(help="The draft's id, as `catalog drafts` lists it.")]
