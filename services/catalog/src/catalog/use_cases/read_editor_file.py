"""Read an editor's file: YAML in, what the editor said or every place that cannot be read."""

from collections.abc import Mapping
from datetime import MAXYEAR, MINYEAR
from typing import Any, ClassVar

from pydantic import TypeAdapter, ValidationError

from catalog.domain.publishing.editor_file import EditorFile
from catalog.use_cases.editor_yaml import YamlRefused, load_yaml
from shared.errors import DomainError, InputError, Kind
from shared.input_faults import input_error
from shared.texts import Text

MAX_BYTES = 256 * 1024
_EDITOR_FILE = TypeAdapter(EditorFile)
# What a model calls an extra key and a missing one, in Pydantic's words for a dataclass.
_SAME_AS = {"unexpected_keyword_argument": "extra_forbidden", "missing_argument": "missing"}


class EditorFileMalformed(DomainError):
    """The file is no editor's file; ``errors`` names the places, where there are any."""

    kind: ClassVar[Kind] = Kind.INVALID
    code: ClassVar[str] = "editor-file-malformed"
    title: ClassVar[Text] = Text(
        az="Redaktor faylı oxunmadı", en="The editor's file cannot be read"
    )

    def __init__(self, detail: Text, errors: tuple[InputError, ...] = ()) -> None:
        super().__init__(detail, errors=errors)


def read_editor_file(content: bytes) -> EditorFile:
    """Return what the file says; raises EditorFileMalformed.

    An unknown key, a key twice in one mapping, and a value no database keeps are mistakes.
    """
    if len(content) > MAX_BYTES:
        raise EditorFileMalformed(
            Text(az="Fayl 256 KiB-dan böyükdür.", en="The file is larger than 256 KiB.")
        )
    try:
        edit = _EDITOR_FILE.validate_python(load_yaml(content), extra="forbid")
    except YamlRefused as error:
        raise EditorFileMalformed(error.detail) from error
    except ValidationError as error:
        raise _wrong(*(_fault(fault) for fault in error.errors())) from error
    # The first and the last year have instants that UTC cannot name.
    if edit.valid_from is not None and edit.valid_from.year in {MINYEAR, MAXYEAR}:
        raise _wrong(_fault({"type": "greater_than", "loc": ("valid_from",)}))
    return edit


def _wrong(*places: InputError) -> EditorFileMalformed:
    correct = Text(az="Göstərilən yerləri düzəldin.", en="Correct the places named.")
    return EditorFileMalformed(correct, places)


def _fault(fault: Mapping[str, Any]) -> InputError:
    kind = fault["type"]
    return input_error({**fault, "loc": ("body", *fault["loc"]), "type": _SAME_AS.get(kind, kind)})
