"""The table a run of the fault tests ends with."""

from dataclasses import dataclass, field

from tests.faults.balance import Balance
from tests.faults.load import Load

HEADINGS = ("fault", "killed", "load", "accepted", "lost", "double", "disordered", "recovered in")


@dataclass
class Report:
    """What was broken, and what came of it, a row for each test and round."""

    rows: list[tuple[str, ...]] = field(default_factory=list)

    def row(
        self,
        fault: str,
        *,
        killed: str,
        load: Load,
        balance: Balance,
        recovered: float | None = None,
    ) -> None:
        """Add a row; ``recovered`` is seconds from the end of the fault until all was in order.

        None where the fault has no end that somebody waits for.
        """
        numbers = (len(load.accepted), balance.missing, balance.double, balance.out_of_order)
        said = f"{load.rate:g}/s, {load.writers} writers"
        took = "-" if recovered is None else f"{recovered:.1f} s"
        self.rows.append((fault, killed, said, *map(str, numbers), took))

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
