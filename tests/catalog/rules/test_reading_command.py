"""``catalog parse``: what an editor sees at the terminal, and what a script gets."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from catalog.cli.main import app
from tests.builders.documents import DOCUMENTS, SEEDS

FIELD_KEYS = {
    "number",
    "number_printed",
    "name",
    "state",
    "value",
    "options",
    "inferred",
    "evidence",
    "truncated",
}


def parse(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["parse", *map(str, arguments)])


def parsed(*arguments: str | Path) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(parse(*arguments, "--json").stdout)
    return report


@pytest.mark.parametrize(
    ("content", "status", "outcome"),
    [
        ((SEEDS / "01-05-02-02.txt").read_bytes(), 0, "passport"),
        ((SEEDS / "01-09-03-00.md").read_bytes(), 0, "passport"),
        (b"Bu, pasport deyil.", 1, "rejected"),
        (b"", 1, "rejected"),
        (b"\x00\xff" * 50, 2, "unreadable"),
    ],
    ids=["childcare", "violence", "a letter", "nothing", "binary"],
)
def test_the_exit_status_tells_the_outcome_and_json_is_printed_in_each(
    tmp_path: Path, content: bytes, status: int, outcome: str
) -> None:
    file = tmp_path / "document"
    file.write_bytes(content)

    result = parse(file, "--json")

    report = json.loads(result.stdout)
    assert (result.exit_code, report["outcome"]) == (status, outcome)
    assert [entry["number"] for entry in report["fields"]] == list(range(1, 28))
    assert all(entry.keys() == FIELD_KEYS for entry in report["fields"])


def test_the_report_has_the_agreed_shape() -> None:
    report = parsed(SEEDS / "01-09-03-00.md")

    fields = {entry["name"]: entry for entry in report["fields"]}
    assert list(report) == [
        "outcome",
        "form",
        "language",
        "truncated",
        "fields",
        "extras",
        "remarks",
        "errors",
    ]
    assert fields["fee"]["value"] == {"code": "free", "printed": "Ödənişsiz"}
    assert fields["fee"]["evidence"] == {"line": 187, "text": "**Ödənişsiz**", "mark": "bold"}
    assert fields["operator_standard_minutes"]["value"] == 60
    assert fields["operator_standard_minutes"]["options"] is None
    assert fields["classifications"]["inferred"] == {
        "value": [
            {"code": "social-services", "printed": "Sosial xidmət sahəsində göstərilən xidmətlər"}
        ],
        "rule": "class-from-id",
    }
    assert fields["steps"]["value"][3].startswith("4. Məişət zorakılığı hadisəsi")
    assert fields["required_documents"]["value"][1].startswith("Vətəndaşın məişət")
    assert {extra["name"] for extra in report["extras"]} >= {"steps_note"}


def test_a_file_that_is_not_there_is_unreadable_and_says_so(tmp_path: Path) -> None:
    missing, folder = parse(tmp_path / "none.txt", "--json"), parse(tmp_path, "--json")

    assert (missing.exit_code, folder.exit_code) == (2, 2)
    assert json.loads(missing.stdout)["errors"][0]["code"] == "file-not-found"
    assert json.loads(folder.stdout)["errors"][0]["code"] == "file-not-readable"


def test_an_endless_file_is_too_large() -> None:
    result = parse("/dev/zero", "--json")

    assert result.exit_code == 2
    assert json.loads(result.stdout)["errors"][0]["code"] == "too-large"


def test_without_json_a_person_reads_a_table_with_remarks() -> None:
    result = parse(DOCUMENTS / "05-04-02-00.txt")

    lines = result.stdout.splitlines()
    assert lines[0] == "passport: form B, en, truncated"
    assert len([line for line in lines if line.lstrip()[:2].strip(" ").isdigit()]) == 27
    assert any("meis_subsystems" in line and "given!" in line for line in lines)
    assert any(line.startswith("remark: ") and "[cut-off]" in line for line in lines)


def test_remarks_come_in_azerbaijani_when_asked() -> None:
    result = parse(DOCUMENTS / "05-04-02-00.txt", "--language", "az")

    assert "Sənəd burada kəsilib" in result.stdout
