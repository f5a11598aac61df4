"""Public shapes of the catalogue beyond the passport itself (``shared.events.passports``)."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from catalog.domain.code_lists import CodeList
from catalog.storage.published import Summary, VersionLine


class PublicModel(BaseModel):
    """An answer: immutable, every field always there."""

    model_config = ConfigDict(frozen=True)


class PassportSummary(PublicModel):
    """A passport in a list: the codes of fields 3, 6, 10, 11 and 25 and its version in force."""

    service_id: str
    version: int
    name: str
    passport_id: str | None
    classifications: list[str]
    intake_channels: list[str]
    audiences: list[str]
    back_offices: list[str]
    meis_subsystems: list[str]
    valid_from: datetime
    published_at: datetime

    @classmethod
    def of(cls, summary: Summary) -> "PassportSummary":
        """Shape one line of the list."""
        return cls(**{name: getattr(summary, name) for name in cls.model_fields})


class PassportVersion(PublicModel):
    """A version in a service's history; ``valid_until`` is null while it is in force."""

    version: int
    name: str
    valid_from: datetime
    valid_until: datetime | None
    published_at: datetime

    @classmethod
    def of(cls, line: VersionLine) -> "PassportVersion":
        """Shape one line of the history."""
        return cls(
            version=line.validity.version,
            name=line.name,
            valid_from=line.validity.valid_from,
            valid_until=line.validity.valid_until,
            published_at=line.validity.published_at,
        )


class Label(PublicModel):
    """A text in the languages of the catalogue."""

    az: str
    en: str


class PublicCode(PublicModel):
    """One code: its label, and other wordings printed forms use for it."""

    code: str
    label: Label
    aliases: list[str]


class PublicCodeList(PublicModel):
    """A code list in the order of form A."""

    name: str
    title: Label
    items: list[PublicCode]

    @classmethod
    def of(cls, code_list: CodeList) -> "PublicCodeList":
        """Shape a code list."""
        return cls(
            name=code_list.name,
            title=Label(az=code_list.title.az, en=code_list.title.en),
            items=[
                PublicCode(
                    code=entry.code,
                    label=Label(az=entry.label.az, en=entry.label.en),
                    aliases=list(entry.aliases),
                )
                for entry in code_list.codes
            ],
        )
