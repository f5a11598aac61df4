"""``/v1/code-lists``: the codes of the suite with their labels and spellings."""

from typing import Annotated, ClassVar

from fastapi import APIRouter, Depends, Request, Response

from catalog.api.caching import NOT_MODIFIED, cached
from catalog.api.models import PublicCodeList
from catalog.domain.code_lists import CodeLists
from shared.errors import DomainError, Kind
from shared.etags import IfNoneMatchDep
from shared.identity.dependencies import PUBLIC
from shared.problems import responses
from shared.texts import Text

router = APIRouter(prefix="/v1/code-lists", tags=["code lists"], dependencies=[PUBLIC])
_FIVE_MINUTES = 300


class CodeListMissing(DomainError):
    """There is no code list of this name (404)."""

    kind: ClassVar[Kind] = Kind.MISSING
    code: ClassVar[str] = "code-list-missing"
    title: ClassVar[Text] = Text(az="Kod siyahısı yoxdur", en="There is no such code list")

    def __init__(self, lists: CodeLists) -> None:
        names = ", ".join(sorted(lists))
        super().__init__(
            Text(az="Siyahılar: {names}.", en="The lists are: {names}.").filled(names=names)
        )


async def code_lists_of(request: Request) -> CodeLists:
    """Return the lists the application was built with."""
    lists: CodeLists = request.app.state.code_lists
    return lists


CodeListsDep = Annotated[CodeLists, Depends(code_lists_of)]


@router.get(
    "/{name}",
    response_model=PublicCodeList,
    responses={**responses(Kind.MISSING), **NOT_MODIFIED},
    summary="One code list",
)
async def get_code_list(
    name: str, lists: CodeListsDep, if_none_match: IfNoneMatchDep = None
) -> Response:
    """Return a list of codes in the order of form A, with labels and other printed wordings."""
    if name not in lists:
        raise CodeListMissing(lists)
    body = PublicCodeList.of(lists[name])
    return cached(body, if_none_match=if_none_match, max_age=_FIVE_MINUTES)
