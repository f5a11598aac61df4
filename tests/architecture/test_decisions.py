"""Decisions are referred to by their numbers, so each has one of its own and bears it."""

import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
TESTS = re.compile(r"`(tests/[\w/.-]+)`")


def test_no_two_decisions_share_a_number() -> None:
    numbers = Counter(page.name[:4] for page in PAGES)

    assert [number for number, pages in numbers.items() if pages > 1] == []


def test_each_decision_bears_its_number_and_says_what_a_decision_says() -> None:
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        assert text.startswith(f"# {page.name[:4]} "), page.name
        assert "**Decision.**" in text, page.name
        assert "**Enforced by**" in text, page.name


def test_what_a_decision_says_it_is_enforced_by_is_there() -> None:
    named = [(page.name, path) for page in PAGES for path in TESTS.findall(page.read_text("utf-8"))]

    assert len(named) > len(PAGES)
    assert [one for one in named if not (ROOT / one[1]).exists()] == []
