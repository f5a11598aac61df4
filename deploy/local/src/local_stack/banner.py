"""What a developer reads when the stack is up: what runs, where, and what to try first."""

import json
from urllib.parse import urlsplit

from local_stack.databases import server_version
from local_stack.failures import StackError
from local_stack.kafka_jars import kafka_version, locked_jars
from local_stack.memory import resident
from local_stack.plan import Plan
from local_stack.readiness import ask
from local_stack.stack import Stack

_PEOPLE_SHOWN = 6
_MIB = 1024 * 1024

_FIRST_STEPS = """\
Try
  curl -s {catalog}/v1/passports/childcare-benefit | python3 -m json.tool --no-ensure-ascii | head -40
  curl -s '{catalog}/v1/passports?query=m%C3%BCavin%C9%99t'
A token (roles: citizen agent operator officer editor approver …; `person` is a FIN or a login)
  TOKEN=$(curl -s {sandbox}/identity/test-tokens -H 'content-type: application/json' \\
    -d '{{"role": "agent", "person": "agent-1", "centre": "dost-1"}}' \\
    | python3 -c 'import json, sys; print(json.load(sys.stdin)["access_token"])')
  curl -s {applications}/v1/cases -H "authorization: Bearer $TOKEN"

`make logs` follows the logs, `make status` shows what runs, `make down` stops everything."""


def greeting(stack: Stack) -> str:
    """Return the text at the end of a start."""
    plan = stack.plan
    addresses = {part.name.removesuffix("-api"): part.address for part in plan.parts()}
    services = [
        f"  {part.name.removesuffix('-api'):<14} {part.address}/docs"
        for part in plan.parts()
        if part.name.endswith("-api")
    ]
    return "\n".join(
        [
            "",
            "The suite runs.",
            *_servers(plan),
            *services,
            f"  {'sandbox':<14} {addresses['sandbox']}  identity, cabinet, registries, clock",
            f"  {'memory':<14} {_memory(stack)}",
            *_people(addresses["sandbox"]),
            _FIRST_STEPS.format(**addresses),
        ]
    )


def overview(stack: Stack) -> str:
    """Return one line per part: its process, its port and whether it is ready."""
    pids = stack.processes()
    lines = [f"  {name:<22} process {pid}" for name, pid in stack.servers().items()]
    for part in stack.plan.parts():
        pid = pids.get(part.name)
        state = "does not run" if pid is None else _state(part.address)
        process = "" if pid is None else f"process {pid}, "
        lines.append(f"  {part.name:<22} {process}port {part.port}: {state}")
    return "\n".join([*lines, f"  {'memory':<22} {_memory(stack)}"])


def _state(address: str) -> str:
    answer = ask(address)
    return "ready" if answer.ready else f"not ready, {answer.reason}"


def _memory(stack: Stack) -> str:
    pids = {*stack.processes().values(), *stack.servers().values()}
    return f"{resident(pids) / _MIB:.0f} MiB resident, shared pages counted once"


def _servers(plan: Plan) -> list[str]:
    whose = "given by DATABASE_URL" if plan.given_database else "our own, data in .local/postgres"
    place = urlsplit(plan.server)
    try:
        version = server_version(plan.server)
    except StackError:
        version = "(does not answer)"
    database = f"  {'database':<14} PostgreSQL {version} on {place.hostname}:{place.port} ({whose})"
    if plan.given_broker:
        return [database, f"  {'broker':<14} Kafka on {plan.broker} (given by KAFKA_BOOTSTRAP)"]
    own = f"Apache Kafka {kafka_version(locked_jars())} on {plan.broker}"
    return [database, f"  {'broker':<14} {own} (our own, data in .local/kafka)"]


def _people(sandbox: str) -> list[str]:
    answer = ask(sandbox, "/people")
    if not answer.ready:
        return []
    people = json.loads(answer.body)["items"]
    shown = [
        f"  {person['fin']}  {person['given_name']} {person['family_name']}: {person['note']}"
        for person in people[:_PEOPLE_SHOWN]
    ]
    return [f"Test people ({len(people)}; all: curl {sandbox}/people)", *shown]
