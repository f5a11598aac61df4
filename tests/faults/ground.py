"""The running suite under load: its account, the outside world, the databases, and what it owes."""

import asyncio
import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self

import asyncpg
import httpx2 as httpx

from local_stack.stack import Stack
from tests.faults.balance import take
from tests.faults.breaking import Breakable
from tests.faults.load import Accepted, Load, Parent
from tests.faults.report import Row

SETTLES_WITHIN = 150.0
NOTICE, DECISION = "in-progress: delivered", "decision: delivered"


class Ground(Breakable):
    """One stack under test: what it is asked, what it answered, and what came of it."""

    def __init__(self, stack: Stack) -> None:
        super().__init__(stack)
        self.outside = httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{stack.plan.ports.sandbox}", timeout=15, trust_env=False
        )
        self.parents: list[Parent] = []

    async def __aenter__(self) -> Self:
        self.parents = await self._insured_parents()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """Mend everything, whatever a test left: faults off, extra processes ended, all started."""
        await self.no_faults()
        await self.mend()
        await self.outside.delete("/clock")
        await self.outside.aclose()

    # --- load and account -----------------------------------------------------------------------

    def load(
        self,
        rate: float = 2,
        writers: int = 4,
        *,
        apis: Sequence[str] = ("applications-api",),
        days_pass: bool = True,
        keep_alive: bool = True,
    ) -> Load:
        """Return a load of ``rate`` new cases a second by so many ``writers``, not begun yet."""
        ports = [self._parts[name].port for name in apis]
        return Load(self.outside, self.parents, ports, rate, writers, days_pass, keep_alive)

    async def settled(self, load: Load, row: Row, *, seconds: float = SETTLES_WITHIN) -> None:
        """Wait until nothing of the suite is on its way, and expect its account to balance.

        The ``row`` is in the report whatever comes of that. Every case of the load is due its
        notice by then, and has it once. Every client is still told the same.
        """
        await load.let_notices_fall_due()
        accepted = self.plan.folder / "accepted.jsonl"
        lines = [json.dumps(self._told(one)) + "\n" for one in load.accepted]
        await asyncio.to_thread(accepted.write_text, "".join(lines), encoding="utf-8")
        balance = await take(self.plan, accepted, seconds=seconds)
        row.count(load, balance)
        balance.expect_all_there()
        await self.expect_same_receipts(load)
        await self.expect_messages(load)

    def _told(self, one: Accepted) -> dict[str, str]:
        """Return what the account is to know of a 201: whose request it was, by number and key."""
        return {"case_id": one.case_id, "receipt": f"{self.parents.index(one.parent)}/{one.key}"}

    async def expect_messages(self, load: Load) -> None:
        """Each case of the load has its notice delivered, and nothing else; a decided one that too.

        A decided case has its decision last, and no notice if it was decided before that was due.
        """
        rows = await self.query(
            "notifications",
            "SELECT case_id, template, state FROM messages WHERE case_id = ANY($1) ORDER BY no",
            load.case_ids,
        )
        told: dict[str, list[str]] = defaultdict(list)
        for row in rows:
            told[row["case_id"]].append(f"{row['template']}: {row['state']}")
        undecided, decided = [[NOTICE]], [[NOTICE, DECISION], [DECISION]]
        wrong = {
            case_id: told[case_id]
            for case_id in load.case_ids
            if told[case_id] not in (decided if case_id in load.decided else undecided)
        }
        assert wrong == {}, f"not told once and in order: {wrong}"

    async def expect_same_receipts(self, load: Load) -> None:
        """Every client that asks again for its receipt gets the one it was given."""
        assert load.accepted, f"nothing was accepted: {dict(load.others)}"
        port = self._parts["applications-api"].port
        async with httpx.AsyncClient(timeout=15, trust_env=False) as client:
            for one in load.accepted:
                again = await client.get(
                    f"http://127.0.0.1:{port}/v1/receipts/{one.key}",
                    headers={"Authorization": f"Bearer {one.parent.token}"},
                )
                assert again.json() == one.receipt

    # --- the outside world and the databases ----------------------------------------------------

    async def fault(
        self, target: str, fault: str, *, seconds: float | None = None, times: int | None = None
    ) -> None:
        """Let an outside system fail from the next call on (``meis/sigorta``, ``esosial``)."""
        told = {"target": target, "fault": fault, "seconds": seconds, "times": times}
        answer = await self.outside.put(
            "/faults", json={name: value for name, value in told.items() if value is not None}
        )
        assert answer.is_success, answer.text

    async def no_faults(self) -> None:
        """Let the outside world work again."""
        answer = await self.outside.delete("/faults")
        assert answer.is_success, answer.text

    async def calls(self, target: str, *, after: int = 0) -> list[dict[str, Any]]:
        """Return what an outside system was asked since the call numbered ``after``."""
        told = {"target": target, "after": str(after), "limit": "10000"}
        answer = await self.outside.get("/calls", params=told)
        calls: list[dict[str, Any]] = answer.json()["items"]
        return calls

    async def posts(self, *, after: int) -> Counter[str]:
        """Count how often each message was posted to the cabinet since the call ``after``, by key."""
        calls = await self.calls("esosial", after=after)
        return Counter(call["client_key"] for call in calls if call["method"] == "PUT")

    async def last_call(self) -> int:
        """Return the number of the latest call to the outside world."""
        answer = await self.outside.get("/calls", params={"limit": "1"})
        return max((call["no"] for call in answer.json()["items"]), default=0)

    async def query(self, service: str, statement: str, *values: object) -> list[dict[str, Any]]:
        """Run a statement in a service's database (``applications``, ``meis_gateway``)."""
        connection = await asyncpg.connect(self._address(service), timeout=10)
        try:
            return [dict(row) for row in await connection.fetch(statement, *values)]
        finally:
            await connection.close()

    async def execute(self, service: str, statements: str) -> None:
        """Change a service's database, as somebody does who breaks or mends it."""
        connection = await asyncpg.connect(self._address(service), timeout=10)
        try:
            await connection.execute(statements)
        finally:
            await connection.close()

    def _address(self, service: str) -> str:
        [found] = [each for each in self.plan.services if each.package == service]
        return self.plan.database(found)

    async def _insured_parents(self) -> list[Parent]:
        """Sign in everybody who has a cabinet and is insured in both registries."""
        people = (await self.outside.get("/people")).json()["items"]
        return [await self._parent(person) for person in people if _is_insured(person)]

    async def _parent(self, person: dict[str, Any]) -> Parent:
        body = {"role": "citizen", "person": person["fin"]}
        answer = await self.outside.post("/identity/test-tokens", json=body)
        assert answer.is_success, answer.text
        return Parent(person, answer.json()["access_token"])


def _is_insured(person: dict[str, Any]) -> bool:
    records = [person["registries"].get(code, {}) for code in ("sigorta", "monitorinq")]
    words = [record.get("insured") for record in records]
    # What is too old says nothing, however often it is asked.
    old = any("days_old" in record for record in records)
    return bool(person["fin"] and person["cabinet"] and words == ["yes", "yes"] and not old)
