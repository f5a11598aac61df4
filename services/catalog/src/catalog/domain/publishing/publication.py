"""From a reading and an editor's file to content that may be published, or what stops it."""

from dataclasses import dataclass

from catalog.domain.code_lists import CodeLists
from catalog.domain.publishing.composition import STEPS_NOTE, compose
from catalog.domain.publishing.contradiction import Contradiction
from catalog.domain.publishing.contradictions import PassportContradictory, contradictions_of
from catalog.domain.publishing.editor_file import EditorFile
from catalog.domain.publishing.filling import fill
from catalog.domain.publishing.lacks import Lack, PassportIncomplete, lacks_of
from catalog.domain.publishing.passport import PassportContent
from catalog.domain.reading.report import ReadingReport


@dataclass(frozen=True, slots=True)
class Assessment:
    """What publication would say: the content, or what is missing, or what contradicts."""

    content: PassportContent | None
    lacks: tuple[Lack, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()


def assess(report: ReadingReport, edit: EditorFile | None, lists: CodeLists) -> Assessment:
    """Join a reading with the editor's file and say whether it may be published.

    Raises EditRefused when the file does not fit the document.
    """
    fields = fill(report, edit, lists)
    lacks = lacks_of(fields, edit)
    if lacks or edit is None or edit.handling is None:
        return Assessment(None, lacks=lacks)
    content = compose(fields, edit, edit.handling, _steps_note(report))
    found = contradictions_of(content, lists)
    return Assessment(None if found else content, contradictions=found)


def _steps_note(report: ReadingReport) -> str | None:
    return next((extra.value for extra in report.extras if extra.name == STEPS_NOTE), None)


def publishable(
    report: ReadingReport, edit: EditorFile | None, lists: CodeLists
) -> PassportContent:
    """Return the content to publish; raises EditRefused, PassportIncomplete, PassportContradictory."""
    assessment = assess(report, edit, lists)
    if assessment.lacks:
        raise PassportIncomplete(assessment.lacks)
    if assessment.content is None:
        raise PassportContradictory(assessment.contradictions)
    return assessment.content
