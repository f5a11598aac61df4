"""The bodies of what interrupts the ordinary course of a case: each says why."""

from typing import Annotated, Literal

from pydantic import Field

from applications.api.inputs import Day, Input, Line, Prose, SignIn
from applications.api.submission_models import IdentifierInput
from applications.domain.effects.correcting import Correction
from applications.domain.intake.submission import Identifier, IdentifierKind
from applications.domain.pauses import LONGEST_EXTENSION


class ReasonInput(Input):
    """Why."""

    reason: Prose


class ExtendInput(Input):
    """By how many days (counted in each term's own way), on which legal basis, and why."""

    days: Annotated[int, Field(ge=1, le=LONGEST_EXTENSION)]
    legal_basis: Line
    reason: Prose


class ReassignInput(Input):
    """Which colleague, as they sign in, and why."""

    to: SignIn
    reason: Prose


class OrganisationCorrectInput(Input):
    """What is right of the organisation that applied; null leaves a field as it is recorded."""

    voen: Line | None = None
    name: Line | None = None
    contact: Line | None = None


class CorrectInput(Input):
    """What is right, and why; null leaves a field as it is recorded.

    ``organisation`` is the applicant, where one applied.
    """

    who: Literal["applicant", "person-concerned"] = "person-concerned"
    identifier: IdentifierInput | None = None
    given_name: Line | None = None
    family_name: Line | None = None
    birth_date: Day | None = None
    organisation: OrganisationCorrectInput = OrganisationCorrectInput()
    note: Prose | None = None
    reason: Prose

    def correction(self) -> Correction:
        """Return the correction as the rules see it."""
        named = self.identifier
        return Correction(
            who=self.who,
            identifier=None
            if named is None
            else Identifier(IdentifierKind(named.kind), named.value),
            given_name=self.given_name,
            family_name=self.family_name,
            birth_date=self.birth_date,
            voen=self.organisation.voen,
            name=self.organisation.name,
            contact=self.organisation.contact,
            note=self.note,
        )
