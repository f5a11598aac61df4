"""Evidence: each answer a case took has its row, and each row leads to the gateway's own proof."""

from local_stack.account.facts import AnswerTaken, Books
from local_stack.account.lines import Line, Tally


def lines_of_evidence(books: Books) -> list[Line]:
    """Draw the lines of what registries said, as the cases keep it."""
    return [_taken(books), _relied_on(books), _proved(books)]


def _taken(books: Books) -> Line:
    """Compare answers in the history with rows of evidence: both are written in one transaction."""
    cases = books.after.applications
    answers = [_name(answer) for answer in cases.answers_taken]
    return Tally(
        "answers of registries in cases and their evidence",
        expected=answers,
        found=[_name(row.answer) for row in cases.evidence],
        explained=set(answers),
    ).line()


def _relied_on(books: Books) -> Line:
    """Look for what steps and requirements rest on among the evidence of their case."""
    cases = books.after.applications
    kept = {(row.answer.case_id, row.gateway_evidence_id) for row in cases.evidence}
    return Tally(
        "evidence that cases rest on and its rows",
        expected=cases.relied_on,
        found=[each for each in cases.relied_on if each in kept],
        explained=set(cases.relied_on),
    ).line()


def _proved(books: Books) -> Line:
    """Compare evidence with the gateway's intents, which were committed before it was asked.

    One question of the gateway answers one question of a case once. The other way round nothing is
    certain: an answer that changes nothing, or comes after its lease, leaves no evidence.
    """
    proofs = {(intent.case_id, intent.evidence_id) for intent in books.after.gateway.intents}
    rows = [
        (row.answer.case_id, row.gateway_evidence_id)
        for row in books.after.applications.evidence
        if row.gateway_evidence_id is not None
    ]
    return Tally(
        "evidence of registries and the gateway's intents",
        expected=[
            (row.answer.case_id, row.gateway_evidence_id)
            for row in books.before.applications.evidence
            if row.gateway_evidence_id is not None
        ],
        found=[row for row in rows if row in proofs],
        explained=set(rows),
    ).line()


def _name(answer: AnswerTaken) -> tuple[str, ...]:
    instant = answer.recorded_at.isoformat()
    return (answer.case_id, answer.question, *([answer.step] if answer.step else []), instant)
