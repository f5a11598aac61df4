"""Copies of published passports, and what each lets a case ask."""

from datetime import datetime
from typing import Any

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select

from meis_gateway.domain.purpose import PassportPurpose, RegistryCheck, purpose_of
from meis_gateway.storage.tables import PassportCopyRow
from shared.database import Session
from shared.events.passports import Passport, PassportStep, RegistrySource, StepKind


async def keep(session: Session, passport: Passport, *, received_at: datetime) -> None:
    """Store a published version; the same version again replaces what was known of it."""
    row: dict[str, Any] = {
        "service_id": passport.service_id,
        "version": passport.version,
        "passport": passport.model_dump(mode="json"),
        "received_at": received_at,
    }
    statement = insert(PassportCopyRow).values(**row)
    await session.exec(
        statement.on_conflict_do_update(
            index_elements=["service_id", "version"],
            set_={"passport": statement.excluded.passport, "received_at": received_at},
        )
    )


async def purpose(session: Session, service_id: str, version: int) -> PassportPurpose | None:
    """Return what this version lets a case ask; None when it was not received yet."""
    found = await session.exec(
        select(PassportCopyRow.passport).where(
            col(PassportCopyRow.service_id) == service_id,
            col(PassportCopyRow.version) == version,
        )
    )
    document = found.first()
    return None if document is None else purpose_in(Passport.model_validate(document))


def purpose_in(passport: Passport) -> PassportPurpose:
    """Read fields 21, 23 and 25."""
    return purpose_of(
        named=frozenset(choice.code for choice in passport.meis_subsystems if choice.code),
        checks=tuple(
            _check(step) for step in passport.steps if step.kind is StepKind.REGISTRY_CHECK
        ),
        sources=frozenset(
            f"{source.subsystem}.{source.attribute}"
            for document in passport.required_documents
            for source in document.sources
            if isinstance(source, RegistrySource)
        ),
    )


def _check(step: PassportStep) -> RegistryCheck:
    return RegistryCheck(
        question=str(step.params.get("question", "")),
        subsystems=_words(step.params.get("subsystems")),
        attributes=_words(step.params.get("attributes")),
    )


def _words(value: object) -> tuple[str, ...]:
    return tuple(word for word in value if isinstance(word, str)) if isinstance(value, list) else ()
