"""The suite as its users see it: HTTP, and nothing else."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self, TypeVar
from uuid import uuid4

import httpx2 as httpx

from local_stack.plan import Plan

T = TypeVar("T")
PATIENCE = 30.0
SYSTEM = {"system", "job", "timer"}


@dataclass(frozen=True)
class Person:
    """Somebody who calls the suite, with a token of their own."""

    http: httpx.AsyncClient

    async def get(self, path: str, **params: str) -> dict[str, Any]:
        """Read; the answer must be a success."""
        return _body(await self.http.get(path, params=params))

    async def post(self, path: str, body: dict[str, Any], **headers: str) -> httpx.Response:
        """Send with a fresh idempotency key unless ``headers`` brings one; any answer comes back."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.http.post(
            path, json=body, headers={"Idempotency-Key": str(uuid4()), **given}
        )

    async def create(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Send and expect success."""
        return _body(await self.post(path, body))

    async def upload(self, content: bytes) -> str:
        """Send the picture of a paper; returns the id to hand it in by."""
        answer = await self.http.post(
            "/v1/uploads",
            files={"file": ("skan.pdf", content, "application/pdf")},
            headers={"Idempotency-Key": str(uuid4())},
        )
        document_id: str = _body(answer)["document_id"]
        return document_id

    async def act(self, case_id: str, action: str, **body: Any) -> dict[str, Any]:
        """Take an action on the newest version of a case; the answer must be a success.

        Does what a console does: where the system itself was faster (an answer came in, a message
        was delivered), read again and repeat. What a person did first is not passed over.
        """
        path = f"/v1/cases/{case_id}"
        while True:
            current = await self.http.get(path)
            answer = await self.post(
                f"{path}/actions/{action}", body, If_Match=current.headers["etag"]
            )
            if answer.status_code != httpx.codes.PRECONDITION_FAILED:
                return _body(answer)
            assert answer.json()["done"]["actor"].split(":")[0] in SYSTEM, answer.text


class Suite:
    """The running processes, the outside world's switches, and people with tokens."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._open: list[httpx.AsyncClient] = []
        self._calls_before = 0
        self.outside = self._client(plan.ports.sandbox)

    async def __aenter__(self) -> Self:
        await self._as_new()
        newest = _body(await self.outside.get("/calls", params={"limit": "1"}))["items"]
        self._calls_before = max((call["no"] for call in newest), default=0)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._as_new()
        for client in self._open:
            await client.aclose()

    async def _as_new(self) -> None:
        for path in ("/clock", "/faults"):
            answer = await self.outside.delete(path)
            assert answer.is_success, answer.text

    async def it_is(self, instant: datetime) -> None:
        """Set the business clock; it runs on from there."""
        answer = await self.outside.put("/clock", json={"now": instant.isoformat()})
        assert answer.is_success, answer.text

    async def breaks(self, target: str) -> None:
        """Let an outside system answer every call with an error, until ``works_again``."""
        answer = await self.outside.put("/faults", json={"target": target, "fault": "error"})
        assert answer.is_success, answer.text

    async def works_again(self) -> None:
        """Take every fault of the outside world away."""
        answer = await self.outside.delete("/faults")
        assert answer.is_success, answer.text

    async def person(self, role: str, **claims: Any) -> Person:
        """Sign somebody in; what they call is the applications service."""
        answer = await self.outside.post("/identity/test-tokens", json={"role": role, **claims})
        assert answer.is_success, answer.text
        return self.bearer(answer.json()["access_token"])

    async def machine(self, client_id: str) -> Person:
        """Sign a client in with its own secret, as a partner's program does."""
        form = {
            "grant_type": "client_credentials",
            "client_id": client_id,
            "client_secret": f"development-only-{client_id}",
            "audience": "applications",
        }
        return self.bearer(
            _body(await self.outside.post("/identity/token", data=form))["access_token"]
        )

    def bearer(self, token: str) -> Person:
        """Return whoever has this token."""
        return Person(
            self._client(self._plan.ports.applications, {"Authorization": f"Bearer {token}"})
        )

    async def inbox(self, fin: str) -> list[dict[str, Any]]:
        """Read a person's cabinet, oldest message first."""
        answer = await self.outside.post("/esosial/inboxes", json={"fin": fin})
        items: list[dict[str, Any]] = _body(answer)["items"]
        return items

    async def calls(self, target: str) -> list[dict[str, Any]]:
        """Return what an outside system was really asked since this journey began."""
        params = {"target": target, "after": str(self._calls_before)}
        items: list[dict[str, Any]] = _body(await self.outside.get("/calls", params=params))[
            "items"
        ]
        return items

    @property
    def applications_port(self) -> int:
        """Where the applications API listens: for a test that speaks to its socket."""
        return self._plan.ports.applications

    def _client(self, port: int, headers: dict[str, str] | None = None) -> httpx.AsyncClient:
        client = httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{port}",
            headers={"Accept-Language": "en", **(headers or {})},
            timeout=15,
            trust_env=False,
        )
        self._open.append(client)
        return client


async def eventually(
    look: Callable[[], Awaitable[T]],
    is_so: Callable[[T], bool],
    what: str,
    *,
    seconds: float = PATIENCE,
) -> T:
    """Look again and again until it is so; fail with what was seen last."""
    ends_at = time.monotonic() + seconds
    while True:
        seen = await look()
        if is_so(seen):
            return seen
        assert time.monotonic() < ends_at, f"{what}: not within {seconds:g} s, last seen {seen!r}"
        await asyncio.sleep(0.2)


def steps(case: dict[str, Any]) -> dict[str, str]:
    """Return where each step of a case stands, by its id."""
    return {step["id"]: step["status"] for step in case["steps"]}


def requirements(case: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the required documents of a case, by their code."""
    return {requirement["code"]: requirement for requirement in case["requirements"]}


def _body(answer: httpx.Response) -> dict[str, Any]:
    assert answer.is_success, f"{answer.status_code} {answer.text}"
    body: dict[str, Any] = answer.json()
    return body
