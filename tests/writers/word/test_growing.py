"""A package that grows: on any file, with what is kept aside at its end, and within its limits."""

import io
from zipfile import ZipFile

import pytest

from formgen.errors import OutputError
from formgen.writers.word import growing
from formgen.writers.word.growing import GrowingMember, GrowingPackage
from formgen.writers.word.package import Member


class Stream(io.RawIOBase):
    """A file that can only be written on and on."""

    def __init__(self) -> None:
        self.content = b""

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self.content += data
        return len(data)


def test_what_grows_aside_is_written_whole_at_the_end() -> None:
    out = Stream()
    package = GrowingPackage(out)
    grown = GrowingMember("b.xml", "<b>")
    for number in range(500):
        grown.add(f"<c>{number}</c>")
        package.write(Member.of(f"{number}.xml", b"<a/>"))
    package.write_grown(grown, "</b>")
    package.close()
    with ZipFile(io.BytesIO(out.content)) as read:
        assert read.testzip() is None
        assert len(read.namelist()) == 501
        content = read.read("b.xml").decode()
    assert content == "<b>" + "".join(f"<c>{n}</c>" for n in range(500)) + "</b>"


def test_too_many_files_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(growing, "_MOST_FILES", 2)
    package = GrowingPackage(Stream())
    package.write(Member.of("1", b""))
    package.write(Member.of("2", b""))
    with pytest.raises(OutputError, match="at most 2 files"):
        package.write(Member.of("3", b""))


def test_a_file_too_large_for_a_zip_file_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(growing, "_MOST_BYTES", 100)
    grown = GrowingMember("a", "")
    with pytest.raises(OutputError, match="at most 4 GB"):
        grown.add("x" * 101)
    grown.discard()
    package = GrowingPackage(Stream())
    with pytest.raises(OutputError, match="at most 4 GB"):
        package.write(Member.of("a", bytes(range(100))))
