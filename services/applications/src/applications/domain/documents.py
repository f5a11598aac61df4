"""Papers as they are handed in: which may be, in which form, and what must be said of them."""

from collections.abc import Sequence
from datetime import date

from applications.domain import faults
from applications.domain.actions import SubmittedDocument
from applications.domain.faults import Fault
from applications.domain.naming import document_words, listing
from applications.domain.passport import Passport
from shared.texts import Text

ORIGINAL = "original"


def document_faults(
    passport: Passport,
    documents: Sequence[SubmittedDocument],
    *,
    applicable: Sequence[str],
    seen_by_agent: bool,
    today: date,
) -> list[Fault]:
    """Find what is wrong with papers; pointers are under ``/documents``.

    ``applicable`` are the requirements the case has; ``seen_by_agent`` tells that an agent hands
    them in, with the person in front of them.
    """
    found: list[Fault] = []
    for position, document in enumerate(documents):
        pointer = f"/documents/{position}"
        named_before = {each.requirement for each in documents[:position]}
        found += _requirement_faults(document, pointer, passport, applicable, named_before)
        found += _form_faults(document, pointer, passport, seen_by_agent, today)
    return found


def _requirement_faults(
    document: SubmittedDocument,
    pointer: str,
    passport: Passport,
    applicable: Sequence[str],
    before: set[str],
) -> list[Fault]:
    if document.requirement not in applicable:
        remedy = listing(_UNKNOWN, applicable, document_words(passport))
        place = f"{pointer}/requirement"
        return [Fault(faults.RequirementUnknown, place, remedy, tuple(applicable))]
    if document.requirement in before:
        return [Fault(faults.RequirementRepeated, f"{pointer}/requirement", _REPEATED)]
    return []


def _form_faults(
    document: SubmittedDocument,
    pointer: str,
    passport: Passport,
    seen_by_agent: bool,
    today: date,
) -> list[Fault]:
    if document.form not in passport.forms:
        remedy = listing(_FORM, passport.forms, passport.words.forms)
        return [Fault(faults.FormNotListed, f"{pointer}/form", remedy, passport.forms)]
    if document.form != ORIGINAL:
        return [Fault(faults.UploadsNotSupportedYet, f"{pointer}/form", _UPLOADS)]
    if not seen_by_agent:
        return [Fault(faults.OriginalNotSeen, f"{pointer}/form", _NOT_SEEN)]
    return _original_faults(document, pointer, today)


def _original_faults(document: SubmittedDocument, pointer: str, today: date) -> list[Fault]:
    found = []
    if not (document.number or "").strip():
        found.append(Fault(faults.OriginalIncomplete, f"{pointer}/number", _NUMBER))
    if document.issued_on is None or document.issued_on > today:
        found.append(Fault(faults.OriginalIncomplete, f"{pointer}/issued_on", _ISSUED))
    if document.document_id is not None:
        found.append(Fault(faults.OriginalIncomplete, f"{pointer}/document_id", _NO_UPLOAD))
    return found


_UNKNOWN = Text(
    az="Bu müraciət üçün tələb olunan sənədlər: {listed}.",
    en="The requirements of this case are: {listed}.",
)
_REPEATED = Text(az="Hər tələb olunan sənəd bir dəfə göstərilir.", en="Name each requirement once.")
_FORM = Text(
    az="Bu xidmət üçün sənəd formaları: {listed}.", en="The forms of this service are: {listed}."
)
_UPLOADS = Text(
    az="Hələlik sənədin yalnız əsli DOST mərkəzində təqdim edilə bilər.",
    en="For now only an “original” can be handed in, at a DOST centre.",
)
_NOT_SEEN = Text(
    az="Sənədin əslini DOST mərkəzində sosial agentə göstərin.",
    en="Show the original to a social agent at a DOST centre.",
)
_NUMBER = Text(az="Sənədin nömrəsini göstərin.", en="Give the document's number.")
_ISSUED = Text(
    az="Sənədin verildiyi tarixi göstərin; gələcək tarix ola bilməz.",
    en="Give the document's date of issue; it cannot lie in the future.",
)
_NO_UPLOAD = Text(
    az="Sənədin əsli üçün yüklənmiş fayl göstərilmir.", en="An original has no uploaded file."
)
