"""What is about a person opens only with its key, in its place, unchanged."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.vault import (
    BlindIndex,
    DataKey,
    KeyRing,
    Macs,
    Vault,
    VaultError,
    WrappedKey,
    open_from,
    seal_for,
)

FIN = "5ZK1Q2W"
OLD = KeyRing(keys={"k1": b"1" * 32}, active_id="k1")
ROTATED = KeyRing(keys={"k2": b"2" * 32, "k1": b"1" * 32}, active_id="k2")


@given(st.binary(), st.binary())
def test_what_was_sealed_opens_again_in_its_place(plaintext: bytes, place: bytes) -> None:
    vault = Vault(OLD)
    data_key, wrapped = vault.new_data_key(owner="case-1")

    sealed = vault.seal(data_key, plaintext, place)

    assert vault.open(vault.unwrap(wrapped, owner="case-1"), sealed, place) == plaintext


@given(st.data())
def test_one_changed_bit_anywhere_keeps_it_shut(data: st.DataObject) -> None:
    sealed = bytearray(seal_for(OLD, FIN.encode(), b"event-1").data)
    bit = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[bit // 8] ^= 1 << bit % 8

    with pytest.raises(VaultError):
        open_from(OLD, "k1", bytes(sealed), b"event-1")


def test_a_value_moved_to_another_place_keeps_shut() -> None:
    sealed = seal_for(OLD, FIN.encode(), b"event-1")

    with pytest.raises(VaultError):
        open_from(OLD, sealed.key_id, sealed.data, b"event-2")


def test_a_data_key_moved_to_another_case_keeps_shut() -> None:
    vault = Vault(OLD)
    _, wrapped = vault.new_data_key(owner="case-1")

    with pytest.raises(VaultError):
        vault.unwrap(wrapped, owner="case-2")
    with pytest.raises(VaultError):
        vault.unwrap(WrappedKey(wrapped.key_id, b""), owner="case-1")


def test_after_a_rotation_new_values_take_the_new_key_and_old_ones_still_open() -> None:
    before = seal_for(OLD, b"old", b"")
    after = seal_for(ROTATED, b"new", b"")

    assert (before.key_id, after.key_id) == ("k1", "k2")
    assert open_from(ROTATED, before.key_id, before.data, b"") == b"old"
    assert open_from(ROTATED, after.key_id, after.data, b"") == b"new"
    with pytest.raises(VaultError):
        open_from(OLD, after.key_id, after.data, b"")


def test_the_same_value_never_looks_the_same_twice() -> None:
    assert len({seal_for(OLD, FIN.encode(), b"").data for _ in range(50)}) == 50
    assert FIN.encode() not in seal_for(OLD, FIN.encode(), b"").data


def test_a_person_is_found_again_only_with_the_same_key_and_purpose() -> None:
    people = BlindIndex("i1", b"i" * 32, "people")

    assert people.of(FIN) == BlindIndex("i1", b"i" * 32, "people").of(FIN)
    assert people.of(FIN) != BlindIndex("i1", b"i" * 32, "duplicates").of(FIN)
    assert people.of(FIN) != BlindIndex("i2", b"j" * 32, "people").of(FIN)
    assert people.of(FIN) != people.of("5ZK1Q2V")
    assert len(people.of(FIN)) == 64


def test_what_a_service_wrote_is_told_by_a_key_of_that_purpose_which_outlives_a_rotation() -> None:
    written = Macs(OLD, "history").of("k1", b"a line")

    assert Macs(ROTATED, "history").active_id == "k2"
    assert Macs(ROTATED, "history").of("k1", b"a line") == written
    others = [
        Macs(ROTATED, "history").of("k2", b"a line"),
        Macs(ROTATED, "letters").of("k1", b"a line"),
        Macs(ROTATED, "history").of("k1", b"another"),
    ]
    assert written not in others
    with pytest.raises(VaultError):
        Macs(OLD, "history").of("k2", b"a line")


def test_keys_shown_anywhere_show_only_their_names() -> None:
    secret = b"1" * 32
    shown = f"{OLD} {OLD.active} {DataKey(secret)}"

    assert "k1" in shown
    assert "111" not in shown


def test_a_key_list_is_read_in_its_order_and_its_faults_are_named_without_the_secret() -> None:
    encoded = base64.b64encode(b"1" * 32).decode()
    ring = KeyRing.parse(f"k2:{base64.b64encode(b'2' * 32).decode()}, k1:{encoded}")

    assert ring == ROTATED
    for wrong in (
        "",
        encoded,
        f":{encoded}",
        "k1:not base64!",
        f"k1:{encoded[:-8]}",
        f"k1:{encoded},k1:{encoded}",
    ):
        with pytest.raises(ValueError, match="key") as refused:
            KeyRing.parse(wrong)
        assert encoded[:20] not in str(refused.value)
