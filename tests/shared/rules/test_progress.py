"""A consumer that sits still although there is more to read is noticed."""

from shared.kafka.progress import Progress


def test_a_partition_with_more_to_read_that_does_not_move_for_a_minute_stalls() -> None:
    progress: Progress[str] = Progress(stalled_after=60)

    seen = [progress.stalls({"p": 5}, {"p": 9}, now) for now in (0.0, 30.0, 59.0, 60.0)]
    assert seen == [False, False, False, True]


def test_a_partition_that_moves_or_is_read_to_its_end_does_not_stall() -> None:
    progress: Progress[str] = Progress(stalled_after=60)
    progress.stalls({"p": 5, "q": 9}, {"p": 9, "q": 9}, 0)

    assert not progress.stalls({"p": 6, "q": 9}, {"p": 9, "q": 9}, 100)
    assert not progress.stalls({"p": 6, "q": 9}, {"p": 9, "q": 10}, 150)
    assert progress.stalls({"p": 6, "q": 9}, {"p": 9, "q": 10}, 160)


def test_a_partition_that_was_paused_begins_anew() -> None:
    progress: Progress[str] = Progress(stalled_after=60)
    progress.stalls({"p": 5}, {"p": 9}, 0)
    progress.stalls({}, {}, 100)

    assert not progress.stalls({"p": 5}, {"p": 9}, 200)


def test_a_consumer_without_any_partition_for_long_is_noticed() -> None:
    progress: Progress[str] = Progress(idle_after=300)
    progress.idles(assigned=True, now=1000)

    assert not progress.idles(assigned=False, now=1299)
    assert progress.idles(assigned=False, now=1300)
    assert not progress.idles(assigned=True, now=1301)
