"""The house rules, each a function from one source to the places that break it."""

import ast
import re

from tests.architecture.named_services import names_in_constants, names_of_services
from tests.architecture.sources import Source

FILE_LINES, FUNCTION_LINES = 300, 40
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "base", "core", "manager"}
IN_A_SERVICE = re.compile(r"(services/[\w-]+|shared)/src/")
_IGNORE = re.compile(
    r"#\s*(noqa|type:\s*ignore)(?P<code>(\[[\w, -]+\])|(:\s*[A-Z]+\d+(,\s*[A-Z]+\d+)*))?(?P<reason>.*)"
)


def commits(source: Source) -> list[str]:
    """``.commit(`` on a session stands in ``shared/database.py`` alone; the broker's is offsets."""
    if source.is_test or source.path in {
        "shared/src/shared/database.py",
        "shared/src/shared/kafka/consumer.py",
        "shared/src/shared/kafka/member.py",
    }:
        return []
    return [
        f"{source.path}:{node.lineno} commits"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "commit"
    ]


def too_long(source: Source) -> list[str]:
    """A file has at most 300 lines and a function, tests aside, at most 40."""
    found = []
    lines = source.text.count("\n")
    if lines > FILE_LINES and not source.is_migration:
        found.append(f"{source.path}: {lines} lines")
    for node in ast.walk(source.tree):
        if source.is_test or not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        size = (node.end_lineno or node.lineno) - node.lineno + 1
        if size > FUNCTION_LINES and not source.is_migration:
            found.append(f"{source.path}:{node.lineno} {node.name}: {size} lines")
    return found


def vague_names(source: Source) -> list[str]:
    """No module is called by a name that says nothing: such a name attracts everything."""
    parts = set(source.path.removesuffix(".py").split("/"))
    return [f"{source.path}: {name}" for name in sorted(parts & VAGUE)]


def postponed_annotations(source: Source) -> list[str]:
    """``from __future__ import annotations`` breaks table models at mapper configuration."""
    return [
        f"{source.path}:{node.lineno} postpones annotations"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ImportFrom) and node.module == "__future__"
    ]


def bare_ignores(source: Source) -> list[str]:
    """An ignored check names its code and says why on its line."""
    found = []
    for number, line in enumerate(source.text.splitlines(), start=1):
        match = _IGNORE.search(line)
        if match and not _is_quoted(line, match.start()):
            reason = match.group("reason").strip(" #-")
            if not match.group("code") or len(reason) < len("because"):
                found.append(f"{source.path}:{number} ignores a check without code and reason")
    return found


def _is_quoted(line: str, position: int) -> bool:
    before = line[:position]
    return before.count('"') % 2 == 1 or before.count("'") % 2 == 1 or "``" in before


def unfinished(source: Source) -> list[str]:
    """What is not finished is not committed as a promise."""
    words = ("TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK")
    return [f"{source.path}: {word}" for word in words if f"# {word}" in source.text]


def services_named_in_code(source: Source) -> list[str]:
    """No code names a service: a third passport must run without a line changed.

    ``src`` holds no seed: what the catalogue is begun with lies beside it, as data.
    """
    if not IN_A_SERVICE.match(source.path):
        return []
    names = {*names_of_services(source.text), *names_in_constants(source.tree)}
    return [f"{source.path} names {name}" for name in sorted(names)]


def tests_without_assertion(source: Source) -> list[str]:
    """A test that asserts nothing cannot fail."""
    if not source.is_test:
        return []
    return [
        f"{source.path}:{node.lineno} {node.name} asserts nothing"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name.startswith("test_")
        and not any(_asserts(inner) for inner in ast.walk(node))
    ]


def _asserts(node: ast.AST) -> bool:
    if isinstance(node, ast.Assert):
        return True
    words = ("raises", "assert", "expect")
    return isinstance(node, ast.Call) and any(w in ast.unparse(node.func).lower() for w in words)


def parts_left_out(source: Source) -> list[str]:
    """Tests run the real parts, all of them."""
    if not source.is_test or source.path.startswith("tests/architecture/"):
        return []
    words = ("unittest." + "mock", "monkey" + "patch", "mark.skip", "pytest.skip(", "mark.xfail")
    return [f"{source.path} has {word}" for word in words if word in source.text]


RULES = (
    commits,
    too_long,
    vague_names,
    postponed_annotations,
    bare_ignores,
    unfinished,
    services_named_in_code,
    tests_without_assertion,
    parts_left_out,
)
