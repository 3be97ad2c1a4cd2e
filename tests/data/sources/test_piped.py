"""Pipes are read as the data comes, whatever its encoding."""

import io
import os
import subprocess
import sys
import threading

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from formgen.data.sources import RawRecord, open_records, read_stream
from formgen.data.sources.piped import piped_text
from formgen.data.sources.record import DataFile
from formgen.errors import DataError, UsageError

ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk", "utf-32"]


class Pipe(io.RawIOBase):
    """Gives its bytes in pieces, as a pipe does, and only forwards."""

    def __init__(self, content: bytes, size: int) -> None:
        self._pieces = [content[i : i + size] for i in range(0, len(content), size)]

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        piece = self._pieces.pop(0) if self._pieces else b""
        buffer[: len(piece)] = piece
        return len(piece)


def read(content: bytes, encoding: str = "", size: int = 7) -> str:
    stream = io.BufferedReader(Pipe(content, size))
    with piped_text(DataFile(stream, "stdin", encoding), encoding) as text:
        return text.read()


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("size", [1, 2, 5, 8192])
def test_the_encoding_is_found_from_the_start(encoding, size):
    text = "name,客户\r\n" + "a,中国联通江苏省分公司\r\n" * 20
    assert read(text.encode(encoding), size=size) == text


def test_a_few_characters_at_the_end_decide_by_all_that_came():
    assert read("a,b\n模板,北京\n".encode("gb18030"), size=1) == "a,b\n模板,北京\n"
    assert read("a,b\n模板\n".encode(), size=1) == "a,b\n模板\n"
    assert read("é".encode()) == "é"


def test_an_encoding_that_is_said_goes_first():
    assert read("東京".encode("shift-jis"), "shift-jis") == "東京"


@pytest.mark.parametrize(
    ("content", "encoding", "message"),
    [
        (b"a\nb\xff\n", "utf-8", "the data is not utf-8: byte 0xff in line 2 cannot be read"),
        ("客户名称中国联通\n".encode() * 2 + b"\xff", "",
         "the data is not utf-8: byte 0xff in line 3 cannot be read"),
        (b"\xff\xff\xff", "", "the data is not gb18030: byte 0xff in line 1 cannot be read"),
    ],
)  # fmt: skip
def test_bytes_that_are_no_text_are_an_error_with_the_line(content, encoding, message):
    with pytest.raises(DataError) as raised:
        read(content, encoding)
    assert str(raised.value) == (
        f"stdin: error[bad-encoding]: {message}\n  hint: name its encoding with --encoding"
    )


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])), st.sampled_from(ENCODINGS[:4]),
       st.integers(1, 9))  # fmt: skip
@settings(max_examples=200, deadline=None)
def test_no_character_is_lost(text, encoding, size):
    # Two bytes of UTF-16 behind its mark that are zero make the mark that of UTF-32.
    assume(not text.startswith("\0"))
    said = encoding if encoding == "gb18030" or not text or text.startswith("\ufeff") else ""
    if encoding == "utf-8" and not text.isascii():
        said = said or ("utf-8" if sum(not c.isascii() for c in text) < 8 else "")
    assert read(text.encode(encoding), said, size) == text


@pytest.mark.parametrize("encoding", [None, "utf-8"])
@pytest.mark.parametrize(
    ("kind", "head", "line", "value"),
    [
        ("csv", "客户名称,速率\n中国联通江苏,1\n", "乙,2\n", {"客户名称": "乙", "速率": "2"}),
        ("csv", "name,speed\na,1\n", "b,2\n", {"name": "b", "speed": "2"}),
        ("tsv", "name\tspeed\na\t1\n", "b\t2\n", {"name": "b", "speed": "2"}),
        ("jsonl", '{"a": 1}\n', '{"a": 2}\n', {"a": 2}),
    ],
)  # fmt: skip
def test_a_record_is_read_as_soon_as_its_line_is_there(kind, head, line, value, encoding):
    end, start = os.pipe()
    with open(start, "wb", buffering=0) as file:
        file.write(head.encode())
        with read_stream(open(end, "rb"), kind, encoding=encoding) as records:
            assert isinstance(next(records), RawRecord)
            threading.Timer(0.05, file.write, [line.encode()]).start()
            assert next(records).values == value
            file.close()
            assert list(records) == []


def run(code: str, data: bytes) -> str:
    done = subprocess.run(
        [sys.executable, "-c", f"from formgen.data.sources import open_records\n{code}"],
        input=data, capture_output=True, check=False,
    )  # fmt: skip
    assert done.stderr == b""
    return done.stdout.decode().strip()


def test_standard_input_is_read_by_the_kind_that_is_named():
    code = "print([r.values for r in open_records('-', kind='csv')])"
    assert run(code, "a,b\n甲,1\n".encode("gbk")) == "[{'a': '甲', 'b': '1'}]"


def test_a_workbook_may_come_on_standard_input(tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["a"])
    book.active.append([1])
    book.save(tmp_path / "a.xlsx")
    code = "print([(str(r.place), r.values) for r in open_records('-', kind='xlsx')])"
    got = run(code, (tmp_path / "a.xlsx").read_bytes())
    assert got == "[('stdin, row 2', {'a': 1})]"


def test_standard_input_needs_a_kind():
    with pytest.raises(UsageError) as raised:
        open_records("-")
    assert str(raised.value) == (
        "-: error[unknown-kind]: the data on standard input does not say its kind\n"
        "  hint: name it: --from csv|tsv|json|jsonl|ndjson"
    )
