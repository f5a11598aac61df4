"""What each date of a case says of itself: the sentences a citizen is shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from applications.domain.calendar.working_calendar import WorkCalendar
from applications.domain.pauses import PauseCause
from applications.domain.terms.amounts import working_days
from applications.domain.terms.counted import printed
from applications.domain.terms.passed_over import days_off_between
from shared.ordinals import as_ordinal, ordinal
from shared.texts import Text


@dataclass(frozen=True, slots=True)
class OfficerDue:
    """What binds an officer, said ``beside`` the back office's term, or ``alone`` where it has none."""

    beside: Text
    alone: Text

    def said(self, due: str, *, beside: bool) -> Text:
        """Return the sentence of a due date."""
        return (self.beside if beside else self.alone).filled(due=due)


def notice(margin: int, term: date, on: date, calendar: WorkCalendar) -> tuple[Text, ...]:
    """Say when the notice goes, and which days lie between it and the term's last day."""
    before = Text(az=f"{ordinal(margin)} iş günü", en=working_days(margin).en)
    sentence = _NOTICE.filled(before=before, term=printed(term), notice=printed(on))
    return (sentence, *days_off_between(on, term, calendar))


def estimate(year: int) -> Text:
    """Say that nobody has signed a year's calendar."""
    return _ESTIMATE.filled(year=as_ordinal(year))


SAME_DAY = Text(
    az="{filed} tarixində iş günü bitənədək verilib və həmin gün qeydiyyata alınıb.",
    en="Filed on {filed} before the office closed, and registered the same day.",
)
NEXT_WORKING_DAY = Text(
    az="{filed} tarixində qeyri-iş günü və ya iş saatlarından sonra verilib; "
    "növbəti iş günü qeydiyyata alınıb: {registered}.",
    en="Filed on {filed}, a day off or after office hours; "
    "registered on the next working day: {registered}.",
)
FROM_FILING = Text(
    az="Fasiləsiz müddət müraciətin verildiyi andan başlayır: {at}.",
    en="A term without a break starts at filing: {at}.",
)
AT_ONCE = Text(
    az="Bildirişin vaxtı qeydiyyatdan əvvələ düşür və ya ötüb: bildiriş dərhal göndərilir.",
    en="The notice's time falls before registration or is past: it goes at once.",
)
FORWARDED = Text(
    az="{at} tarixində arxa ofisə göndərilib.",
    en="Forwarded to the back office on {at}.",
)
PAUSES: Mapping[PauseCause, Text] = MappingProxyType(
    {
        PauseCause.DOCUMENTS: Text(
            az="Sənəd gözlənilən vaxt ({span}) sayılmır: {end}.",
            en="Time spent awaiting documents ({span}) does not count: {end}.",
        ),
        PauseCause.SUSPENDED: Text(
            az="İcranın dayandırıldığı vaxt ({span}) sayılmır: {end}.",
            en="Time the case was suspended ({span}) does not count: {end}.",
        ),
    }
)
OFFICER = OfficerDue(
    beside=Text(
        az="Qərar üçün son gün arxa ofisin müddəti ilə bildiriş vaxtından daha tez olanıdır: {due}.",
        en="The officer's due date is the earlier of the back office's term and the notice: {due}.",
    ),
    alone=Text(
        az="Arxa ofisin ayrıca müddəti yoxdur; qərar üçün son gün bildirişin vaxtıdır: {due}.",
        en="The back office has no term of its own; the officer's due date is the notice's: {due}.",
    ),
)
OFFICER_WITHOUT_NOTICE = OfficerDue(
    beside=Text(
        az="Bildiriş yoxdur; qərar üçün son gün arxa ofisin müddəti ilə ümumi müddətdən "
        "daha tez olanıdır: {due}.",
        en="There is no notice; the officer's due date is the earlier of the back office's term "
        "and the total term: {due}.",
    ),
    alone=Text(
        az="Bildiriş və arxa ofisin ayrıca müddəti yoxdur; qərar üçün son gün ümumi müddətin "
        "sonudur: {due}.",
        en="There is no notice and the back office has no term of its own; the officer's due date "
        "is the end of the total term: {due}.",
    ),
)
OFFICER_AFTER_NOTICE = OfficerDue(
    beside=Text(
        az="Bildirişin vaxtı qeydiyyatdan əvvələ düşür; qərar üçün son gün arxa ofisin müddəti ilə "
        "ümumi müddətdən daha tez olanıdır: {due}.",
        en="The notice was due before registration; the officer's due date is the earlier of the "
        "back office's term and the total term: {due}.",
    ),
    alone=Text(
        az="Bildirişin vaxtı qeydiyyatdan əvvələ düşür və arxa ofisin ayrıca müddəti yoxdur; qərar "
        "üçün son gün ümumi müddətin sonudur: {due}.",
        en="The notice was due before registration and the back office has no term of its own; the "
        "officer's due date is the end of the total term: {due}.",
    ),
)
_NOTICE = Text(
    az="Bildiriş müddətin son günündən ({term}) əvvəlki {before} saat 18:00-dək: {notice}.",
    en="Notice by 18:00, {before} before the term's last day ({term}): {notice}.",
)
_ESTIMATE = Text(
    az="{year} ilin təqvimi hələ imzalanmayıb: tarix təxminidir.",
    en="Nobody has signed the calendar of {year} yet: the date is an estimate.",
)
