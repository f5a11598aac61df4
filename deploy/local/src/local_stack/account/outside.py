"""Reading the sandbox: business time, the messages of its cabinet, the calls of its registries."""

import json
from collections.abc import Iterator
from datetime import datetime
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import urlsplit

from local_stack.account.facts import Call, Outside, Stored
from local_stack.failures import StackError

_PATIENCE = 10.0  # seconds for one page
_PAGE = 5_000
_QUERIES = "/queries"  # what asks about a person; a probe of a registry asks about nobody


def read_outside(address: str) -> Outside:
    """Read what the sandbox has; raises StackError when it does not answer."""
    calls, since, forgotten = _calls(address)
    return Outside(
        now=datetime.fromisoformat(_get(address, "/clock")["now"]),
        since=since,
        stored=tuple(Stored(each["client_key"], each["inbox"]) for each in _messages(address)),
        calls=tuple(calls),
        forgotten=forgotten,
    )


def _messages(address: str) -> Iterator[dict[str, Any]]:
    after: int | None = 0
    while after is not None:
        page = _get(address, f"/esosial/messages?after={after}&limit={_PAGE}")
        yield from page["items"]
        after = page["next"]


def _calls(address: str) -> tuple[list[Call], datetime, int]:
    """Read the calls from the newest back, so that none slips between two pages.

    How far they reach is what the last page says: calls may be forgotten while we read.
    """
    found: list[Call] = []
    before = ""
    while True:
        page = _get(address, f"/calls?target=meis&limit={_PAGE}{before}")
        found += [_call(item) for item in page["items"] if item["path"].endswith(_QUERIES)]
        if len(page["items"]) < _PAGE:
            return found, datetime.fromisoformat(page["since"]), page["forgotten"]
        before = f"&before={page['items'][0]['no']}"


def _call(item: dict[str, Any]) -> Call:
    return Call(item["no"], item["target"].partition("/")[2], item["intent_id"])


def _get(address: str, path: str) -> dict[str, Any]:
    place = urlsplit(address)
    connection = HTTPConnection(place.hostname or "", place.port, timeout=_PATIENCE)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        body = response.read()
    except (OSError, HTTPException) as error:
        raise _silent(address, str(error) or type(error).__name__) from error
    finally:
        connection.close()
    if response.status != HTTPStatus.OK:
        raise _silent(address, f"{path} answers {response.status}")
    page: dict[str, Any] = json.loads(body)
    return page


def _silent(address: str, why: str) -> StackError:
    return StackError(
        f"The sandbox on {address} can't be read: {why}",
        remedy="check that it runs (`make status`), or set PORTS__SANDBOX to its port",
    )
