"""One client of the intake that looks closely at what it is told."""

import time
from uuid import uuid4

import httpx2 as httpx

from tests.faults.ground import Ground
from tests.faults.load import Load


class Client:
    """A portal with one request, which it sends as often as it likes: always with the same key."""

    def __init__(self, ground: Ground, load: Load) -> None:
        self._address = f"http://127.0.0.1:{ground.plan.ports.applications}/v1/cases"
        self._parent = load.parents[0]
        self.key = str(uuid4())

    async def apply(self) -> httpx.Response:
        """Send the request; whatever the answer is comes back."""
        headers = {
            "Authorization": f"Bearer {self._parent.token}",
            "Idempotency-Key": self.key,
            "Accept-Language": "en",
        }
        async with httpx.AsyncClient(timeout=20, trust_env=False) as client:
            return await client.post(self._address, json=self._parent.submission(), headers=headers)


def expect_clear_503(answer: httpx.Response) -> None:
    """Expect a problem document that says when to come again."""
    assert answer.status_code == 503, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert int(answer.headers["retry-after"]) > 0
    problem = answer.json()
    assert problem["code"] == "database-unavailable"
    assert "Repeat the same request" in problem["detail"]
    assert len(problem["trace_id"]) == 32


async def until_refused(ground: Ground, load: Load, *, seconds: float) -> httpx.Response:
    """Apply until an application is refused, each time anew; return the refusal."""
    ends_at = time.monotonic() + seconds
    while time.monotonic() < ends_at:
        answer = await Client(ground, load).apply()
        if answer.status_code != httpx.codes.CREATED:
            return answer
    raise AssertionError("every application was accepted")


async def back_in_order(ground: Ground, load: Load, *, accepted: int) -> float:
    """Wait until cases are accepted and every part is ready; return the seconds it took."""
    began = time.monotonic()
    await load.until(accepted=accepted)
    await ground.until_ready()
    return time.monotonic() - began
