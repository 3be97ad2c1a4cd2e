"""What is deflated quickly is what any reader inflates, and small."""

import zlib

from formgen.writers.pdf.deflate import deflated


def test_any_reader_inflates_it():
    content = b"1 0 0 1 130.394 611.695 Tm\n<0055011C01CA01CB> Tj\n" * 20
    packed = deflated(content)
    assert zlib.decompress(packed) == content
    assert len(packed) < len(content) / 4


def test_it_is_the_same_every_time():
    assert deflated(b"abc" * 99) == deflated(b"abc" * 99)
