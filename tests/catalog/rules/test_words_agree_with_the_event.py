from enum import StrEnum

import pytest

from catalog.domain.publishing import passport
from shared.events import passports


@pytest.mark.parametrize(
    ("ours", "published"),
    [
        (passport.StepKind, passports.StepKind),
        (passport.DurationUnit, passports.DurationUnit),
        (passport.DurationRuns, passports.DurationRuns),
    ],
)
def test_the_catalogue_uses_the_words_that_travel(
    ours: type[StrEnum], published: type[StrEnum]
) -> None:
    assert {word.value for word in ours} == {word.value for word in published}
