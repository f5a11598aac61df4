"""Papers as they are handed in: which may be, in which form, and what must be said of them."""

from collections.abc import Sequence
from datetime import date

from applications.domain import faults
from applications.domain.case import Case, RequirementStatus
from applications.domain.faults import Fault
from applications.domain.naming import document_words, listing
from applications.domain.papers import upload_faults
from applications.domain.papers.requirements import applicable, met_without_paper, papers_taken
from applications.domain.passport import Passport
from applications.domain.uploads import SubmittedDocument, UploadStanding
from shared.texts import Text

ORIGINAL = "original"


def document_faults(
    case: Case,
    documents: Sequence[SubmittedDocument],
    *,
    seen_by_agent: bool,
    today: date,
) -> list[Fault]:
    """Find what is wrong with papers for the case; pointers are under ``/documents``.

    ``seen_by_agent`` tells that an agent hands them in, with the person in front of them.
    """
    found: list[Fault] = []
    for position, document in enumerate(documents):
        pointer = f"/documents/{position}"
        named_before = {each.requirement for each in documents[:position]}
        found += _requirement_faults(document, f"{pointer}/requirement", case, named_before)
        if not seen_by_agent:
            found += _overwriting_faults(document, f"{pointer}/requirement", case)
        found += _form_faults(document, pointer, case.passport, seen_by_agent, today)
        found += repeated_faults(document, pointer, documents[:position])
    return found


def copy_faults(document: SubmittedDocument, pointer: str, today: date) -> list[Fault]:
    """Find what is wrong with a paper that comes as an upload; pointers are under ``pointer``."""
    reasons = (
        (document.document_id is None, upload_faults.UploadMissing, _UPLOAD_FIRST),
        (document.upload is None, upload_faults.UploadNotFound, _UPLOAD_AGAIN),
        (document.upload is UploadStanding.USED, upload_faults.UploadUsedAlready, _ONE_PAPER),
    )
    place = f"{pointer}/document_id"
    found = [Fault(refused_as, place, remedy) for wrong, refused_as, remedy in reasons if wrong][:1]
    if document.issued_on is not None and document.issued_on > today:
        found.append(Fault(upload_faults.IssuedInFuture, f"{pointer}/issued_on", _ISSUED))
    return found


def repeated_faults(
    document: SubmittedDocument, pointer: str, before: Sequence[SubmittedDocument]
) -> list[Fault]:
    """Find that an upload is named again that stands for another paper already."""
    if document.document_id is None or all(
        document.document_id != each.document_id for each in before
    ):
        return []
    return [Fault(upload_faults.UploadUsedAlready, f"{pointer}/document_id", _ONE_PAPER)]


def _requirement_faults(
    document: SubmittedDocument, place: str, case: Case, before: set[str]
) -> list[Fault]:
    code, known, words = document.requirement, applicable(case), document_words(case.passport)
    if code not in known:
        return [Fault(faults.RequirementUnknown, place, listing(_UNKNOWN, known, words), known)]
    if code in before:
        return [Fault(faults.RequirementRepeated, place, _REPEATED)]
    if code in met_without_paper(case):
        wanted = papers_taken(case)
        remedy = listing(_MET, wanted, words) if wanted else _ALL_MET
        return [Fault(faults.RequirementMet, place, remedy, wanted)]
    return []


def _overwriting_faults(document: SubmittedDocument, place: str, case: Case) -> list[Fault]:
    """Refuse to let a picture take the place of an original: number and date would go with it."""
    recorded = case.requirement(document.requirement)
    if recorded is None or recorded.status is not RequirementStatus.PAPER:
        return []
    if recorded.form != ORIGINAL:
        return []
    return [Fault(faults.RequirementMet, place, _SEEN, papers_taken(case))]


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
        return copy_faults(document, pointer, today)
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
_MET = Text(
    az="Bu, sənədsiz də təsdiqlənib. Sənəd yalnız bunlar üçün gözlənilir: {listed}.",
    en="This is proved without a paper. Papers are wanted for: {listed}.",
)
_ALL_MET = Text(
    az="Bu, sənədsiz də təsdiqlənib və başqa sənəd gözlənilmir.",
    en="This is proved without a paper, and no other is wanted.",
)
_SEEN = Text(
    az="Sosial agent bu sənədin əslini görüb və qeyd edib. Qeyd səhvdirsə, DOST mərkəzinə müraciət edin.",
    en="A social agent has seen the original and recorded it. If the record is wrong, tell a DOST centre.",
)
_REPEATED = Text(az="Hər tələb olunan sənəd bir dəfə göstərilir.", en="Name each requirement once.")
_FORM = Text(
    az="Bu xidmət üçün sənəd formaları: {listed}.", en="The forms of this service are: {listed}."
)
_UPLOAD_FIRST = Text(
    az="Faylı əvvəlcə yükləyin (`POST /v1/uploads`) və onun `document_id` dəyərini göndərin.",
    en="Upload the file first (`POST /v1/uploads`) and send its `document_id`.",
)
_UPLOAD_AGAIN = Text(
    az="Faylı yenidən yükləyin: yüklənmiş fayl yalnız sizindir və 24 saat saxlanılır.",
    en="Upload the file again: an upload is its sender's alone and waits for 24 hours.",
)
_ONE_PAPER = Text(
    az="Hər yükləmə bir sənəd üçündür: faylı bu sənəd üçün yenidən yükləyin.",
    en="One upload is for one paper: upload the file again for this one.",
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
