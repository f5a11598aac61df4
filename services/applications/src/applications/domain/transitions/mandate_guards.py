"""What must hold of the paper somebody acts on, before a case goes on by it."""

from applications.domain.actions import ConfirmMandate
from applications.domain.actor import ActorRole
from applications.domain.transitions.situations import Situation, guard


@guard(
    "mandate-seen",
    az="Nümayəndəlik sənədinə baxılmalı və o təsdiqlənməlidir.",
    en="Somebody of the staff must have looked at the mandate (“confirm-mandate”).",
)
def mandate_seen(situation: Situation) -> bool:
    mandate = situation.case.mandate
    return mandate is None or mandate.seen


@guard(
    "mandate-to-confirm",
    az="Müraciətin hələ təsdiqlənməmiş nümayəndəlik sənədi olmalıdır.",
    en="The case must stand on a mandate that nobody has confirmed yet.",
)
def mandate_to_confirm(situation: Situation) -> bool:
    mandate = situation.case.mandate
    return mandate is not None and not mandate.seen


@guard(
    "not-ones-own-mandate",
    az="Nümayəndə kimi müraciət edən şəxs öz sənədini özü təsdiqləyə və ya yeniləyə bilməz.",
    en="Whoever applied as the representative may not vouch for their own paper.",
)
def not_ones_own_mandate(situation: Situation) -> bool:
    # One person may have two roles; the subject is who they are. An agent who enters is at work.
    role, _, subject = situation.case.submitted_by.partition(":")
    return role == ActorRole.AGENT or situation.actor.subject != subject


@guard(
    "mandate-to-reject",
    az="Müraciətin hələ rədd edilməmiş nümayəndəlik sənədi olmalıdır.",
    en="The case must stand on a mandate that nobody has rejected yet.",
)
def mandate_to_reject(situation: Situation) -> bool:
    mandate = situation.case.mandate
    return mandate is not None and not mandate.rejected


@guard(
    "copy-handed-in",
    az="Sənədin surəti müraciətlə birlikdə yüklənmiş olmalıdır; yoxdursa, əsli göstərilir.",
    en="A copy must have been uploaded with the application; else the paper itself is shown.",
)
def copy_handed_in(situation: Situation) -> bool:
    request, mandate = situation.request, situation.case.mandate
    by_copy = isinstance(request, ConfirmMandate) and request.copy
    return not by_copy or (mandate is not None and mandate.copy_id is not None)
