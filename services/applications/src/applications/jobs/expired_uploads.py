"""Lets go of uploads that nobody handed in, or that broke off while nobody could clean up."""

from applications.use_cases.forget_uploads import forget_expired
from applications.use_cases.papers import Papers
from shared.database import Database

NAME = "expired-uploads"


class ExpiredUploads:
    """Forgets them batch after batch; several workers share them."""

    def __init__(self, database: Database, papers: Papers) -> None:
        self._database = database
        self._papers = papers

    async def forget_due(self) -> int:
        """Forget one batch; returns how many there were."""
        return await forget_expired(self._database, self._papers)
