"""How a case was decided, paused and extended, as readers get it."""

from pydantic import AwareDatetime

from applications.api.answer import Answer


class GroundPublic(Answer):
    """A ground for refusal: its code, and the words the passport prints."""

    code: str
    printed: str


class AppealPublic(Answer):
    """How the person can have the decision looked at again; ``text`` says all of it."""

    before: list[str]
    within_days: int
    basis: str
    text: str


class DecisionPublic(Answer):
    """The final decision; ``signer`` is an officer of ``office``, whose name is for staff alone.

    ``ground`` belongs to a refusal. Neither ``ground`` nor ``reason`` is told to who reads
    the person masked from outside; ``reason`` is shown nowhere that the person is not.
    """

    outcome: str
    number: str
    decided_at: AwareDatetime
    ground: GroundPublic | None
    reason: str | None
    appeal: AppealPublic | None
    signer: str
    office: str | None


class PausePublic(Answer):
    """The clock stood, or stands (``until`` null): for ``documents``, or ``suspended``."""

    since: AwareDatetime
    until: AwareDatetime | None
    cause: str


class ExtensionPublic(Answer):
    """The terms were lengthened once; the legal basis is for staff of the case and who reads in full."""

    days: int
    at: AwareDatetime
    by: str | None
    legal_basis: str | None
