import pytest

from catalog.domain.publishing.editor_file import EditorFile, Ground
from catalog.use_cases.read_editor_file import EditorFileMalformed, read_editor_file


def faults(text: str) -> list[tuple[str, str]]:
    with pytest.raises(EditorFileMalformed) as refusal:
        read_editor_file(text.encode())
    return [(error.pointer, error.code) for error in refusal.value.errors]


def test_the_key_no_is_a_key_and_not_a_negation() -> None:
    edit = read_editor_file(b"service_id: x\nrequired_documents:\n  - {no: 1, code: a}\n")

    assert edit.required_documents[0].no == 1


def test_the_word_none_stays_a_word() -> None:
    edit = read_editor_file(b"service_id: x\nfields: {fee: {codes: [none], ground: ours}}\n")

    assert edit.fields["fee"].codes == ("none",)
    assert edit.fields["fee"].ground is Ground.OURS


def test_a_file_that_only_names_the_service_says_nothing_more() -> None:
    assert read_editor_file(b"service_id: x") == EditorFile("x")


@pytest.mark.parametrize(
    ("text", "pointer", "code"),
    [
        ("{}", "/service_id", "missing-field"),
        ("service_id: x\ncolours: {}", "/colours", "unknown-field"),
        ("service_id: x\nfields: {fee: {ground: guess}}", "/fields/fee/ground", "not-an-option"),
        (
            "service_id: x\nsteps: [{id: a, no: 1, kind: dance, actor: agent}]",
            "/steps/0/kind",
            "not-an-option",
        ),
        ("service_id: x\nvalid_from: yesterday", "/valid_from", "wrong-format"),
        ("- a list", "", "wrong-type"),
    ],
)
def test_each_place_that_cannot_be_read_is_named(text: str, pointer: str, code: str) -> None:
    assert (pointer, code) in faults(text)


@pytest.mark.parametrize(
    "content",
    [
        b"a: [",
        b"\xff\xfe\x00\x01",
        b"service_id: x\nservice_id: y",
        b"!!python/name:os.system",
        b"#" * 300_000,
    ],
    ids=["cut", "binary", "key-twice", "code", "too-large"],
)
def test_what_is_no_such_file_is_refused_as_a_whole(content: bytes) -> None:
    with pytest.raises(EditorFileMalformed):
        read_editor_file(content)
