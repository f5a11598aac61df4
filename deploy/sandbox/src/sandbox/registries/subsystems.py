"""The sixteen subsystems of MEİS and what each can be asked, as data: ``subsystems.yaml``."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

import yaml


@dataclass(frozen=True, slots=True)
class Subsystem:
    """One registry: the questions it answers with yes or no, and the attributes it holds."""

    code: str
    title: str
    questions: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()


def load_subsystems() -> Mapping[str, Subsystem]:
    """Return every subsystem by its code."""
    text = files("sandbox.registries").joinpath("subsystems.yaml").read_text(encoding="utf-8")
    return {
        row["code"]: Subsystem(
            code=row["code"],
            title=row["title"],
            questions=tuple(row.get("questions", ())),
            attributes=tuple(row.get("attributes", ())),
        )
        for row in yaml.safe_load(text)["subsystems"]
    }
