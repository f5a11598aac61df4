"""What each date of a case says of itself: the sentences a citizen is shown."""

from shared.texts import Text

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
NOTICE = Text(
    az="Bildiriş müddətin son günündən ({term}) əvvəlki {n} iş günü saat 18:00-dək: {notice}.",
    en="Notice by 18:00 on working day {n} before the term's last day ({term}): {notice}.",
)
AT_ONCE = Text(
    az="Bu vaxt qeydiyyatdan əvvələ düşür və ya ötüb: bildiriş dərhal göndərilir.",
    en="That moment falls before registration or is past: the notice goes at once.",
)
FORWARDED = Text(
    az="{at} tarixində arxa ofisə göndərilib.",
    en="Forwarded to the back office on {at}.",
)
OFFICER = Text(
    az="Qərar üçün son gün arxa ofisin müddəti ilə bildiriş vaxtından daha tez olanıdır: {due}.",
    en="The officer's due date is the earlier of the back office's term and the notice: {due}.",
)
OFFICER_WITHOUT_NOTICE = Text(
    az="Bildiriş yoxdur; qərar üçün son gün arxa ofisin müddəti ilə ümumi müddətdən "
    "daha tez olanıdır: {due}.",
    en="There is no notice; the officer's due date is the earlier of the back office's term "
    "and the total term: {due}.",
)
OFFICER_AFTER_NOTICE = Text(
    az="Bildirişin vaxtı qeydiyyatdan əvvələ düşür; qərar üçün son gün arxa ofisin müddəti ilə "
    "ümumi müddətdən daha tez olanıdır: {due}.",
    en="The notice was due before registration; the officer's due date is the earlier of the back "
    "office's term and the total term: {due}.",
)
ESTIMATE = Text(
    az="{year} ilin təqvimi hələ imzalanmayıb: tarix təxminidir.",
    en="Nobody has signed the calendar of {year} yet: the date is an estimate.",
)
