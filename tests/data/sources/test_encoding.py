"""The encoding of a data file is found, or said."""

import io

import pytest

from formgen.data.sources.encoding import open_text
from formgen.data.sources.record import DataFile
from formgen.errors import DataError, UsageError

TEXT = "客户名称,联系电话\r\n中国联通,139\r\n"


def read(content: bytes, encoding: str = "") -> str:
    with open_text(DataFile(io.BytesIO(content), "a.csv", encoding)) as text:
        return text.read()


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "gbk", "gb2312", "gb18030", "utf-32"]
)
def test_the_encodings_of_spreadsheets_are_found(encoding):
    assert read(TEXT.encode(encoding)) == TEXT


@pytest.mark.parametrize(("encoding", "mark"), [("utf-16-be", b"\xfe\xff"), ("utf-16-le", b"")])
def test_utf_16_is_found_with_and_without_a_mark(encoding, mark):
    assert read(mark + ("a,b\n" + TEXT).encode(encoding)) == "a,b\n" + TEXT


def test_one_late_character_decides():
    text = "a,b\n" + "1,2\n" * 50_000 + "镕,3\n"
    assert read(text.encode("gb18030")) == text
    assert read(text.encode("utf-8")) == text


def test_characters_beyond_gbk_are_read():
    assert read("𬭩,㐀\n".encode("gb18030")) == "𬭩,㐀\n"


def test_an_encoding_that_is_said_goes_first():
    assert read("é".encode("latin-1") + b"\r", "latin-1") == "é\r"
    assert read("東京".encode("shift-jis"), "shift-jis") == "東京"
    assert read("甲".encode("utf-8-sig"), "utf-8") == "甲"


def test_an_encoding_that_is_said_and_does_not_fit_is_an_error():
    with pytest.raises(DataError) as raised:
        read(b"a\nb\xff\n", "utf-8")
    assert str(raised.value) == (
        "a.csv: error[bad-encoding]: the file is not utf-8: byte 0xff in line 2 cannot be read"
    )


def test_bytes_that_are_no_text_are_an_error():
    with pytest.raises(DataError) as raised:
        read(b"\xff\xff\x00\x01\xff")
    assert str(raised.value) == (
        "a.csv: error[bad-encoding]: the file is not text in utf-8 or gb18030:"
        " byte 0xff in line 1 cannot be read\n"
        "  hint: save it as UTF-8, or name its encoding with --encoding"
    )


@pytest.mark.parametrize("name", ["klingon", "hex", "utf-8\0"])
def test_what_is_no_encoding_is_an_error_of_the_call(name):
    with pytest.raises(UsageError, match="is not an encoding"):
        read(b"a", name)


def test_an_empty_file_is_an_empty_text():
    assert read(b"") == ""
