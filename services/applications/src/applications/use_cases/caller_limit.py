"""How many caller cards an operator may read: who looks at everybody is stopped, and seen."""

from datetime import datetime, timedelta
from math import ceil
from typing import ClassVar

from applications.storage import caller_cards
from shared.database import Session
from shared.errors import DomainError, Kind
from shared.texts import Text

PERIOD = timedelta(hours=1)


class CardsExhausted(DomainError):
    """The operator has read as many cards as an hour of calls explains (429)."""

    kind = Kind.TOO_MANY
    code = "caller-cards-exhausted"
    title: ClassVar[Text] = Text(
        az="Zəng kartlarının saatlıq həddi bitib", en="The hour's caller cards are used up"
    )

    def __init__(self, limit: int, wait: timedelta) -> None:
        seconds = max(1, ceil(wait.total_seconds()))
        self.headers = {"Retry-After": str(seconds)}
        detail = Text(
            az="Bir saatda {limit} kart oxuna bilər; {seconds} saniyədən sonra təkrarlayın.",
            en="An hour has {limit} cards; repeat in {seconds} seconds.",
        )
        super().__init__(detail.filled(limit=limit, seconds=seconds))


async def ensure_within_limit(session: Session, operator: str, limit: int, now: datetime) -> None:
    """Raise CardsExhausted when the operator has read ``limit`` cards within the last hour.

    The operator's reads follow each other from here on, so that two at once are counted as two.
    """
    await caller_cards.take_turn(session, operator)
    lately = await caller_cards.reads_since(session, operator, now - PERIOD)
    if lately.count >= limit:
        raise CardsExhausted(limit, (lately.first_at or now) + PERIOD - now)
