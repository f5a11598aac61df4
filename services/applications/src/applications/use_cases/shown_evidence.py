"""What a reader from outside sees of the evidence: nothing that was said of somebody else."""

from collections.abc import Sequence
from dataclasses import replace

from applications.domain.case import Case
from applications.domain.effects.correcting import WHO_IT_IS, roles_of
from applications.domain.people.standing import CONCERNED
from applications.storage.evidence import CORRECTION, ORIGINALS_SEEN, REGISTRY_ANSWER, Evidence


def shown_outside(case: Case, pieces: Sequence[Evidence], *, in_full: bool) -> tuple[Evidence, ...]:
    """Return the evidence, oldest first, as the applicant's side may see it.

    What was recorded under a wrong identifier is about another person, who may be anybody: the
    right one must not read it. What registries say is for those alone who read in full: which of
    them answered, and with what, already tells what the state knows of somebody.
    """
    corrected = [place for place, piece in enumerate(pieces) if _corrects_whom(piece)]
    asked_anew = [place for place in corrected if _is_about_concerned(case, pieces[place])]
    last, last_asked = max(corrected, default=None), max(asked_anew, default=0)
    return tuple(
        piece if last is None else _without_another(piece, is_older=place < last)
        for place, piece in enumerate(pieces)
        if piece.kind != REGISTRY_ANSWER or (in_full and place >= last_asked)
    )


def _corrects_whom(piece: Evidence) -> bool:
    """Tell whether this put right who somebody is, and not only what they are called."""
    return piece.kind == CORRECTION and not WHO_IT_IS.isdisjoint(piece.data["fields"])


def _is_about_concerned(case: Case, correction: Evidence) -> bool:
    return CONCERNED in roles_of(case, correction.data["who"])


def _without_another(piece: Evidence, *, is_older: bool) -> Evidence:
    """Close what may be another person's, in a case where an identifier was put right."""
    if piece.kind == ORIGINALS_SEEN and is_older:
        return replace(piece, data={}, secret=None)
    if piece.kind != CORRECTION or piece.secret is None:
        return piece
    if is_older:
        return replace(piece, secret=None)
    return replace(piece, secret={"after": piece.secret["after"]})
