"""What must hold before anything is started: tools are there, ports are free or ours."""

from pathlib import Path

from local_stack.failures import StackError
from local_stack.java import java
from local_stack.layout import LOCAL
from local_stack.plan import STACK_MARK, Plan
from local_stack.ports import is_open, listener
from local_stack.postgres_account import installation, is_root, namespaces_work
from local_stack.processes import arguments, run, variables


def check(plan: Plan, own: set[int]) -> None:
    """Raise StackError with every obstacle at once; `own` are the processes of this stack."""
    obstacles = [*_missing_tools(plan), *_taken_ports(plan, own)]
    if obstacles:
        raise together(obstacles)


def together(obstacles: list[StackError]) -> StackError:
    """Make one error of several: what has the same way out is told together, the way out once."""
    by_remedy: dict[str, list[str]] = {}
    for obstacle in obstacles:
        by_remedy.setdefault(obstacle.remedy, []).append(str(obstacle.args[0]))
    *before, last = [StackError("\n".join(said), remedy=way) for way, said in by_remedy.items()]
    return StackError("\n".join([*map(str, before), str(last.args[0])]), remedy=last.remedy)


def wanted_ports(plan: Plan) -> dict[int, str]:
    """Return the ports this stack listens on, and the part on each."""
    wanted = {part.port: part.name for part in plan.parts()}
    if plan.given_database is None:
        wanted[plan.ports.postgres] = "PostgreSQL"
    if plan.given_broker is None:
        wanted[plan.ports.kafka] = "Kafka"
        wanted[plan.ports.kafka_controller] = "Kafka's controller"
    return wanted


def stranger_on(port: int, part: str, pid: int | None) -> StackError:
    """Describe who holds a port that a part needs, and what to do about it."""
    wish = f"Port {port}, which {part} needs, is in use"
    if pid is None:
        return StackError(
            f"{wish} by another user's process.", remedy=f"ask root: ss -ltnp 'sport = :{port}'"
        )
    folder = _stack_of(pid)
    if folder is not None:
        return StackError(
            f"{wish} by the stack in {folder.parent}.", remedy=f"make -C {folder.parent} down"
        )
    command = " ".join(arguments(pid))[:80] or "unknown command"
    return StackError(
        f"{wish} by process {pid} ({command}).",
        remedy=f"end it (kill {pid}) or choose another port: `make up {_setting(part, port)}`",
    )


def _stack_of(pid: int) -> Path | None:
    """Return the folder of the stack a process belongs to, None when it belongs to none."""
    mark = variables(pid).get(STACK_MARK)
    if mark is not None:
        return Path(mark)
    paths = [Path(word) for word in arguments(pid) if f"/{LOCAL.name}/" in word]
    return next(
        (parent for path in paths for parent in path.parents if parent.name == LOCAL.name), None
    )


def _setting(part: str, port: int) -> str:
    servers = {"PostgreSQL": "postgres", "Kafka": "kafka", "Kafka's controller": "kafka_controller"}
    name = servers.get(part, part.removesuffix("-api").replace("-", "_"))
    return f"PORTS__{name.upper()}={port + 1000}"


def _taken_ports(plan: Plan, own: set[int]) -> list[StackError]:
    found = []
    for port, part in sorted(wanted_ports(plan).items()):
        pid = listener(port)
        if (pid is not None and pid not in own) or (pid is None and is_open(port)):
            found.append(stranger_on(port, part, pid))
    return found


def _missing_tools(plan: Plan) -> list[StackError]:
    found: list[StackError] = []
    if plan.given_database is None:
        version = run([installation() / "bin" / "postgres", "--version"])
        if version.returncode != 0:
            found.append(
                StackError(
                    f"The PostgreSQL of this environment does not run: {version.stderr.strip()}",
                    remedy="set DATABASE_URL to a server of yours",
                )
            )
        elif is_root() and not namespaces_work() and run(["setpriv", "--version"]).returncode:
            found.append(
                StackError(
                    "PostgreSQL refuses root, and neither unshare nor setpriv works here.",
                    remedy="apt-get install util-linux, or run as an ordinary user",
                )
            )
    if plan.given_broker is None:
        try:
            java()
        except StackError as missing:
            found.append(missing)
    return found
