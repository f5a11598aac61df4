"""The catalogue's command line as two people use it, and how to see that everybody has heard."""

import asyncio
import json
import sys
from pathlib import Path

import httpx2 as httpx

from local_stack.plan import Plan
from shared.events.passports import PassportPublished
from tests.builders.metrics import read
from tests.journeys.suite import eventually

EDITOR, APPROVER = "Nigar, redaktor", "Tural, təsdiq edən"
READERS = ("applications-worker", "meis-gateway-worker")
_POSITION = "dost_consumer_position"


class Catalogue:
    """The catalogue of a running suite, from the side of its editors."""

    def __init__(self, plan: Plan) -> None:
        self._parts = {part.name: part for part in plan.parts()}

    async def publish(self, document: Path, editor_file: Path) -> str:
        """Import a document, let two people review it, publish it; return the draft's id."""
        [entry] = json.loads(await self.run("import", str(document), "--json"))
        draft: str = entry["draft_id"]
        await self._review(draft, editor_file)
        return draft

    async def publish_once(self, document: Path, editor_file: Path) -> None:
        """Publish a document unless a test before has done so."""
        [entry] = json.loads(await self.run("import", str(document), "--json"))
        if entry["state"] != "published":
            await self._review(entry["draft_id"], editor_file)

    async def publish_again(self, draft: str, editor_file: Path) -> str:
        """Publish other choices for a published document; return the new draft's id."""
        opened = await self.run("revise", draft, "--as", EDITOR)
        revision = opened.partition(":")[0]
        await self._review(revision, editor_file)
        return revision

    async def run(self, *words: str) -> str:
        """Run one command, which must succeed, and return what it printed."""
        process = await asyncio.create_subprocess_exec(
            *(str(Path(sys.executable).with_name("catalog")), *words),
            env=self._parts["catalog-api"].variables | {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, err = await process.communicate()
        assert process.returncode == 0, f"catalog {words}: {err.decode()}"
        return out.decode()

    async def _review(self, draft: str, editor_file: Path) -> None:
        """Lead a draft to publication, and wait until every reader of the topic has taken it."""
        await self.run("edit", draft, "--file", str(editor_file), "--as", EDITOR)
        await self.run("submit", draft, "--as", EDITOR)
        await self.run("approve", draft, "--as", APPROVER)
        before = await self._heard()
        await self.run("publish", draft, "--as", APPROVER)
        await eventually(
            self._heard,
            lambda heard: all(heard[name] > before[name] for name in READERS),
            "every reader of the passports has taken the new version over",
        )

    async def _heard(self) -> dict[str, float]:
        """Return how many events of the passports' topic each reader has behind it."""
        heard = {}
        async with httpx.AsyncClient(trust_env=False, timeout=10) as client:
            for name in READERS:
                answer = await client.get(f"{self._parts[name].address}/metrics")
                assert answer.is_success, answer.text
                heard[name] = sum(
                    sample.value
                    for family in read(answer.text).families
                    for sample in family.samples
                    if sample.name == _POSITION
                    and sample.labels["topic"] == PassportPublished.topic
                )
        return heard
