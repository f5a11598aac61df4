"""The plainest of HTTP clients: it sends all of a body and only then looks for the answer."""

import json
from collections.abc import Mapping
from http.client import HTTPConnection
from typing import Any


def sent_plainly(
    port: int, path: str, body: bytes, headers: Mapping[str, str]
) -> tuple[int, dict[str, Any] | str]:
    """Post a body to this machine and return status and answer; 0 where the other side hung up."""
    connection = HTTPConnection("127.0.0.1", port)
    try:
        connection.request("POST", path, body, dict(headers))
        answer = connection.getresponse()
        return answer.status, json.load(answer)
    except OSError as hung_up:
        return 0, f"hung up on: {hung_up}"
    finally:
        connection.close()
