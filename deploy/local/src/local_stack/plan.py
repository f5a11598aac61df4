"""What one stack consists of: folders, addresses and the processes of the suite, as data."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from local_stack.databases import address_of, as_user
from local_stack.layout import LOCAL, ROOT
from local_stack.ports import LOOPBACK
from local_stack.processes import inherited
from local_stack.settings import Ports

STACK_MARK = "DOST_STACK"
"""Variable that tells whose a process is: the folder of its stack."""
PART_MARK = "DOST_PART"


@dataclass(frozen=True)
class Service:
    """A service of the suite: its distribution, its import, its database and what it is told."""

    name: str
    package: str
    calls: tuple[tuple[str, str], ...] = ()
    """Variable and address of a neighbour, a format text with the names of ports."""
    folders: tuple[tuple[str, str], ...] = ()
    """Variable and name of a folder of the stack's own."""

    @property
    def root(self) -> Path:
        """Return the folder with the service's migrations."""
        return ROOT / "services" / self.name

    @property
    def newest_revision(self) -> str:
        """Return the number of the newest migration, as its file HEAD has it."""
        return (self.root / "migrations" / "versions" / "HEAD").read_text(encoding="utf-8").strip()


SERVICES = (
    Service("catalog", "catalog"),
    Service(
        "applications",
        "applications",
        (("MEIS_GATEWAY_URL", f"http://{LOOPBACK}:{{meis_gateway}}"),),
        (("DOCUMENTS_FOLDER", "documents"),),
    ),
    Service(
        "notifications",
        "notifications",
        (("ESOSIAL_URL", f"http://{LOOPBACK}:{{sandbox}}/esosial"),),
    ),
    Service("meis-gateway", "meis_gateway", (("MEIS_URL", f"http://{LOOPBACK}:{{sandbox}}/meis"),)),
)


@dataclass(frozen=True)
class Part:
    """One process of the suite: how it starts and where it says whether it is ready."""

    name: str
    command: tuple[str, ...]
    port: int
    variables: dict[str, str]

    @property
    def address(self) -> str:
        """Return where the part listens."""
        return f"http://{LOOPBACK}:{self.port}"


@dataclass(frozen=True)
class Plan:
    """One stack. Two of them with other folders and ports run side by side."""

    folder: Path = LOCAL
    ports: Ports = field(default_factory=Ports)
    environment: str = "development"
    given_database: str | None = None
    given_broker: str | None = None
    services: tuple[Service, ...] = SERVICES
    variables: Mapping[str, str] = field(default_factory=dict)
    """What every process of the services is told besides, such as other limits of waiting."""

    @property
    def logs(self) -> Path:
        """Return the folder with one log per part."""
        return self.folder / "logs"

    @property
    def server(self) -> str:
        """Return the address of the database server's own database."""
        own = f"postgresql://dost@{LOOPBACK}:{self.ports.postgres}/postgres"
        return self.given_database or own

    @property
    def broker(self) -> str:
        """Return the broker's `host:port`."""
        return self.given_broker or f"{LOOPBACK}:{self.ports.kafka}"

    def database(self, service: Service) -> str:
        """Return the address of a service's database for who owns it: migrations, the account."""
        return address_of(self.server, service.package)

    def own_database(self, service: Service) -> str:
        """Return the address of a service's database for the service, whose role is its name."""
        return as_user(self.database(service), service.package)

    def parts(self) -> list[Part]:
        """List the processes in the order in which they start."""
        apis = [self._part(service, "api") for service in self.services]
        workers = [self._part(service, "worker") for service in self.services]
        return [self._sandbox(), *apis, *workers]

    def environment_of(self, part: Part) -> dict[str, str]:
        """Return the whole environment of a part's process, its marks included."""
        return inherited(**part.variables, **self.marks(part.name))

    def marks(self, name: str) -> dict[str, str]:
        """Return the variables by which a process of this stack is found again."""
        return {STACK_MARK: str(self.folder), PART_MARK: name}

    def _sandbox(self) -> Part:
        port = self.ports.sandbox
        told = {
            "ENV": self.environment,
            "HOST": LOOPBACK,
            "PORT": str(port),
            "OIDC_ISSUER": self._issuer(),
            "STATE_DIR": str(self.folder / "sandbox"),
        }
        return Part("sandbox", (sys.executable, "-m", "sandbox"), port, told)

    def _issuer(self) -> str:
        return f"http://{LOOPBACK}:{self.ports.sandbox}/identity"

    def _part(self, service: Service, kind: str) -> Part:
        ports = self.ports.model_dump()
        told = {
            "ENV": self.environment,
            "HOST": LOOPBACK,
            "PORT": str(ports[service.package]),
            "WORKER_PORT": str(ports[f"{service.package}_worker"]),
            "DATABASE_URL": self.own_database(service),
            "KAFKA_BOOTSTRAP": self.broker,
            "OIDC_ISSUER": self._issuer(),
            "BUSINESS_CLOCK_URL": f"http://{LOOPBACK}:{self.ports.sandbox}/clock",
        }
        told |= self.variables
        told |= {name: address.format(**ports) for name, address in service.calls}
        told |= {name: str(self.folder / folder) for name, folder in service.folders}
        port = told["PORT" if kind == "api" else "WORKER_PORT"]
        command = (sys.executable, "-m", service.package, kind)
        return Part(f"{service.name}-{kind}", command, int(port), told)
