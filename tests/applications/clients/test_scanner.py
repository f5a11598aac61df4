"""Whoever looks into a file says harmful or not; nobody's word is no word."""

from collections.abc import AsyncIterator

import pytest

from applications.clients.scanner import EICAR, Clamd, DevelopmentScanner
from applications.domain.papers.upload_faults import ScannerUnavailable
from local_stack.ports import free_port
from tests.builders.clamd import clamd


async def pieces(content: bytes, size: int = 64 * 1024) -> AsyncIterator[bytes]:
    for at in range(0, len(content), size):
        yield content[at : at + size]


@pytest.mark.parametrize("size", [1, 7, 68, 1000])
@pytest.mark.parametrize("before", [b"", b"%PDF-1.7\n" + b"x" * 500])
async def test_in_development_the_test_file_is_known_wherever_it_stands(
    before: bytes, size: int
) -> None:
    scanner = DevelopmentScanner()

    assert await scanner.is_harmful(pieces(before + EICAR + b"\n", size))
    assert not await scanner.is_harmful(pieces(before + EICAR[:-1] + b"\n", size))


async def test_the_daemon_gets_all_of_the_file_and_its_word_counts() -> None:
    content = b"x" * 300_000
    async with clamd() as daemon:
        clean = await Clamd("127.0.0.1", daemon.port, 5).is_harmful(pieces(content))
    async with clamd(b"stream: Win.Test.EICAR_HDB-1 FOUND\0") as other:
        harmful = await Clamd("127.0.0.1", other.port, 5).is_harmful(pieces(content))

    assert daemon.files == [content]
    assert (clean, harmful) == (False, True)


@pytest.mark.parametrize(
    "answer",
    [
        b"INSTREAM size limit exceeded. ERROR\0",
        b"stream: Can't allocate memory ERROR\0",
        b"stream: OK",
        b"OK\0",
        b"\0",
        b"",
        b"stream: OK" * 20_000 + b"\0",
    ],
)
async def test_any_other_word_of_the_daemon_is_none(answer: bytes) -> None:
    async with clamd(answer) as daemon:
        with pytest.raises(ScannerUnavailable):
            await Clamd("127.0.0.1", daemon.port, 5).is_harmful(pieces(b"x"))


async def test_a_daemon_that_is_there_says_so_and_any_other_word_is_none() -> None:
    async with clamd() as daemon:
        scanner = Clamd("127.0.0.1", daemon.port, 5)
        await scanner.ping()
        daemon.pong = b"UNKNOWN COMMAND\0"
        with pytest.raises(ScannerUnavailable):
            await scanner.ping()


async def test_a_daemon_that_says_nothing_in_time_has_said_nothing() -> None:
    async with clamd(hangs=True) as daemon:
        with pytest.raises(ScannerUnavailable):
            await Clamd("127.0.0.1", daemon.port, 0.2).is_harmful(pieces(b"x"))


async def test_no_daemon_is_no_word() -> None:
    with pytest.raises(ScannerUnavailable):
        await Clamd("127.0.0.1", free_port(), 5).is_harmful(pieces(b"x"))
