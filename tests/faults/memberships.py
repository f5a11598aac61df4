"""Who belongs to which consumer group, in the broker's own words."""

import asyncio
import struct
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from aiokafka.protocol.admin import DescribeGroupsRequest_v2, DescribeGroupsResponse_v2

GROUPS = ("applications", "meis-gateway", "notifications")
_HEAD = struct.Struct(">hhih")  # kind, version, number, a client without a name
_LENGTH = struct.Struct(">i")


async def memberships(bootstrap: str, groups: Sequence[str] = GROUPS) -> dict[str, set[str]]:
    """Return the ids of the members of every group at rest, none for one that is not.

    Who leaves or is expelled gets another id.
    """
    return {
        group: {member[0] for member in members} if state == "Stable" else set()
        for _, group, state, _, _, members in await _described(bootstrap, groups)
    }


async def _described(bootstrap: str, groups: Sequence[str]) -> list[tuple[Any, ...]]:
    """Ask the one broker; the client's own call takes the answer to be of another version."""
    host, _, port = bootstrap.rpartition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    try:
        head = _HEAD.pack(DescribeGroupsRequest_v2.API_KEY, 2, 1, -1)
        asked = head + DescribeGroupsRequest_v2(list(groups)).encode()
        writer.write(_LENGTH.pack(len(asked)) + asked)
        async with asyncio.timeout(10):
            (length,) = _LENGTH.unpack(await reader.readexactly(_LENGTH.size))
            answer = BytesIO(await reader.readexactly(length))
    finally:
        writer.close()
    answer.seek(_LENGTH.size)  # its number
    described: list[tuple[Any, ...]] = DescribeGroupsResponse_v2.decode(answer).groups
    return described
