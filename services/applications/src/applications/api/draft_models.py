"""A draft as it is sent and shown: a submission in which things may still be missing."""

import json
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AwareDatetime, Field, ValidationError

from applications.api.answer import Answer
from applications.api.inputs import Code, Day, Id, Input, Line, Prose
from applications.api.submission_models import (
    MAX_DOCUMENTS,
    DocumentInput,
    EvidenceInput,
    IdentifierInput,
    SubmissionInput,
)
from applications.domain.intake.submission import Identifier, IdentifierKind, Submission
from applications.use_cases.begin_draft import Said
from shared.errors import DomainError, InputError
from shared.input_faults import input_error
from shared.texts import Text

Documents = Annotated[list[DocumentInput], Field(max_length=MAX_DOCUMENTS)]


class DraftPersonInput(Input):
    """A person as far as they are known; of the applicant the identifier is."""

    identifier: IdentifierInput
    given_name: Line | None = None
    family_name: Line | None = None
    birth_date: Day | None = None


class DraftApplicantInput(Input):
    """Who applies: the person who is, or was, on the line."""

    relation: Code | None = None
    audience: Code | None = None
    person: DraftPersonInput


class DraftFields(Input):
    """What is known so far, in the shape of a submission."""

    service_id: Code | None = None
    applicant: DraftApplicantInput | None = None
    represented: DraftPersonInput | None = None
    documents: Documents | None = None
    note: Prose | None = None


class DraftEvidenceInput(Input):
    """The operator's own verification of whoever is on the line."""

    verification_id: Id


class DraftInput(DraftFields):
    """What was said on the phone until now."""

    channel: Literal["call-centre"]
    evidence: DraftEvidenceInput
    applicant: DraftApplicantInput

    def said(self) -> Said:
        """Return what is kept of it."""
        return _said(self, self.applicant)


class DraftChange(DraftFields):
    """What is said now: a field that is sent takes the place of what was there, null empties it."""

    def said(self) -> Said:
        """Return what was said now."""
        return _said(self, self.applicant)


class DraftLookup(Input):
    """The number a person was told on the phone, and who they are."""

    class OwnerInput(Input):
        """Whose draft it is."""

        identifier: IdentifierInput

    draft_number: Line
    person: OwnerInput

    def identifier(self) -> Identifier:
        """Return whose draft it is."""
        return _identifier(self.person.identifier)


class DraftEnding(Input):
    """How the draft is ended: a channel with its evidence, as in a submission.

    Papers or a note that are sent take the place of the draft's; all else is the draft's.
    """

    channel: Code
    evidence: EvidenceInput = EvidenceInput()
    documents: Documents | None = None
    note: Prose | None = None

    def completed(self, content: Mapping[str, Any]) -> Submission:
        """Return the submission that the draft's content is with this; raises DraftIncomplete."""
        sent = self.model_dump(mode="json", exclude_none=True, exclude_unset=True)
        whole = {"evidence": {}, **content, **sent}
        try:
            return SubmissionInput.model_validate_json(json.dumps(whole)).submission()
        except ValidationError as error:
            faults = [
                input_error({**fault, "loc": ("body", *fault["loc"])}) for fault in error.errors()
            ]
            raise DraftIncomplete(faults) from None


class DraftPublic(Answer):
    """A draft: its number is to be told to the person, ``submission`` is what is known.

    Once it has become a case, ``case_id`` names that, and the case alone has the content.
    """

    draft_id: str
    draft_number: str
    version: int
    state: Literal["draft", "submitted"]
    service_name: str | None
    begun_by: str
    begun_at: AwareDatetime
    changed_at: AwareDatetime
    expires_at: AwareDatetime
    submission: DraftFields | None
    case_id: str | None


class DraftIncomplete(DomainError):
    """Something a submission needs is not in the draft yet (422)."""

    code = "draft-incomplete"
    title: ClassVar[Text] = Text(az="Qaralama tamamlanmayıb", en="The draft is not complete")

    def __init__(self, faults: list[InputError]) -> None:
        super().__init__(
            Text(
                az="Çatışmayanı `PATCH` ilə qaralamaya əlavə edin və təkrarlayın.",
                en="Add what is missing to the draft with `PATCH`, and repeat.",
            ),
            errors=faults,
        )


def _said(sent: DraftFields, applicant: DraftApplicantInput | None) -> Said:
    names = DraftFields.model_fields.keys() & sent.model_fields_set
    known = sent.model_dump(mode="json", exclude_none=True, include=set(names))
    return Said(
        fields={name: known.get(name) for name in names},
        service_id=sent.service_id,
        identifier=None if applicant is None else _identifier(applicant.person.identifier),
    )


def _identifier(sent: IdentifierInput) -> Identifier:
    return Identifier(IdentifierKind(sent.kind), sent.value)
