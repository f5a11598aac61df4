"""The registries behind the gateway, as the case service's own interface meets them."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from applications.clients.meis_gateway import Asked, GatewayAnswer
from applications.domain.case import Answer
from applications.domain.registries import RegistryAnswer, SourceAnswer
from applications.use_cases.ask_registry import QuestionKeys
from shared.clock import system_now
from shared.grants import QuestionGrant, verify
from shared.http import PartnerUnavailable

AS_OF = datetime(2026, 3, 10, 5, 0, tzinfo=UTC)
SUPPLIED = {
    "identity": {"document": "AA1234567"},
    "dependants": [{"born": "2025-11-01"}],
    "leave_order": {"number": "17/3"},
}


@dataclass
class Registries:
    """What each registry says; ``asked`` remembers every grant that arrived valid."""

    insured: dict[str, str] = field(default_factory=lambda: {"sigorta": "yes", "monitorinq": "yes"})
    lacking: set[str] = field(default_factory=set)
    down: set[str] = field(default_factory=set)
    gateway_down: bool = False
    asked: list[QuestionGrant] = field(default_factory=list)
    keys: QuestionKeys | None = None

    async def ask(self, asked: Asked) -> GatewayAnswer:
        """Check the grant and answer as the gateway would."""
        if self.gateway_down or self.keys is None:
            raise PartnerUnavailable
        grant = verify(asked.grant, self.keys.grant, system_now())
        self.asked.append(grant)
        evidence_id = f"evidence-{len(self.asked)}"
        return (
            self._attributes(grant, evidence_id) if grant.attributes else self._insured(evidence_id)
        )

    def _insured(self, evidence_id: str) -> GatewayAnswer:
        sources = tuple(
            self._silent(name)
            if name in self.down
            else SourceAnswer(name, Answer(said), as_of=AS_OF)
            for name, said in self.insured.items()
        )
        said = {source.answer for source in sources}
        answer = Answer.UNKNOWN if Answer.UNKNOWN in said else Answer.CONFLICT
        if len(said) == 1:
            [answer] = said
        return GatewayAnswer(RegistryAnswer(answer, sources, evidence_id))

    def _attributes(self, grant: QuestionGrant, evidence_id: str) -> GatewayAnswer:
        values = {
            subsystem: {
                name: None if name in self.lacking else SUPPLIED[name]
                for each in grant.attributes
                for owner, name in [each.split(".")]
                if owner == subsystem
            }
            for subsystem in grant.subsystems
            if subsystem not in self.down
        }
        sources = tuple(
            SourceAnswer(
                subsystem,
                Answer.YES,
                frozenset(name for name, value in values[subsystem].items() if value is not None),
                AS_OF,
            )
            if subsystem in values
            else self._silent(subsystem)
            for subsystem in grant.subsystems
        )
        answer = Answer.UNKNOWN if self.down & set(grant.subsystems) else Answer.YES
        fresh = dict.fromkeys(values, "current")
        return GatewayAnswer(RegistryAnswer(answer, sources, evidence_id), values, fresh)

    def _silent(self, subsystem: str) -> SourceAnswer:
        return SourceAnswer(subsystem, Answer.UNKNOWN, error="time-out")
