"""Filters of the list of passports, checked against the code lists."""

from typing import Annotated, ClassVar

from fastapi import Depends, Query

from catalog.api.code_lists import CodeListsDep
from catalog.api.instants import Instant
from catalog.storage.published import PassportFilter
from shared.errors import DomainError, InputError
from shared.texts import Text

_LISTS = {
    "classification": "classifications",
    "channel": "channels",
    "audience": "audiences",
    "back_office": "back-offices",
    "subsystem": "subsystems",
}


class UnknownCode(DomainError):
    """A filter names a code that is in no code list (422): an empty list would mislead."""

    code: ClassVar[str] = "unknown-code"
    title: ClassVar[Text] = Text(az="Kod tanınmır", en="The code is not known")

    def __init__(self, names: list[str]) -> None:
        detail = Text(
            az="Bu siyahıdakı kodlardan birini göndərin: /v1/code-lists/{name}.",
            en="Send a code of this list: /v1/code-lists/{name}.",
        )
        super().__init__(
            Text(az="Süzgəclərin kodlarını yoxlayın.", en="Check the codes of the filters."),
            errors=[
                InputError(f"query:{name}", self.code, detail.filled(name=_LISTS[name]))
                for name in names
            ],
        )


def _code(field: str) -> object:
    return Query(max_length=64, description=f"A code of `/v1/code-lists/{_LISTS[field]}`.")


async def _filter(
    lists: CodeListsDep,
    query: Annotated[
        str | None,
        Query(
            min_length=2,
            max_length=100,
            description="Part of the name or printed ID; case and diacritics do not matter.",
        ),
    ] = None,
    classification: Annotated[str | None, _code("classification")] = None,
    channel: Annotated[str | None, _code("channel")] = None,
    audience: Annotated[str | None, _code("audience")] = None,
    back_office: Annotated[str | None, _code("back_office")] = None,
    subsystem: Annotated[str | None, _code("subsystem")] = None,
    passport_id: Annotated[
        str | None, Query(max_length=32, description="The ID as printed: `11-22-33-44`.")
    ] = None,
    modified_after: Annotated[
        Instant | None, Query(description="Published after this instant. RFC 3339.")
    ] = None,
) -> PassportFilter:
    codes = {
        "classification": classification,
        "channel": channel,
        "audience": audience,
        "back_office": back_office,
        "subsystem": subsystem,
    }
    unknown = [
        name
        for name, code in codes.items()
        if code is not None and lists[_LISTS[name]].get(code) is None
    ]
    if unknown:
        raise UnknownCode(unknown)
    return PassportFilter(
        query=query, passport_id=passport_id, modified_after=modified_after, **codes
    )


FilterDep = Annotated[PassportFilter, Depends(_filter)]
"""What the list is narrowed by."""
