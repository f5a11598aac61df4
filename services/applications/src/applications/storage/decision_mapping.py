"""Between the row of a decision and the decision the rules know."""

from typing import Any

from applications.domain.appeals import Appeal
from applications.domain.case import Case
from applications.domain.decision import Decision, Outcome
from applications.storage.sealing import CaseSeal
from applications.storage.tables.cases import DecisionRow
from shared.texts import Text

_REASON = "decision/reason"


def decision_values(case: Case, decision: Decision, seal: CaseSeal) -> dict[str, Any]:
    """Return the columns of the decision of a case; what the officer wrote is sealed."""
    return {
        "case_id": case.id,
        "office": case.office,
        "number": decision.number,
        "outcome": decision.outcome.value,
        "ground": decision.ground,
        "decided_at": decision.at,
        "signer": decision.signer,
        "sealed_reason": seal.seal_text(_REASON, decision.reason),
        "appeal": None if decision.appeal is None else _appeal_values(decision.appeal),
    }


def decision_of(row: DecisionRow, seal: CaseSeal) -> Decision:
    """Build the decision from its row."""
    return Decision(
        outcome=Outcome(row.outcome),
        number=row.number,
        at=row.decided_at,
        signer=row.signer,
        ground=row.ground,
        reason=seal.open_text(_REASON, row.sealed_reason),
        appeal=None if row.appeal is None else _appeal_of(row.appeal),
    )


def _appeal_values(appeal: Appeal) -> dict[str, Any]:
    return {
        "before": [_text_values(each) for each in appeal.before],
        "within_days": appeal.within_days,
        "basis": _text_values(appeal.basis),
    }


def _appeal_of(values: dict[str, Any]) -> Appeal:
    return Appeal(
        before=tuple(_text_of(each) for each in values["before"]),
        within_days=values["within_days"],
        basis=_text_of(values["basis"]),
    )


def _text_values(text: Text) -> dict[str, str]:
    return {"az": text.az, "en": text.en}


def _text_of(values: dict[str, str]) -> Text:
    return Text(az=values["az"], en=values["en"])
