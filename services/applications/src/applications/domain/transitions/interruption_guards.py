"""What must hold before the ordinary course of a case is interrupted, and while it is."""

from applications.domain.transitions.situations import Situation, guard


@guard(
    "not-suspended",
    az="Müraciətin icrası dayandırılmamış olmalıdır: əvvəlcə onu davam etdirin.",
    en="The case must not be suspended: “resume” it first.",
)
def not_suspended(situation: Situation) -> bool:
    return not situation.case.suspended


@guard(
    "suspended",
    az="Müraciətin icrası dayandırılmış olmalıdır.",
    en="The case must be suspended.",
)
def suspended(situation: Situation) -> bool:
    return situation.case.suspended


@guard(
    "clock-not-standing",
    az="Müddət artıq dayanıbsa (sənəd gözlənilir və ya icra dayandırılıb), bu mümkün deyil.",
    en="The clock must run: it stands while documents are awaited or the case is suspended.",
)
def clock_not_standing(situation: Situation) -> bool:
    return not situation.case.clock_stopped


@guard(
    "not-extended-yet",
    az="Müddət yalnız bir dəfə uzadıla bilər.",
    en="A term is extended only once.",
)
def not_extended_yet(situation: Situation) -> bool:
    return situation.case.extension is None


@guard(
    "term-runs",
    az="Müddət hələ bitməmiş olmalıdır: bitmiş müddət uzadılmır.",
    en="The term must still run: one that is over is not extended.",
)
def term_runs(situation: Situation) -> bool:
    # While the clock stands its end is still to move.
    if situation.case.clock_stopped:
        return True
    if situation.term_ends is None:
        if situation.request is not None:
            raise ValueError("whoever extends a term must know when it is over")
        return True
    return situation.at.business < situation.term_ends


@guard(
    "on-a-mandate",
    az="Müraciət edən şəxs etibarnamə və ya qəyyumluq sənədi ilə çıxış etməlidir.",
    en="The applicant must act on a mandate.",
)
def on_a_mandate(situation: Situation) -> bool:
    return situation.case.mandate is not None


@guard(
    "taken-in",
    az="Müraciəti əvvəlcə mərkəzin əməkdaşı öz üzərinə götürməlidir.",
    en="Somebody of a centre must have taken the case first: until then it is every centre's.",
)
def taken_in(situation: Situation) -> bool:
    return situation.actor.is_applicant or situation.case.centre is not None
