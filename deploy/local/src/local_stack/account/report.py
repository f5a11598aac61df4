"""Telling an account: a table for people; programs get JSON."""

from local_stack.account.balance import Account
from local_stack.account.lines import EXAMPLES, Line

_COLUMNS = ("expected", "found", "missing", "double", "disorder", "open", "repeated")


def told(account: Account) -> str:
    """Return the account as a table, what is wrong named under its line, and a last sentence."""
    width = max(len(line.what) for line in account.lines)
    head = " " * (width + 2) + "".join(f"{column:>10}" for column in _COLUMNS)
    rows = [row for line in account.lines for row in _rows(line, width)]
    return "\n".join([head, *rows, "", _verdict(account)])


def _rows(line: Line, width: int) -> list[str]:
    wrong = len(line.missing), len(line.double), len(line.out_of_order)
    numbers = (line.expected, line.found, *wrong, line.open, line.repeated)
    row = f"{line.what:<{width}}  " + "".join(f"{number or '·':>10}" for number in numbers)
    named = {
        "missing": line.missing,
        "double": line.double,
        "out of order": line.out_of_order,
        "open": line.waiting,
    }
    named_rows = [f"    {kind}: {_some(ids)}" for kind, ids in named.items() if ids]
    return [row, *([f"    {line.note}"] if line.note else []), *named_rows]


def _some(ids: tuple[str, ...]) -> str:
    rest = len(ids) - EXAMPLES
    return ", ".join(ids[:EXAMPLES]) + (f" and {rest} more" if rest > 0 else "")


def _verdict(account: Account) -> str:
    if not account.holds:
        wrong = [line.what for line in account.lines if not line.holds]
        return f"The account does NOT balance: {'; '.join(wrong)}."
    if account.open:
        return f"The account balances; {account.open} open: on their way, or waiting for somebody."
    return "The account balances, and nothing is open."
