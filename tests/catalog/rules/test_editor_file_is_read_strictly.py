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
        ("service_id: x\nvalid_from: 0001-01-01", "/valid_from", "out-of-range"),
        ("service_id: x\nvalid_from: '9999-12-31'", "/valid_from", "out-of-range"),
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


STEP = "service_id: x\nsteps:\n  - {id: a, no: 1, kind: decide, actor: agent, params: %s}"


@pytest.mark.parametrize(
    "text",
    [
        "service_id: x\nremarks: []\nvalid_from: 2019-02-30",
        "service_id: x\nremarks: []\nvalid_from: 2019-02-03T25:00:00Z",
        'remarks: []\nfields: {}\nservice_id: "a\\0b"',
        'service_id: x\nfields:\n  fee: {ground: ours, text: "a\\0b"}',
        'service_id: x\nfields:\n  fee: {ground: ours, text: "a\\ud800b"}',
        STEP % r'{"a\0": 1}',
        STEP % r'{a: ["b\0"]}',
        STEP % "{a: .nan}",
        STEP % "{a: !!binary gICA}",
        STEP % "{a: !!set {b}}",
        STEP % "&own {a: *own}",
        STEP % f"{{a: 1{'0' * 5000}}}",
        STEP % f"{{a: 0x{'f' * 5000}}}",
        STEP % "{a: !!int b}",
        STEP % "{a: !!bool b}",
        STEP % "{a: !!timestamp b}",
        STEP % r'{a: "\UFFFFFFFF"}',
    ],
)
def test_a_value_that_cannot_be_kept_is_refused_with_its_line(text: str) -> None:
    with pytest.raises(EditorFileMalformed) as refusal:
        read_editor_file(text.encode())

    assert "line 3" in refusal.value.detail.en
    assert "3-cü" in refusal.value.detail.az


@pytest.mark.parametrize(
    ("content", "hint"),
    [
        (b"service_id: x\xff", "UTF-8"),
        (b"service_id: a\0b", "UTF-8"),
        (b"service_id: " + b"[" * 3000 + b"]" * 3000, "nested too deeply"),
        (b"service_id: x\nfields: " + b"{a: " * 900 + b"1" + b"}" * 900, "nested too deeply"),
    ],
    ids=["not-utf-8", "null-byte", "deep-lists", "deep-maps"],
)
def test_a_file_without_a_line_to_look_at_is_told_what_is_wrong_with_it(
    content: bytes, hint: str
) -> None:
    with pytest.raises(EditorFileMalformed) as refusal:
        read_editor_file(content)

    assert hint in refusal.value.detail.en
    assert "line" not in refusal.value.detail.en
