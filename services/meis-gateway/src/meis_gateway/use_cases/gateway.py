"""What the use cases of a question work with, wired once by the application."""

from dataclasses import dataclass

from meis_gateway.clients.registries import Registries
from meis_gateway.domain.subsystems import Subsystems
from shared.clock import Clock
from shared.database import Database
from shared.vault import KeyRing


@dataclass(frozen=True, slots=True)
class Gateway:
    """``grants`` verify grants, ``subjects`` key the digests of persons; every key of a ring counts.

    ``seconds`` is the whole budget of one question, if its caller leaves as much.
    """

    database: Database
    clock: Clock
    registries: Registries
    subsystems: Subsystems
    grants: KeyRing
    subjects: KeyRing
    seconds: float
