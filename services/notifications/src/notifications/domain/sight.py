"""Whose messages a reader may see: the rule of the case, told again where its messages lie."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sight:
    """What a reader's messages must match; None does not narrow."""

    centre: str | None = None
    offices: tuple[str, ...] | None = None


EVERYTHING = Sight()
NOTHING = Sight(offices=())


def of_agent(centre: str | None) -> Sight:
    """Return what an agent sees: the cases of their centre, and nothing without one."""
    return Sight(centre=centre) if centre else NOTHING


def of_officer(body: str | None, centre: str | None) -> Sight:
    """Return what an officer sees: cases their body decides, here or at the body itself."""
    if not body:
        return NOTHING
    return Sight(offices=(body, f"{body}@{centre}") if centre else (body,))
