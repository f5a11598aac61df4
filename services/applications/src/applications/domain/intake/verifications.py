"""A caller's verification: made by the server, of one operator, one call and one person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from applications.domain.faults import Fault, refuse
from applications.domain.intake.persons import identifier_faults
from applications.domain.intake.submission import Identifier
from shared.errors import DomainError, InputError
from shared.texts import Text

LIFETIME = timedelta(minutes=15)
LEAST_ANSWERS = 2
IN_EVIDENCE = "/evidence/verification_id"


@dataclass(frozen=True, slots=True)
class Verification:
    """Who was verified, by whom and on which call.

    ``expires_at`` is by the database's clock. ``spent``: a submission has used it. The person is
    known by their blind index alone.
    """

    id: str
    operator: str
    call_id: str
    answered: tuple[str, ...]
    person_index: str
    expires_at: datetime
    spent: bool = False


def ensure_verifiable(identifier: Identifier, answered: Sequence[str]) -> None:
    """Raise what is wrong with a verification: who is on the line, and why one believes it."""
    found = identifier_faults(identifier, "/person/identifier")
    if len(set(answered)) < LEAST_ANSWERS:
        found.append(Fault(AnswersTooFew, "/answered", _ASK_MORE))
    refuse(found)


def live(
    verification: Verification | None, operator: str, now: datetime, *, place: str
) -> Verification:
    """Return the operator's own verification while it lives; ``place`` is where the body names it.

    Another operator's is like none: nobody learns by trying whom a colleague has on the line.
    Raises VerificationUnusable and VerificationExpired.
    """
    if verification is None or verification.operator != operator:
        raise VerificationUnusable(place)
    if verification.expires_at <= now:
        raise VerificationExpired(place)
    return verification


def ensure_serves(verification: Verification, applicant_index: str | None) -> None:
    """Raise unless an application of this person may be made with the verification, once.

    VerificationUsed, and VerificationOfAnother where somebody else was verified.
    """
    if verification.spent:
        raise VerificationUsed(IN_EVIDENCE)
    ensure_of_person(verification, applicant_index)


def ensure_of_person(verification: Verification, applicant_index: str | None) -> None:
    """Raise VerificationOfAnother unless this is the person who was verified."""
    if verification.person_index != applicant_index:
        raise VerificationOfAnother("/applicant/person/identifier")


class AnswersTooFew(DomainError):
    """One right answer may be luck."""

    code = "answers-too-few"
    title: ClassVar[Text] = Text(az="Doğru cavab azdır", en="There are too few right answers")


class VerificationRefused(DomainError):
    """A verification does not let through; ``remedy`` says what would."""

    remedy: ClassVar[Text] = Text(az="Zəng edəni yenidən yoxlayın.", en="Verify the caller again.")

    def __init__(self, place: str) -> None:
        super().__init__(self.remedy, errors=[InputError(place, self.code, self.remedy)])


class VerificationMissing(VerificationRefused):
    """By phone nobody applies unverified."""

    code = "verification-missing"
    title: ClassVar[Text] = Text(
        az="Zəng edən şəxs yoxlanılmayıb", en="The caller was not verified"
    )
    remedy: ClassVar[Text] = Text(
        az="Əvvəlcə zəng edəni yoxlayın: `POST /v1/caller-verifications`.",
        en="Verify the caller first: `POST /v1/caller-verifications`.",
    )


class VerificationUnusable(VerificationRefused):
    """The operator has made no such verification."""

    code = "verification-unusable"
    title: ClassVar[Text] = Text(az="Belə yoxlama yoxdur", en="There is no such verification")
    remedy: ClassVar[Text] = Text(
        az="Özünüzün bu zəngdə aldığınız `verification_id` dəyərini göndərin.",
        en="Send the `verification_id` that you yourself were given on this call.",
    )


class VerificationExpired(VerificationRefused):
    """Its quarter of an hour is over."""

    code = "verification-expired"
    title: ClassVar[Text] = Text(az="Yoxlamanın vaxtı keçib", en="The verification has run out")
    remedy: ClassVar[Text] = Text(
        az="Yoxlama 15 dəqiqə qüvvədədir; zəng edəni yenidən yoxlayın.",
        en="A verification lives for 15 minutes; verify the caller again.",
    )


class VerificationUsed(VerificationRefused):
    """An application was made with it already."""

    code = "verification-used"
    title: ClassVar[Text] = Text(
        az="Bu yoxlama ilə artıq müraciət edilib", en="The verification was used already"
    )
    remedy: ClassVar[Text] = Text(
        az="Hər müraciət üçün ayrıca yoxlama lazımdır; zəng edəni yenidən yoxlayın.",
        en="Each application takes a verification of its own; verify the caller again.",
    )


class VerificationOfAnother(VerificationRefused):
    """Somebody else than the applicant was verified."""

    code = "verification-of-another"
    title: ClassVar[Text] = Text(az="Başqa şəxs yoxlanılıb", en="Somebody else was verified")
    remedy: ClassVar[Text] = Text(
        az="Telefonla yalnız yoxlanılmış şəxs özü müraciət edə bilər.",
        en="By phone only the person who was verified can apply.",
    )


_ASK_MORE = Text(
    az="Ən azı iki fərqli suala doğru cavab alın və sualların kodlarını göndərin.",
    en="Have at least two different questions answered and send their codes.",
)
