"""Read an editor's file: YAML in, what the editor said or every place that cannot be read."""

import re
from collections.abc import Hashable, Mapping
from typing import Any, ClassVar

import yaml
from pydantic import TypeAdapter, ValidationError

from catalog.domain.publishing.editor_file import EditorFile
from shared.errors import DomainError, InputError, Kind
from shared.input_faults import input_error
from shared.texts import Text

MAX_BYTES = 256 * 1024
_BOOLEAN = "tag:yaml.org,2002:bool"
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

    Booleans are those of YAML 1.2 (``true`` and ``false``), so that the key ``no`` is a key. An
    unknown key, and a key twice in one mapping, are mistakes.
    """
    if len(content) > MAX_BYTES:
        raise EditorFileMalformed(
            Text(az="Fayl 256 KiB-dan böyükdür.", en="The file is larger than 256 KiB.")
        )
    try:
        data = yaml.load(content, Loader=_Loader)  # noqa: S506 - a SafeLoader, see below
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise EditorFileMalformed(_place(error)) from error
    try:
        return _EDITOR_FILE.validate_python(data, extra="forbid")
    except ValidationError as error:
        raise EditorFileMalformed(
            Text(az="Göstərilən yerləri düzəldin.", en="Correct the places named."),
            tuple(_fault(fault) for fault in error.errors()),
        ) from error


def _fault(fault: Mapping[str, Any]) -> InputError:
    kind = fault["type"]
    return input_error({**fault, "loc": ("body", *fault["loc"]), "type": _SAME_AS.get(kind, kind)})


def _place(error: Exception) -> Text:
    mark = getattr(error, "problem_mark", None)
    line = 1 if mark is None else mark.line + 1
    return Text(
        az="YAML kimi oxunmur: {line}-ci sətrə baxın.", en="It is no YAML: look at line {line}."
    ).filled(line=line)


class _Loader(yaml.SafeLoader):
    """YAML's safe subset without the surprises of 1.1, and with every key once."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for at, key in enumerate(keys):
            if key in keys[:at]:
                raise yaml.constructor.ConstructorError(
                    None, None, "a key stands twice", node.value[at][0].start_mark
                )
        return super().construct_mapping(node, deep=deep)


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != _BOOLEAN]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(_BOOLEAN, re.compile(r"^(?:true|false)$"), ["t", "f"])
