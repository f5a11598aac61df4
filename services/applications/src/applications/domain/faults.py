"""What is wrong with an input: each fault has a class (its stable code), a place and a remedy.

All faults of one input are found before any is reported; the problem carries the first one's code
and lists every one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from shared.errors import DomainError, InputError
from shared.texts import Text


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: ``pointer`` into the body, ``remedy`` what to do, ``listed`` what would do."""

    refused_as: type[DomainError]
    pointer: str
    remedy: Text
    listed: tuple[str, ...] = ()


def refuse(faults: Sequence[Fault]) -> None:
    """Raise the first fault's error with all faults in it; do nothing where there is none."""
    if not faults:
        return
    first = faults[0]
    raise first.refused_as(
        first.remedy,
        errors=[InputError(each.pointer, each.refused_as.code, each.remedy) for each in faults],
        members={"listed": list(first.listed)} if first.listed else {},
    )


class ChannelNotListed(DomainError):
    """The passport does not offer the channel."""

    code = "channel-not-listed"
    title: ClassVar[Text] = Text(
        az="Pasport bu müraciət formasını göstərmir", en="The passport does not list this channel"
    )


class ProactiveNotListed(DomainError):
    """The passport does not say that the state assigns the service by itself."""

    code = "proactive-not-listed"
    title: ClassVar[Text] = Text(
        az="Pasport proaktiv təyinatı göstərmir", en="The passport lists no proactive assignment"
    )


class ChannelNotSupportedYet(DomainError):
    """The passport offers the channel, and this service does not take it yet."""

    code = "channel-not-supported-yet"
    title: ClassVar[Text] = Text(
        az="Bu müraciət forması hələ qəbul edilmir", en="This channel is not taken yet"
    )


class AudienceNotListed(DomainError):
    """The service is not for this audience."""

    code = "audience-not-listed"
    title: ClassVar[Text] = Text(
        az="Xidmət bu istifadəçilər üçün deyil", en="The service is not for this audience"
    )


class RelationNotListed(DomainError):
    """Nobody of this relation may apply."""

    code = "relation-not-listed"
    title: ClassVar[Text] = Text(
        az="Bu münasibətdə olan şəxs müraciət edə bilməz",
        en="Somebody of this relation cannot apply",
    )


class PeopleIncomplete(DomainError):
    """Who applies, and for whom, does not fit the relation."""

    code = "people-incomplete"
    title: ClassVar[Text] = Text(
        az="Müraciət edən və aidiyyəti şəxs düzgün göstərilməyib",
        en="Applicant and person concerned do not fit the relation",
    )


class ConsentMissing(DomainError):
    """Somebody else applies without the person's consent."""

    code = "consent-missing"
    title: ClassVar[Text] = Text(az="Şəxsin razılığı yoxdur", en="The person's consent is missing")


class IdentifierInvalid(DomainError):
    """An identifier is not of its kind's form."""

    code = "identifier-invalid"
    title: ClassVar[Text] = Text(
        az="Şəxsi identifikator düzgün deyil", en="The identifier is not well formed"
    )


class IdentifierNotSupportedYet(DomainError):
    """The cabinet is found by a FİN, and the person has another identifier."""

    code = "identifier-not-supported-yet"
    title: ClassVar[Text] = Text(
        az="Bu identifikatorla müraciət hələ qəbul edilmir",
        en="People with this identifier are not served yet",
    )


class BirthDateInvalid(DomainError):
    """Nobody alive was born on that day."""

    code = "birth-date-invalid"
    title: ClassVar[Text] = Text(az="Doğum tarixi düzgün deyil", en="The birth date cannot be")


class TicketMissing(DomainError):
    """In person a ticket is taken first."""

    code = "ticket-missing"
    title: ClassVar[Text] = Text(az="Növbə göstərilməyib", en="The ticket is missing")


class TicketUnusable(DomainError):
    """The ticket is not of this queue, or serves another case."""

    code = "ticket-unusable"
    title: ClassVar[Text] = Text(
        az="Bu növbə ilə müraciət etmək olmaz", en="This ticket cannot be used here"
    )


class RequirementUnknown(DomainError):
    """The passport asks for no such document."""

    code = "requirement-unknown"
    title: ClassVar[Text] = Text(
        az="Pasportda belə tələb olunan sənəd yoxdur", en="The passport has no such requirement"
    )


class RequirementRepeated(DomainError):
    """One document was named twice."""

    code = "requirement-repeated"
    title: ClassVar[Text] = Text(az="Sənəd bir dəfə göstərilməlidir", en="A document is named once")


class RequirementNotMissing(DomainError):
    """What is asked for, or waived, is not missing."""

    code = "requirement-not-missing"
    title: ClassVar[Text] = Text(az="Bu sənəd çatışmır deyil", en="This document is not missing")


class RequirementMet(DomainError):
    """A registry or the submission has proved it, or staff have seen the original of the paper."""

    code = "requirement-met"
    title: ClassVar[Text] = Text(
        az="Bu tələb artıq təmin olunub", en="This requirement is met already"
    )


class RequestIncomplete(DomainError):
    """A request for documents leaves a missing one out."""

    code = "request-incomplete"
    title: ClassVar[Text] = Text(
        az="Çatışmayan sənədlərin hamısı göstərilməlidir",
        en="Each missing document must be named",
    )


class FormNotListed(DomainError):
    """The passport does not take documents in this form."""

    code = "form-not-listed"
    title: ClassVar[Text] = Text(
        az="Pasport sənədin bu formasını qəbul etmir", en="The passport does not take this form"
    )


class OriginalIncomplete(DomainError):
    """An original is recorded by its number and date."""

    code = "original-incomplete"
    title: ClassVar[Text] = Text(
        az="Əslin nömrəsi və tarixi göstərilməlidir", en="An original needs its number and date"
    )


class OriginalNotSeen(DomainError):
    """Only an agent can say that they have seen an original."""

    code = "original-not-seen"
    title: ClassVar[Text] = Text(
        az="Sənədin əsli mərkəzdə göstərilir", en="An original is shown at the centre"
    )


class StepNotInDoubt(DomainError):
    """Only a registry's unknown or contradictory answer can be overridden."""

    code = "step-not-in-doubt"
    title: ClassVar[Text] = Text(
        az="Bu addımı əvəzləmək olmaz", en="This step cannot be overridden"
    )


class GroundNotListed(DomainError):
    """A refusal stands on a ground of the case's own passport version, and on no other."""

    code = "ground-not-listed"
    title: ClassVar[Text] = Text(
        az="Pasport bu imtina əsasını göstərmir",
        en="The passport does not list this ground for refusal",
    )


class ExtensionInvalid(DomainError):
    """Terms are extended by some days, on a legal basis."""

    code = "extension-invalid"
    title: ClassVar[Text] = Text(
        az="Müddət belə uzadıla bilməz", en="Terms cannot be extended like this"
    )


class ColleagueIsOneself(DomainError):
    """A case is reassigned to somebody else."""

    code = "colleague-is-oneself"
    title: ClassVar[Text] = Text(
        az="Müraciət başqa əməkdaşa verilir", en="A case is reassigned to somebody else"
    )


class CorrectionInvalid(DomainError):
    """Nothing is corrected, or not like this."""

    code = "correction-invalid"
    title: ClassVar[Text] = Text(az="Düzəliş qəbul edilmədi", en="The correction cannot be made")


class TellingInvalid(DomainError):
    """The person cannot have been told like this."""

    code = "telling-invalid"
    title: ClassVar[Text] = Text(
        az="Şəxsə belə deyilmiş ola bilməz", en="The person cannot have been told like this"
    )


class MandateOfAnother(DomainError):
    """The paper names somebody else than the case."""

    code = "mandate-of-another"
    title: ClassVar[Text] = Text(
        az="Nümayəndəlik sənədi başqa şəxs üçündür", en="The mandate is of another person"
    )


class MandateCopyUnread(DomainError):
    """Nobody confirms a copy they have not opened."""

    code = "mandate-copy-not-read"
    title: ClassVar[Text] = Text(
        az="Nümayəndəlik sənədinin surəti oxunmayıb", en="The mandate's copy has not been read"
    )


class ReasonMissing(DomainError):
    """What people will ask about later needs a reason."""

    code = "reason-missing"
    title: ClassVar[Text] = Text(az="Səbəb göstərilməlidir", en="A reason is needed")
