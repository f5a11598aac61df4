"""The subsystems as they are configured: ``data/subsystems.yaml``, checked when it is read."""

from datetime import timedelta
from functools import cache
from importlib.resources import files
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from meis_gateway.domain.subsystems import AdapterKind, Subsystem, Subsystems
from shared.texts import Text

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z-]{0,39}$")]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{0,39}$")]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Name(_Part):
    az: str
    en: str


class _Entry(_Part):
    code: Code
    name: _Name
    aliases: list[str] = []
    kind: AdapterKind
    path: str | None = None  # the code, unless said
    questions: list[Name] = []
    attributes: list[Name] = []
    freshness_days: float = Field(gt=0)
    deadline_seconds: float = Field(gt=0, le=60)


class SubsystemsMisconfigured(ValueError):
    """The configuration of the subsystems contradicts itself."""


@cache
def packaged_subsystems() -> Subsystems:
    """Return the sixteen subsystems that ship with the service."""
    text = (files("meis_gateway.clients") / "data" / "subsystems.yaml").read_text(encoding="utf-8")
    return read_subsystems(text)


def read_subsystems(text: str) -> Subsystems:
    """Read a configuration; what ``defaults`` says holds where an entry is silent.

    Raises pydantic's ValidationError, or SubsystemsMisconfigured for a code given twice.
    """
    document: dict[str, Any] = yaml.safe_load(text)
    defaults: dict[str, Any] = document.get("defaults", {})
    entries = [_Entry.model_validate({**defaults, **row}) for row in document["subsystems"]]
    subsystems = {entry.code: _subsystem(entry) for entry in entries}
    if len(subsystems) != len(entries):
        raise SubsystemsMisconfigured("a code is given twice")
    return subsystems


def _subsystem(entry: _Entry) -> Subsystem:
    return Subsystem(
        code=entry.code,
        name=Text(az=entry.name.az, en=entry.name.en),
        aliases=tuple(entry.aliases),
        kind=entry.kind,
        path=entry.path or entry.code,
        questions=frozenset(entry.questions),
        attributes=frozenset(entry.attributes),
        freshness_limit=timedelta(days=entry.freshness_days),
        deadline_seconds=entry.deadline_seconds,
    )
