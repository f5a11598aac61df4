"""The README's five minutes are run as they stand, and answer what they say."""

import asyncio
import re
from pathlib import Path

from local_stack.plan import Plan
from local_stack.processes import inherited
from tests.journeys.suite import Suite

README = Path(__file__).parents[2] / "README.md"
DEFAULT_PORTS = {8101: "catalog", 8102: "applications", 8110: "sandbox"}
SEPARATOR = "=== next block ==="


def blocks() -> tuple[list[str], list[str]]:
    """Return the tour's shell blocks, and for each the answer printed below it (or nothing)."""
    text = README.read_text(encoding="utf-8")
    tour = text[text.index("## Five minutes") : text.index("## Where things are")]
    found = re.findall(r"```sh\n(.*?)```(?:\n```text\n(.*?)```)?", tour, re.DOTALL)
    return [block for block, _ in found], [answer for _, answer in found]


async def test_the_tour_answers_what_the_readme_says(suite: Suite, running_stack: Plan) -> None:
    commands, expected = blocks()
    assert len(commands) > 5

    script = f"\necho '{SEPARATOR}'\n".join(commands)
    for port, name in DEFAULT_PORTS.items():
        own = getattr(running_stack.ports, name)
        script = script.replace(f"127.0.0.1:{port}", f"127.0.0.1:{own}")
    answers = (await run(script, running_stack)).split(f"{SEPARATOR}\n")

    assert len(answers) == len(expected)
    for answer, wanted in zip(answers, expected, strict=True):
        assert re.fullmatch(re.escape(wanted).replace("…", ".*"), answer), answer
    assert suite.outside.is_closed is False


async def run(script: str, plan: Plan) -> str:
    process = await asyncio.create_subprocess_exec(
        *("bash", "-euo", "pipefail", "-c", script),
        stdout=asyncio.subprocess.PIPE,
        env=inherited(
            DATABASE_URL=plan.server,
            KAFKA_BOOTSTRAP=plan.broker,
            PORTS__SANDBOX=str(plan.ports.sandbox),
        ),
    )
    async with asyncio.timeout(150):
        output, _ = await process.communicate()
    assert process.returncode == 0, output.decode()
    return output.decode()
