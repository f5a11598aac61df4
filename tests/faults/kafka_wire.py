"""A way to the Kafka broker that can be disturbed: the process led through it, and no other.

Kafka's framing is all it knows: four bytes of length; a request then begins with its kind, its
version and its number, its answer with the same number. Answers of a connection come in the order
of the requests and a client insists on it, so after the first one that is missing nothing more
comes back on that connection until the fault is over and the connection is cut.

The broker tells clients to connect to its own address. Host and port lie side by side in what it
tells, and the port has a fixed length, so the proxy puts its own port there.
"""

import asyncio
import struct
from collections import Counter
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, Final, Self

_LENGTH: Final = struct.Struct(">i")
_REQUEST: Final = struct.Struct(">hhi")  # kind, version, number
_ANSWER: Final = struct.Struct(">i")  # number


class Kind(IntEnum):
    """Requests of Kafka's protocol that tests speak of (its ``api_key``)."""

    PRODUCE = 0
    FETCH = 1
    METADATA = 3
    OFFSET_COMMIT = 8
    FIND_COORDINATOR = 10
    JOIN_GROUP = 11
    HEARTBEAT = 12


_TELL_ADDRESSES: Final = {Kind.METADATA, Kind.FIND_COORDINATOR}


@dataclass(eq=False)
class _Link:
    """One connection of a client, and ours to the broker for it."""

    client: asyncio.StreamWriter
    broker: asyncio.StreamWriter
    kinds: dict[int, int] = field(default_factory=dict)
    """The kind of each request that was handed on and not answered yet, by its number."""
    mute: bool = False
    """Nothing comes back to the client any more."""

    def cut(self) -> None:
        for writer in (self.client, self.broker):
            writer.transport.abort()


class KafkaWire:
    """A proxy before the broker at ``broker`` (``host:port``), undisturbed at first.

    ``asked`` counts all requests of clients by kind, ``met`` those that a fault hit. Used as an
    async context manager.
    """

    def __init__(self, broker: str) -> None:
        self._host, _, port = broker.rpartition(":")
        self._broker_port = int(port)
        self._port = 0
        self._server: asyncio.Server | None = None
        self._links: set[_Link] = set()
        self._serving: set[asyncio.Task[Any]] = set()
        self._swallowed: set[int] = set()
        self._withheld: set[int] = set()
        self._silent = False
        self._hit = asyncio.Condition()
        self.asked: Counter[int] = Counter()
        self.met: Counter[int] = Counter()

    @property
    def bootstrap(self) -> str:
        """Return the address to give to a client: ``host:port``."""
        return f"{self._host}:{self._port}"

    @property
    def connections(self) -> int:
        """Return how many connections of clients there are."""
        return len(self._links)

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, self._host, 0)
        self._port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._server is not None:
            self._server.close()
        self.cut()
        if self._serving:
            await asyncio.wait(self._serving, timeout=5)

    def swallow(self, kind: Kind) -> None:
        """Let requests of a kind never reach the broker."""
        self._swallowed.add(kind)

    def withhold(self, kind: Kind) -> None:
        """Let the broker do what requests of a kind ask for, and keep its answers from the client."""
        self._withheld.add(kind)

    def silence(self) -> None:
        """Take everything and pass nothing on in either direction: a black hole."""
        self._silent = True

    def heal(self) -> None:
        """End the faults; connections that missed an answer are cut, as no client could go on."""
        self._silent = False
        self._swallowed.clear()
        self._withheld.clear()
        for link in self._links:
            if link.mute:
                link.cut()

    def cut(self) -> None:
        """Cut every connection in the middle of what it does; new ones are served."""
        for link in self._links:
            link.cut()

    async def until_met(self, kind: Kind, times: int = 1, *, seconds: float = 20) -> None:
        """Wait until a fault hit ``times`` requests of a kind; fails after ``seconds``."""
        try:
            async with asyncio.timeout(seconds), self._hit:
                await self._hit.wait_for(lambda: self.met[kind] >= times)
        except TimeoutError:
            met = f"{self.met[kind]} of {times} requests met the fault"
            raise AssertionError(f"not within {seconds:g} s: {kind.name}, {met}") from None

    async def _serve(self, reader: asyncio.StreamReader, client: asyncio.StreamWriter) -> None:
        if (task := asyncio.current_task()) is not None:
            self._serving.add(task)
            task.add_done_callback(self._serving.discard)
        try:
            answers, broker = await asyncio.open_connection(self._host, self._broker_port)
        except OSError:
            client.transport.abort()  # as if the broker itself had refused
            return
        link = _Link(client, broker)
        self._links.add(link)
        try:
            async with asyncio.TaskGroup() as both:
                both.create_task(self._requests(reader, link))
                both.create_task(self._answers(answers, link))
        except* (OSError, asyncio.IncompleteReadError):
            pass  # either side hung up, so the other one does
        finally:
            link.cut()
            self._links.discard(link)

    async def _requests(self, reader: asyncio.StreamReader, link: _Link) -> None:
        while True:
            frame = await _frame(reader)
            kind, _, number = _REQUEST.unpack_from(frame)
            self.asked[kind] += 1
            if self._silent or kind in self._swallowed:
                link.mute = True
                await self._tell_of(kind)
                continue
            link.kinds[number] = kind
            await _pass_on(frame, link.broker)

    async def _answers(self, reader: asyncio.StreamReader, link: _Link) -> None:
        while True:
            frame = await _frame(reader)
            kind = link.kinds.pop(_ANSWER.unpack_from(frame)[0])
            if self._silent or kind in self._withheld:
                link.mute = True
                await self._tell_of(kind)
            if not link.mute:
                await _pass_on(self._readdressed(kind, frame), link.client)

    def _readdressed(self, kind: int, frame: bytes) -> bytes:
        if kind not in _TELL_ADDRESSES:
            return frame
        host = self._host.encode()
        return frame.replace(
            host + _LENGTH.pack(self._broker_port), host + _LENGTH.pack(self._port)
        )

    async def _tell_of(self, kind: int) -> None:
        async with self._hit:
            self.met[kind] += 1
            self._hit.notify_all()


async def _frame(reader: asyncio.StreamReader) -> bytes:
    (length,) = _LENGTH.unpack(await reader.readexactly(_LENGTH.size))
    return await reader.readexactly(length)


async def _pass_on(frame: bytes, writer: asyncio.StreamWriter) -> None:
    writer.write(_LENGTH.pack(len(frame)) + frame)
    await writer.drain()
