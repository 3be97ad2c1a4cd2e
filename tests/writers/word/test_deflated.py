"""Stretches that were deflated apart are one file together."""

import zlib

from hypothesis import given, settings
from hypothesis import strategies as st

from formgen.writers.word.deflated import joined, kept, member, merged, passing

TEXTS = st.one_of(st.text(max_size=20), st.text("ab<汉", min_size=150, max_size=400))


def inflated(data: bytes) -> bytes:
    inflate = zlib.decompressobj(-15)
    content = inflate.decompress(data)
    assert inflate.eof
    assert inflate.unused_data == b""
    return content


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([kept, passing]), TEXTS), max_size=6))
def test_a_member_is_its_stretches(stretches: list) -> None:
    made = member(b"a.xml", [make(text) for make, text in stretches])
    content = "".join(text for _, text in stretches).encode()
    assert inflated(made.data) == content
    assert (made.checksum, made.size) == (zlib.crc32(content), len(content))


@settings(max_examples=50, deadline=None)
@given(TEXTS, TEXTS)
def test_joined_and_merged_stretches_are_their_bytes(first: str, second: str) -> None:
    both = (first + second).encode()
    assert inflated(member(b"a", [joined(kept(first), passing(second))]).data) == both
    assert inflated(member(b"a", [merged([kept(first), kept(second)])]).data) == both


def test_what_is_kept_is_small_and_short_texts_are_stored() -> None:
    assert sum(map(len, kept("国家" * 2000)[1])) < 60
    assert b"short" in passing("short")[1][0]
