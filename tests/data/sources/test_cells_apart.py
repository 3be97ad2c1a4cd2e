"""The process that reads a workbook ends with it, and with nothing else."""

import io
import os
import signal

import pytest

from formgen.data.sources import read_stream
from formgen.data.sources.cells_apart import CellsApart, ReaderError
from formgen.errors import DataError
from tests.trust.workbooks import with_rows, xlsx


def alive(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_sheet_has_its_rows_by_number():
    with CellsApart(io.BytesIO(xlsx())) as book:
        assert book.sheets == [("Sheet", True, True)]
        sheet = book.sheet("Sheet")
        assert sheet.first == 0
        assert list(sheet.rows) == [(1, ["name", "amount"]), (2, ["A", 1]), (3, ["B", 2])]


@pytest.mark.parametrize("name", ["没有", "a\nb", "\\n", "\U0001f600"])
def test_a_sheet_that_is_not_there_is_an_error(name):
    with CellsApart(io.BytesIO(xlsx())) as book, pytest.raises(ReaderError):
        book.sheet(name)


def test_a_file_is_opened_by_its_path_and_a_stream_is_sent(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(xlsx())
    for stream in ((tmp_path / "a.xlsx").open("rb"), io.BytesIO(xlsx())):
        with stream, CellsApart(stream) as book:
            assert len(list(book.sheet("Sheet").rows)) == 3


def test_a_file_that_was_replaced_since_it_was_opened_is_not_read_in_its_place(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(xlsx())
    with (tmp_path / "a.xlsx").open("rb") as stream:
        (tmp_path / "b.xlsx").write_bytes(b"another")
        (tmp_path / "b.xlsx").replace(tmp_path / "a.xlsx")
        with CellsApart(stream) as book:
            assert len(list(book.sheet("Sheet").rows)) == 3


def test_the_process_ends_when_it_is_closed():
    book = CellsApart(io.BytesIO(xlsx()))
    number = book._process.pid
    book.close()
    book.close()
    assert not alive(number)


def test_a_reader_that_is_killed_is_an_error_of_the_workbook():
    with CellsApart(io.BytesIO(xlsx())) as book:
        os.kill(book._process.pid, signal.SIGKILL)
        with pytest.raises(ReaderError, match="too much memory or time"):
            list(book.sheet("Sheet").rows)


def test_what_calamine_says_while_it_breaks_is_not_shown(capfd):
    far = with_rows("<row><c r = 'XFD1048576'><v>1</v></c></row>")
    with pytest.raises(DataError, match="bad-workbook"):
        list(read_stream(io.BytesIO(far), "xlsx"))
    assert capfd.readouterr() == ("", "")
