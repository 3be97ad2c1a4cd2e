"""Data files are read by the kind that their name says."""

import io
import os
import threading
from pathlib import Path

import pytest

from formgen.data.bind import Binder
from formgen.data.sources import KINDS, read_records, read_stream
from formgen.errors import DataError, UsageError
from formgen.model.fields import NumberField, TextField

FILES = {
    "a.csv": "客户名称,速率\n甲,100\n",
    "a.TSV": "客户名称\t速率\n甲\t100\n",
    "a.json": '{"客户名称": "甲", "速率": "100"}',
    "a.jsonl": '{"客户名称": "甲", "速率": "100"}\n',
    "a.ndjson": '{"客户名称": "甲", "速率": "100"}\n',
}


def test_every_kind_is_tried_here():
    workbooks = {"xlsx", "xlsm", "xls", "ods"}
    assert {Path(name).suffix[1:].lower() for name in FILES} == set(KINDS) - workbooks


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_file_is_read_and_bound(tmp_path: Path, name, encoding):
    path = tmp_path / name
    path.write_bytes(FILES[name].encode(encoding))
    binder = Binder((TextField("customer_name", "客户名称"), NumberField("speed", "速率")))
    (raw,) = read_records(path)
    values, problems = binder.bind_record(raw)
    assert (dict(values.by_name), problems) == ({"customer_name": "甲", "speed": 100}, [])
    assert raw.place.file == str(path)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("a.docx", "a file that ends in .docx cannot be read as data"),
        ("a.CSV.bak", "a file that ends in .bak cannot be read as data"),
        ("records", "the file's name does not say what kind of data it holds"),
    ],
)
def test_an_unknown_kind_is_an_error_that_names_the_known(name, message):
    with pytest.raises(DataError) as raised:
        read_records(name)
    assert str(raised.value) == (
        f"{name}: error[unknown-kind]: {message}; allowed: .csv, .tsv, .json, .jsonl,"
        " .ndjson, .xlsx, .xlsm, .xls, .ods"
    )


def test_a_file_that_is_not_there_is_an_error_at_once(tmp_path):
    with pytest.raises(DataError, match="cannot be read: No such file or directory"):
        read_records(tmp_path / "none.csv")


def test_a_folder_is_an_error(tmp_path):
    (tmp_path / "a.csv").mkdir()
    with pytest.raises(DataError, match="cannot be read: Is a directory"):
        read_records(tmp_path / "a.csv")


def test_a_stream_is_read_by_its_kind():
    assert [r.values for r in read_stream(io.BytesIO(b"a\n1\n"), "csv")] == [{"a": "1"}]
    with pytest.raises(UsageError) as raised:
        read_stream(io.BytesIO(), "xml")
    assert str(raised.value) == (
        "error[unknown-kind]: `xml` is not a kind of data; allowed: csv, tsv, json, jsonl, ndjson,"
        " xlsx, xlsm, xls, ods"
    )


def test_a_pipe_is_read():
    end, start = os.pipe()

    def write() -> None:
        with open(start, "wb") as file:
            file.write("客户名称\n甲\n".encode("gb18030"))

    writer = threading.Thread(target=write)
    writer.start()
    with open(end, "rb") as pipe:
        assert [r.values for r in read_stream(pipe, "csv")] == [{"客户名称": "甲"}]
    writer.join()


def test_a_file_is_closed_when_its_reader_is_left(tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_text("a\n1\n2\n")
    stream = path.open("rb")
    reader = read_stream(stream, "csv")
    next(reader)
    reader.close()
    assert stream.closed
