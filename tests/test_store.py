"""The store keeps entries whole or not at all."""

from pathlib import Path

import pytest

from podcast.store import Store, content_key, write_beside


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def test_what_is_put_is_got(store: Store) -> None:
    """An entry comes back with its header and its bytes, newlines included."""
    store.put("clips", "ab12", {"seconds": 1.5}, b"one\ntwo\n\0")
    entry = store.get("clips", "ab12")
    assert entry is not None
    assert (entry.meta["seconds"], entry.payload) == (1.5, b"one\ntwo\n\0")


@pytest.mark.parametrize("damage", [b"", b"x", b"{}\n", b"[1]\nabc"])
def test_a_damaged_entry_is_dropped(store: Store, damage: bytes) -> None:
    """An entry whose bytes do not match its digest is as good as missing, and is removed."""
    store.put("clips", "ab12", {}, b"sound")
    path = next((store.root / "clips").rglob("ab12"))
    path.write_bytes(damage)
    assert store.get("clips", "ab12") is None
    assert not store.has("clips", "ab12")


def test_one_flipped_bit_is_noticed(store: Store) -> None:
    """A single changed byte in the sound makes the entry damaged."""
    store.put("clips", "ab12", {}, b"sound")
    path = next((store.root / "clips").rglob("ab12"))
    path.write_bytes(path.read_bytes()[:-1] + b"e")
    assert store.get("clips", "ab12") is None


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    """Writing beside and then replacing never leaves half a file behind."""
    target = tmp_path / "feed.xml"
    write_beside(target, b"good")
    with pytest.raises(TypeError):
        write_beside(target, "no bytes")  # type: ignore[arg-type]  # the failure is the point
    assert [one.name for one in tmp_path.iterdir()] == ["feed.xml"]
    assert target.read_bytes() == b"good"


def test_keys_follow_content_alone() -> None:
    """Equal content gives equal keys, whatever the order of a mapping; other content others."""
    assert content_key({"a": 1, "b": 2}) == content_key({"b": 2, "a": 1})
    assert content_key("ä") != content_key("a")
    assert content_key("a", "b") != content_key("ab")
