"""YAML as an editor may write it: every value can be kept, every slip is told with its line."""

import math
import re
from collections.abc import Hashable
from datetime import date
from typing import Any

import yaml

from shared.ordinals import as_ordinal
from shared.texts import Text

_BOOLEAN = "tag:yaml.org,2002:bool"
# PostgreSQL keeps no U+0000, UTF-8 no half of a surrogate pair.
_NOT_KEPT = re.compile("[\x00\ud800-\udfff]")
_MAX_BITS = 63
_NO_TEXT = Text(
    az="Fayl mətn deyil: onu UTF-8 kodlaşdırmasında, idarəedici simvollarsız saxlayın.",
    en="The file is no text: save it as UTF-8, without control characters.",
)
_TOO_DEEP = Text(az="Fayl həddən artıq iç-içədir.", en="The file is nested too deeply.")


class YamlRefused(Exception):
    """The content cannot be read; ``detail`` says where to look, without repeating any of it."""

    def __init__(self, detail: Text) -> None:
        super().__init__(detail.en)
        self.detail = detail


def load_yaml(content: bytes) -> Any:
    """Return what the content says: mappings, lists, texts, numbers, days; raises YamlRefused.

    Booleans are those of YAML 1.2 (``true`` and ``false``), so that the key ``no`` is a key.
    """
    try:
        loader = _Loader(content)
    except (yaml.reader.ReaderError, UnicodeDecodeError) as error:
        raise YamlRefused(_NO_TEXT) from error
    try:
        return loader.get_single_data()
    except RecursionError as error:
        raise YamlRefused(_TOO_DEEP) from error
    except yaml.reader.ReaderError as error:
        raise YamlRefused(_NO_TEXT) from error
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        # The scanner itself stumbles over escapes and versions that are no numbers.
        mark = getattr(error, "problem_mark", None) or loader.get_mark()
        raise YamlRefused(_look_at(mark.line + 1)) from error
    finally:
        loader.dispose()


def _look_at(line: int) -> Text:
    return Text(
        az="YAML kimi oxunmur: {line} sətrə baxın.",
        en="It cannot be read as YAML: look at line {line}.",
    ).filled(line=as_ordinal(line))


class _Loader(yaml.SafeLoader):
    """YAML's safe subset without the surprises of 1.1, and with every key once."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        # Nothing is made afterwards, so that a value inside itself is noticed.
        self.deep_construct = True

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        """Return the value of a node; what cannot be made or kept is a fault of its line."""
        try:
            value = super().construct_object(node, deep=deep)
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            # PyYAML lets the errors of int(), date() and of its own patterns through.
            raise _fault("not a value of its type", node) from error
        if not _can_be_kept(value):
            raise _fault("a value that cannot be kept", node)
        return value

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """Return a mapping, unless one of its keys stands twice."""
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for at, key in enumerate(keys):
            if key in keys[:at]:
                raise _fault("a key stands twice", node.value[at][0])
        return super().construct_mapping(node, deep=deep)


def _fault(problem: str, node: yaml.Node) -> yaml.constructor.ConstructorError:
    return yaml.constructor.ConstructorError(None, None, problem, node.start_mark)


def _can_be_kept(value: object) -> bool:
    """Tell whether JSON in a database takes the value; what is inside was looked at before."""
    if isinstance(value, str):
        return _NOT_KEPT.search(value) is None
    if isinstance(value, int):
        return value.bit_length() <= _MAX_BITS
    if isinstance(value, float):
        return math.isfinite(value)
    return value is None or isinstance(value, date | list | dict)


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != _BOOLEAN]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(_BOOLEAN, re.compile(r"^(?:true|false)$"), ["t", "f"])
