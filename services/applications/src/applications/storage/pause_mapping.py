"""Between the columns of a case and its pauses and extension; what somebody wrote is sealed."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from applications.domain.actor import ActorRole
from applications.domain.pauses import Extension, OfficeOf, PauseCause, Suspension
from applications.storage.sealing import CaseSeal

_BASIS = "extension/legal-basis"


def suspensions_of(items: Iterable[Mapping[str, Any]]) -> tuple[Suspension, ...]:
    """Return the pauses of a case; those stored without a cause were for papers."""
    return tuple(
        Suspension(
            datetime.fromisoformat(item["since"]),
            datetime.fromisoformat(item["until"]) if item["until"] else None,
            PauseCause(item.get("cause", PauseCause.DOCUMENTS)),
        )
        for item in items
    )


def suspension_values(pauses: Iterable[Suspension]) -> list[dict[str, Any]]:
    """Return the pauses as JSON."""
    return [
        {
            "since": pause.since.isoformat(),
            "until": pause.until.isoformat() if pause.until else None,
            "cause": pause.cause.value,
        }
        for pause in pauses
    ]


def extension_of(item: Mapping[str, Any] | None, seal: CaseSeal) -> Extension | None:
    """Return the extension of a case, None when nobody has extended it.

    Of one stored without its office, who made it says where: officers sit at the back office alone.
    """
    if item is None:
        return None
    by_officer = str(item["by"]).startswith(f"{ActorRole.OFFICER}:")
    office = OfficeOf.BACK if by_officer else OfficeOf.FRONT
    sealed = bytes.fromhex(item["sealed_legal_basis"])
    return Extension(
        days=item["days"],
        at=datetime.fromisoformat(item["at"]),
        by=item["by"],
        legal_basis=str(seal.open(_BASIS, sealed)["text"]),
        office=OfficeOf(item.get("office", office)),
    )


def extension_values(extension: Extension | None, seal: CaseSeal) -> dict[str, Any] | None:
    """Return the extension as JSON."""
    if extension is None:
        return None
    return {
        "days": extension.days,
        "at": extension.at.isoformat(),
        "by": extension.by,
        "office": extension.office.value,
        "sealed_legal_basis": seal.seal(_BASIS, {"text": extension.legal_basis}).hex(),
    }
