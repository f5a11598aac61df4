"""The table a run of the fault tests ends with."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.faults.balance import Balance
from tests.faults.load import Load

HEADINGS = ("fault", "killed", "load", "accepted", "lost", "double", "disordered", "recovered in")


@dataclass(frozen=True)
class Row:
    """What was broken; it stands in the table once there is something to count."""

    fault: str
    killed: str
    recovered: float | None
    add: Callable[[tuple[str, ...]], None]

    def count(self, load: Load, balance: Balance) -> None:
        """Put the row into the table, before anybody judges its numbers."""
        numbers = (len(load.accepted), balance.missing, balance.double, balance.out_of_order)
        said = f"{load.rate:g}/s, {load.writers} writers"
        took = "-" if self.recovered is None else f"{self.recovered:.1f} s"
        self.add((self.fault, self.killed, said, *map(str, numbers), took))


@dataclass
class Report:
    """What was broken, and what came of it, a row for each test and round."""

    rows: list[tuple[str, ...]] = field(default_factory=list)

    def row(self, fault: str, *, killed: str, recovered: float | None = None) -> Row:
        """Begin a row; ``recovered`` is seconds from the end of the fault until all was in order.

        None where the fault has no end that somebody waits for.
        """
        return Row(fault, killed, recovered, self.rows.append)

    def lines(self) -> list[str]:
        """Lay the rows out as a table of Markdown."""
        table = [HEADINGS, *self.rows]
        widths = [max(len(row[column]) for row in table) for column in range(len(HEADINGS))]
        laid = [
            "| " + " | ".join(word.ljust(width) for word, width in zip(row, widths, strict=True))
            for row in table
        ]
        rule = "|" + "|".join("-" * (width + 2) for width in widths)
        return [f"{line} |" for line in (laid[0], rule, *laid[1:])]
