"""What can be wrong with an upload, with handing it in, or with reading it."""

from typing import ClassVar

from shared.errors import DomainError, InputError, Kind
from shared.texts import Text

# The file itself


def file_refused(
    refused_as: type[DomainError], remedy: Text, listed: tuple[str, ...] = ()
) -> DomainError:
    """Return the refusal of a file: ``remedy`` says what to do, ``listed`` what would do."""
    return refused_as(
        remedy,
        errors=[InputError("/file", refused_as.code, remedy)],
        members={"listed": list(listed)} if listed else {},
    )


class FileMissing(DomainError):
    """The body is not one file."""

    code = "file-missing"
    title: ClassVar[Text] = Text(az="Fayl göndərilməyib", en="The file is missing")


class FileEmpty(DomainError):
    """There is nothing in it."""

    code = "file-empty"
    title: ClassVar[Text] = Text(az="Fayl boşdur", en="The file is empty")


class FileTypeNotTaken(DomainError):
    """A file of this kind is not taken."""

    code = "file-type-not-taken"
    title: ClassVar[Text] = Text(
        az="Bu növ fayl qəbul edilmir", en="Files of this type are not taken"
    )


class FileTypeDisagrees(DomainError):
    """Name, declared type and content do not say the same."""

    code = "file-type-disagrees"
    title: ClassVar[Text] = Text(
        az="Faylın adı, növü və məzmunu uyğun gəlmir",
        en="The file's name, type and content disagree",
    )


class FileIsTwoThings(DomainError):
    """One file that another program would open as something else."""

    code = "file-is-two-things"
    title: ClassVar[Text] = Text(
        az="Faylın içində başqa fayl var", en="The file is another kind of file as well"
    )


class FileInfected(DomainError):
    """The scanner knows something harmful in it."""

    code = "file-infected"
    title: ClassVar[Text] = Text(az="Faylda virus tapıldı", en="The file is infected")


class UploadBrokenOff(DomainError):
    """The file did not arrive whole, or not in time (400)."""

    kind = Kind.MALFORMED
    code = "upload-broken-off"
    title: ClassVar[Text] = Text(
        az="Fayl tam göndərilmədi", en="The file did not arrive as a whole"
    )

    def __init__(self) -> None:
        super().__init__(
            Text(
                az="Heç nə saxlanılmadı; faylı yenidən göndərin.",
                en="Nothing was kept; send the file again.",
            )
        )


class TooManyUploads(DomainError):
    """So many uploads of one caller wait to be handed in that no further one is taken (409)."""

    kind = Kind.CONFLICT
    code = "too-many-uploads"
    title: ClassVar[Text] = Text(
        az="Təqdim olunmamış fayllar çoxdur", en="Too many uploads wait to be handed in"
    )

    def __init__(self, limit: int) -> None:
        super().__init__(
            Text(
                az="Yüklədiyiniz sənədləri əvvəlcə təqdim edin: eyni vaxtda ən çoxu {limit}.",
                en="Hand in what you uploaded first: at most {limit} may wait at one time.",
            ).filled(limit=limit),
            members={"limit": limit},
        )


class ScannerUnavailable(DomainError):
    """Nobody could look whether the file is harmful, so it is not kept (503)."""

    kind = Kind.UNAVAILABLE
    code = "scanner-unavailable"
    title: ClassVar[Text] = Text(
        az="Fayllar hazırda yoxlanıla bilmir", en="Files cannot be checked at present"
    )

    def __init__(self) -> None:
        super().__init__(
            Text(
                az="Heç nə saxlanılmadı; faylı bir qədər sonra yenidən göndərin.",
                en="Nothing was kept; send the file again a little later.",
            )
        )


class DocumentsUnavailable(DomainError):
    """The place where papers are kept takes or gives none at present (503)."""

    kind = Kind.UNAVAILABLE
    code = "documents-unavailable"
    title: ClassVar[Text] = Text(
        az="Sənədlər hazırda əlçatan deyil", en="Papers cannot be reached at present"
    )

    def __init__(self) -> None:
        super().__init__(
            Text(
                az="Bir qədər sonra eyni sorğunu təkrarlayın.",
                en="Repeat the same request a little later.",
            )
        )


# Handing it in


class UploadMissing(DomainError):
    """A copy is an uploaded file, and none is named."""

    code = "upload-missing"
    title: ClassVar[Text] = Text(
        az="Yüklənmiş fayl göstərilməyib", en="The uploaded file is not named"
    )


class UploadNotFound(DomainError):
    """The caller has no such upload, or its time is over."""

    code = "upload-not-found"
    title: ClassVar[Text] = Text(az="Yüklənmiş fayl tapılmadı", en="The upload was not found")


class UploadUsedAlready(DomainError):
    """The upload belongs to a case already, or to another paper of this request."""

    code = "upload-used-already"
    title: ClassVar[Text] = Text(
        az="Yüklənmiş fayl artıq istifadə olunub", en="The upload was used already"
    )


class IssuedInFuture(DomainError):
    """No paper was issued tomorrow."""

    code = "issued-in-future"
    title: ClassVar[Text] = Text(
        az="Sənədin tarixi gələcəkdədir", en="The paper's date lies in the future"
    )


# Reading it


class DocumentMissing(DomainError):
    """The case has no such paper, or it is not the caller's to read: the same answer (404)."""

    kind = Kind.MISSING
    code = "document-not-found"
    title: ClassVar[Text] = Text(az="Sənəd tapılmadı", en="The document was not found")

    def __init__(self) -> None:
        super().__init__(
            Text(
                az="Sənədin nömrəsini müraciətin sənədləri siyahısından götürün.",
                en="Take the id from the list of the case's documents.",
            )
        )
