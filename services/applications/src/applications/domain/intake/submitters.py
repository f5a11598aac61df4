"""Who may submit through which channel: one small rule for each, and no channel without one."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from applications.domain.actor import Actor, ActorRole
from applications.domain.errors import SubmitterNotAllowed
from applications.domain.intake.submission import (
    CALL_CENTRE,
    IN_PERSON,
    POST,
    REPRESENTATIVE,
    SELF_SERVICE,
    IdentifierKind,
    Submission,
)
from shared.texts import Text


def ensure_submitter(sent: Submission, actor: Actor) -> None:
    """Raise SubmitterNotAllowed where this channel, or this person, is not the caller's."""
    rule = _proactively if sent.channel is None else RULES[sent.channel]
    refused = rule(sent, actor)
    if refused is not None:
        raise SubmitterNotAllowed(refused)


def _in_person(sent: Submission, actor: Actor) -> Text | None:
    """Ask for an agent of the centre, with the person in front of them."""
    if actor.role is not ActorRole.AGENT:
        return _AN_AGENT
    at_home = actor.centre is not None and actor.centre == sent.centre
    return None if at_home else _YOUR_CENTRE


def _by_phone(_sent: Submission, actor: Actor) -> Text | None:
    """Ask for an operator; whom they have on the line is told by their verification."""
    return None if actor.role is ActorRole.OPERATOR else _AN_OPERATOR


def _by_self_service(sent: Submission, actor: Actor) -> Text | None:
    return None if _is_signed_in_as_applicant(sent, actor) else _THE_PERSON


def _by_representative(sent: Submission, actor: Actor) -> Text | None:
    """Ask for the representative, signed in; a partner's client; or an agent they have come to."""
    if actor.role is ActorRole.AGENT:
        at_home = actor.centre is not None and sent.centre in (None, actor.centre)
        return None if at_home else _YOUR_CENTRE
    if sent.centre is not None or sent.ticket_id is not None:
        return _FROM_AFAR
    if actor.role is ActorRole.PARTNER:
        return None if sent.service_id in actor.services else _ANOTHER_SERVICE
    return None if _is_signed_in_as_applicant(sent, actor) else _THE_REPRESENTATIVE


def _by_post(_sent: Submission, actor: Actor) -> Text | None:
    """Ask for an agent, who has opened the letter."""
    at_a_centre = actor.role is ActorRole.AGENT and actor.centre is not None
    return None if at_a_centre else _THE_LETTER


def _proactively(sent: Submission, actor: Actor) -> Text | None:
    """Ask for an agent, or for a system of the state with which the service was agreed."""
    if actor.role is ActorRole.SERVICE:
        return None if sent.service_id in actor.services else _ANOTHER_SERVICE
    at_a_centre = actor.role is ActorRole.AGENT and actor.centre is not None
    return None if at_a_centre else _THE_STATE


def _is_signed_in_as_applicant(sent: Submission, actor: Actor) -> bool:
    person = sent.person
    return (
        actor.role is ActorRole.CITIZEN
        and actor.fin is not None
        and person is not None
        and person.identifier.kind is IdentifierKind.FIN
        and person.identifier.value == actor.fin
    )


RULES: Mapping[str, Callable[[Submission, Actor], Text | None]] = MappingProxyType(
    {
        IN_PERSON: _in_person,
        CALL_CENTRE: _by_phone,
        REPRESENTATIVE: _by_representative,
        SELF_SERVICE: _by_self_service,
        POST: _by_post,
    }
)
"""Each answers None, or why not."""

_AN_AGENT = Text(
    az="Mərkəzdə verilən müraciəti həmin mərkəzin sosial agenti qeyd edir.",
    en="An application at a centre is entered by a social agent of that centre.",
)
_YOUR_CENTRE = Text(
    az="Çalışdığınız mərkəzlə birgə daxil olun və `evidence.centre` dəyərində həmin mərkəzi göstərin: "
    "mərkəzdə verilən müraciəti onun öz sosial agenti qeyd edir.",
    en="Sign in with the centre you work at and give that centre as `evidence.centre`: an "
    "application at a centre is entered by a social agent of that centre.",
)
_FROM_AFAR = Text(
    az="`evidence.centre` və `evidence.ticket_id` dəyərlərini göndərməyin: mərkəzdə verilən müraciəti "
    "həmin mərkəzin sosial agenti qeyd edir.",
    en="Leave out `evidence.centre` and `evidence.ticket_id`: an application at a centre is entered "
    "by a social agent of that centre.",
)
_AN_OPERATOR = Text(
    az="Telefonla müraciəti çağrı mərkəzinin operatoru qeyd edir.",
    en="An application by phone is entered by an operator of the call centre.",
)
_THE_PERSON = Text(
    az="Özünəxidmətlə yalnız öz adınızdan müraciət edə bilərsiniz.",
    en="By self-service you can apply only for yourself, signed in as yourself.",
)
_THE_REPRESENTATIVE = Text(
    az="Nümayəndə kimi müraciəti nümayəndənin özü (öz FİN-i ilə daxil olaraq), müqaviləli təşkilat "
    "və ya mərkəzin sosial agenti verir.",
    en="For a representative the representative applies, signed in as themself, or a partner's "
    "client, or a social agent at a centre.",
)
_THE_LETTER = Text(
    az="Poçtla gələn müraciəti mərkəzin sosial agenti qeyd edir.",
    en="An application by post is entered by a social agent of a centre.",
)
_THE_STATE = Text(
    az="Müraciətsiz (proaktiv) təyinatı yalnız sosial agent və ya razılaşdırılmış sistem başlayır.",
    en="Without a channel only a social agent, or a system it was agreed with, opens a case.",
)
_ANOTHER_SERVICE = Text(
    az="Sizə yalnız razılaşdırılmış xidmətlər üzrə müraciət vermək icazəsi verilib.",
    en="You may submit only for the services that were agreed with you.",
)
