"""Data that ships with the service: the code lists as they are before anybody adds to them."""

import json
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from catalog.domain.code_lists import Code, CodeList, CodeLists
from shared.texts import Text


@cache
def packaged_code_lists() -> CodeLists:
    """Return the packaged code lists by name, each in the order of form A."""
    folder = files("catalog.storage") / "data" / "code-lists"
    lists = (_code_list(entry) for entry in folder.iterdir() if entry.name.endswith(".json"))
    return {code_list.name: code_list for code_list in lists}


def _code_list(entry: Traversable) -> CodeList:
    data = json.loads(entry.read_text(encoding="utf-8"))
    return CodeList(
        name=data["name"],
        title=Text(**data["title"]),
        codes=tuple(_code(code) for code in data["codes"]),
        ignored=tuple(data.get("ignored", ())),
    )


def _code(data: dict[str, Any]) -> Code:
    label = Text(az=data["az"], en=data["en"])
    return Code(code=data["code"], label=label, aliases=tuple(data["aliases"]))
