"""What must hold before an officer lets a case become due earlier."""

from applications.domain.transitions.situations import Situation, guard


@guard(
    "calendar-offered",
    az="Təqvimin müraciətə hələ tətbiq edilməmiş yeni versiyası olmalıdır.",
    en="A later version of the calendar must be waiting for the case.",
)
def calendar_offered(situation: Situation) -> bool:
    return situation.case.calendar_offered > situation.case.calendar_version
