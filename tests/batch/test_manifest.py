import csv
import io
import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formgen.batch.manifest import Entry, Manifest, entries
from formgen.data.formula import neutralised
from formgen.errors import OutputError

COLUMNS = ["key", "备注"]


def write(path: Path, count: int, *, goes_on: bool = False) -> bytes:
    manifest = Manifest(path, goes_on=goes_on)
    manifest.begin(COLUMNS)
    for index in range(1, count + 1):
        entry = Entry(index, f"K{index}", "S", f"{index}.pdf", 1, "0" * 64)
        manifest.add(entry, {"key": f"K{index}", "备注": f'"x"\n{index},'})
    manifest.finish()
    manifest.close()
    return path.read_bytes()


def test_a_manifest_opens_in_excel(tmp_path: Path) -> None:
    assert write(tmp_path / "m.csv", 1).decode() == (
        "\ufeffindex,key,sheet_id,file,pages,sha256,state,merged_page,note,key (data),备注\r\n"
        f'1,K1,S,1.pdf,1,{"0" * 64},printed,,,K1,"""x""\n1,"\r\n'
    )


CELLS = st.text("aZ9 客=+-@'\",;\r\n\t\x1f", max_size=5)


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=5))
@settings(max_examples=100, deadline=None)
def test_any_cells_are_written_as_a_writer_of_csv_does(rows: list[tuple[str, str]]) -> None:
    expected = io.StringIO()
    writer = csv.writer(expected)
    with tempfile.TemporaryDirectory() as folder:
        manifest = Manifest(Path(folder, "m.csv"))
        manifest.begin(COLUMNS)
        for key, cell in rows:
            manifest.add(Entry(1, key, "S", "a.pdf", 1), {"key": key, "备注": cell})
            said = map(neutralised, (key, "S", "a.pdf", "1", "", "printed", "", "", key, cell))
            writer.writerow(["1", *said])
        manifest.finish()
        manifest.close()
        written = Path(folder, "m.csv").read_bytes().decode("utf-8-sig")
    assert written.partition("\r\n")[2] == expected.getvalue()


def test_a_column_that_a_record_has_not_is_empty(tmp_path: Path) -> None:
    manifest = Manifest(tmp_path / "m.csv")
    manifest.begin(COLUMNS)
    manifest.add(Entry(1, "K", "S"), {"备注": 5})
    manifest.finish()
    manifest.close()
    assert (tmp_path / "m.csv").read_text("utf-8").splitlines()[1] == "1,K,S,,,,rejected,,,,5"


@pytest.mark.parametrize("left", [0, 2, 50, 150, 333, 800])
def test_a_manifest_that_was_cut_off_becomes_the_same(tmp_path: Path, left: int) -> None:
    path = tmp_path / "m.csv"
    whole = write(path, 8)
    os.truncate(path, left)
    assert write(path, 8, goes_on=True) == whole


def test_what_stands_behind_the_last_row_goes(tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    whole = write(path, 3)
    write(path, 5)
    assert write(path, 3, goes_on=True) == whole


def test_a_manifest_tells_what_it_said_but_for_its_last_row(tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    write(path, 3)
    manifest = Manifest(path, goes_on=True)
    found = [manifest.before(index) for index in range(1, 5)]
    manifest.close()
    assert [entry and (entry.index, entry.key, entry.name) for entry in found] == [
        (1, "K1", "1.pdf"), (2, "K2", "2.pdf"), None, None,
    ]  # fmt: skip


def test_rubbish_has_no_entries(tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_bytes(bytes(range(256)) * 20)
    assert list(entries(tmp_path / "m.csv")) == []
    assert list(entries(tmp_path / "none.csv")) == []


def test_a_manifest_in_no_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="no-such-folder"):
        Manifest(tmp_path / "none" / "m.csv")
