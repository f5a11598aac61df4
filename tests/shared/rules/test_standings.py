"""How far behind a consumer is, partition by partition."""

import time
from typing import NamedTuple

import pytest

from shared.kafka.standing import LAG, PAUSED, POSITION, STILL, Standings
from shared.telemetry.metrics import Series


class Place(NamedTuple):
    topic: str
    partition: int


FIRST, SECOND = Place("dost.test.v1", 0), Place("dost.test.v1", 1)


def shown(standings: Standings[Place], series: Series) -> dict[str, float]:
    """Return what a series shows, by partition."""
    return {
        reading.labels[2]: reading.value
        for reading in standings.readings()
        if reading.series is series
    }


def test_lag_is_what_lies_between_the_position_and_the_end() -> None:
    standings: Standings[Place] = Standings("group")
    standings.note({FIRST: 3, SECOND: 8}, {FIRST: 10, SECOND: 8})

    assert shown(standings, POSITION) == {"0": 3, "1": 8}
    assert shown(standings, LAG) == {"0": 7, "1": 0}


def test_an_end_that_is_not_known_stays_what_it_was_and_never_lies_behind_the_position() -> None:
    standings: Standings[Place] = Standings("group")
    standings.note({FIRST: 3}, {FIRST: 10})
    standings.note({FIRST: 5}, {FIRST: None})
    behind = shown(standings, LAG)
    standings.note({FIRST: 12}, {})

    assert behind == {"0": 5}
    assert shown(standings, LAG) == {"0": 0}


def test_a_partition_stands_still_while_it_does_not_move_and_holds_more() -> None:
    standings: Standings[Place] = Standings("group")
    standings.note({FIRST: 3, SECOND: 8}, {FIRST: 10, SECOND: 8})
    time.sleep(0.05)
    standings.note({FIRST: 3, SECOND: 8}, {FIRST: 11, SECOND: 8})
    stuck = shown(standings, STILL)
    standings.note({FIRST: 4}, {FIRST: 11})

    assert stuck["0"] >= 0.05
    assert stuck["1"] == pytest.approx(0, abs=0.04)
    assert shown(standings, STILL)["0"] == pytest.approx(0, abs=0.04)


def test_what_another_worker_has_now_is_forgotten_and_what_is_held_is_marked() -> None:
    standings: Standings[Place] = Standings("group")
    standings.note({FIRST: 3, SECOND: 8}, {})
    standings.keep([SECOND], [SECOND])

    assert shown(standings, PAUSED) == {"1": 1}
