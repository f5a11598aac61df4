"""One line of an account, and how it is drawn from what was expected and what was found."""

from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class Line:
    """What one kind of thing comes to.

    ``missing``, ``double`` and ``out_of_order`` are ids: each is a fault. ``waiting`` are ids that
    are on their way, which is none. ``double`` is also what is there and nothing explains.
    ``repeated`` counts what came more than once and is absorbed.
    """

    what: str
    expected: int = 0
    found: int = 0
    missing: tuple[str, ...] = ()
    double: tuple[str, ...] = ()
    out_of_order: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    open: int = 0
    repeated: int = 0
    note: str = ""

    @property
    def holds(self) -> bool:
        """Tell whether nothing is wrong; what is open is not wrong."""
        return not (self.missing or self.double or self.out_of_order)

    def as_json(self) -> dict[str, Any]:
        """Return the line for programs: counts, and ids of some of what is wrong or open."""
        named = {
            "missing": self.missing,
            "double": self.double,
            "out_of_order": self.out_of_order,
            "open": self.waiting,
        }
        wrong = [*self.missing, *self.double, *self.out_of_order]
        return {
            "what": self.what,
            "expected": self.expected,
            "found": self.found,
            "missing": len(self.missing),
            "double": len(self.double),
            "out_of_order": len(self.out_of_order),
            "open": self.open,
            "repeated": self.repeated,
            "note": self.note,
            "examples": list(dict.fromkeys(wrong or self.waiting))[:EXAMPLES],
            "named": {kind: list(ids[:EXAMPLES]) for kind, ids in named.items() if ids},
        }


@dataclass(slots=True)
class Tally:
    """Compares things by a key; a key is told as ``name`` of it, an id."""

    what: str
    expected: Collection[Hashable]
    found: Iterable[Hashable]
    """One entry for each thing that was found: the same key twice is a double."""
    explained: Collection[Hashable]
    """Keys that something explains, read after what was found."""
    on_the_way: Collection[Hashable] = field(default_factory=frozenset)
    let_go: Collection[Hashable] = field(default_factory=frozenset)
    """Keys that a named person decided to go without: told, and no fault."""
    out_of_order: Sequence[str] = ()
    repeated: int = 0

    def line(self) -> Line:
        """Draw the line."""
        counts: dict[Hashable, int] = {}
        for key in self.found:
            counts[key] = counts.get(key, 0) + 1
        without = [key for key in dict.fromkeys(self.expected) if key not in counts]
        absent = [key for key in without if key not in self.let_go]
        let_go = len(without) - len(absent)
        waiting = tuple(named(key) for key in absent if key in self.on_the_way)
        return Line(
            what=self.what,
            expected=len(set(self.expected)),
            found=sum(counts.values()),
            missing=tuple(named(key) for key in absent if key not in self.on_the_way),
            double=tuple(
                named(key) for key, n in counts.items() if n > 1 or key not in self.explained
            ),
            out_of_order=tuple(self.out_of_order),
            waiting=waiting,
            open=len(waiting),
            repeated=self.repeated,
            note=f"{let_go} let go of by somebody" if let_go else "",
        )


def named(key: Hashable) -> str:
    """Return a key as text: `id`, or `id/part` where it has parts."""
    return "/".join(map(str, key)) if isinstance(key, tuple) else str(key)
