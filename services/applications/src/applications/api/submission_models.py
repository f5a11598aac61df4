"""A submission as it is sent, and on its way to the rules."""

from typing import Annotated, Literal

from pydantic import Field

from applications.api.inputs import Code, Day, Id, Input, Line, Prose
from applications.domain.intake.evidence import MANDATE
from applications.domain.intake.submission import (
    COPY,
    MANDATE_PAPER,
    Consent,
    Identifier,
    IdentifierKind,
    Letter,
    Organisation,
    Person,
    Submission,
)
from applications.domain.mandates import ALL_SERVICES, MandateEvidence, MandateKind
from applications.domain.uploads import SubmittedDocument

MAX_DOCUMENTS = 50


class IdentifierInput(Input):
    """What identifies a person: a FİN has 7 characters, digits and letters without I and O."""

    kind: Literal["fin", "passport", "temporary", "unknown"]
    value: Annotated[str, Field(min_length=1, max_length=32)] | None = None


class PersonInput(Input):
    """A natural person."""

    identifier: IdentifierInput
    given_name: Line
    family_name: Line
    birth_date: Day | None = None


class OrganisationInput(Input):
    """A body that applies for somebody."""

    voen: Line
    name: Line
    contact: Line


class ApplicantInput(Input):
    """Who applies (a person or an organisation), and what they are to the person concerned.

    ``audience`` (field 10) is of the person concerned.
    """

    relation: Code
    audience: Code
    person: PersonInput | None = None
    organisation: OrganisationInput | None = None


class ConsentInput(Input):
    """The consent of the person concerned that somebody else applies."""

    given_on: Day
    how: Line


class EvidenceInput(Input):
    """How the submission came: the fields of its channel, and no others.

    A mandate (channel `representative`) has `kind`, `number`, `issued_on`, `valid_until` (the last
    day), `issuer` and `services`, and may have the upload of its copy as `document_id`; a
    representative at a centre has a `centre` and a ticket as well.
    """

    centre: Code | None = None
    ticket_id: Id | None = None
    kind: Literal["power-of-attorney", "guardianship"] | None = None
    number: Line | None = None
    issued_on: Day | None = None
    valid_until: Day | None = None
    issuer: Line | None = None
    services: Annotated[list[Code], Field(max_length=200)] | Literal["all"] | None = None
    document_id: Id | None = None
    verification_id: Id | None = None
    received_on: Day | None = None
    registered_no: Line | None = None
    consent: ConsentInput | None = None

    def letter(self) -> Letter | None:
        """Return how a letter was registered, None where nothing was said of one."""
        if self.received_on is None and self.registered_no is None:
            return None
        return Letter(self.received_on, self.registered_no)

    def mandate(self) -> MandateEvidence | None:
        """Return what was said of a mandate, None where nothing was."""
        if not self.model_fields_set & MANDATE:
            return None
        services = (ALL_SERVICES,) if self.services == ALL_SERVICES else self.services
        return MandateEvidence(
            kind=None if self.kind is None else MandateKind(self.kind),
            number=self.number,
            issued_on=self.issued_on,
            valid_until=self.valid_until,
            issuer=self.issuer,
            services=None if services is None else tuple(services),
            copy_id=self.document_id,
        )

    def mandate_copy(self) -> SubmittedDocument | None:
        """Return the upload of the mandate's paper, None where there is none."""
        if self.document_id is None:
            return None
        return SubmittedDocument(MANDATE_PAPER, COPY, self.document_id)


class DocumentInput(Input):
    """A paper for a requirement.

    ``original``: the agent has seen it, with its number and date of issue. Any other form names the
    caller's own upload as ``document_id``, each once.
    """

    requirement: Code
    form: Code
    document_id: Id | None = None
    number: Line | None = None
    issued_on: Day | None = None

    def submitted(self) -> SubmittedDocument:
        """Return the paper as the rules see it."""
        return SubmittedDocument(
            self.requirement, self.form, self.document_id, self.number, self.issued_on
        )


class SubmissionInput(Input):
    """An application for a service.

    `channel` is null where nobody applied and the state assigns the service by itself.
    """

    service_id: Code
    channel: Code | None
    evidence: EvidenceInput = EvidenceInput()
    applicant: ApplicantInput
    represented: PersonInput | None = None
    documents: Annotated[list[DocumentInput], Field(max_length=MAX_DOCUMENTS, default_factory=list)]
    note: Prose | None = None

    def submission(self) -> Submission:
        """Return the submission as the rules see it."""
        applicant, evidence = self.applicant, self.evidence
        organisation = applicant.organisation
        return Submission(
            service_id=self.service_id,
            channel=self.channel,
            relation=applicant.relation,
            audience=applicant.audience,
            person=_person(applicant.person),
            organisation=None
            if organisation is None
            else Organisation(organisation.voen, organisation.name, organisation.contact),
            represented=_person(self.represented),
            evidence=frozenset(evidence.model_fields_set),
            centre=evidence.centre,
            ticket_id=evidence.ticket_id,
            mandate=evidence.mandate(),
            mandate_copy=evidence.mandate_copy(),
            letter=evidence.letter(),
            verification_id=evidence.verification_id,
            consent=None
            if evidence.consent is None
            else Consent(evidence.consent.given_on, evidence.consent.how),
            documents=tuple(document.submitted() for document in self.documents),
            note=self.note,
        )


def _person(person: PersonInput | None) -> Person | None:
    if person is None:
        return None
    kind = IdentifierKind(person.identifier.kind)
    return Person(
        identifier=Identifier(kind, person.identifier.value),
        given_name=person.given_name,
        family_name=person.family_name,
        birth_date=person.birth_date,
    )
