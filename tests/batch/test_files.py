import os
import stat
from pathlib import Path

import pytest

from formgen.batch.files import Folder
from formgen.errors import OutputError


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_a_file_has_its_name_once_it_is_settled(folder: Folder) -> None:
    staged = folder.stage(7, b"sheet")
    assert os.listdir(folder.path) == [staged] == [".formgen-7.part"]
    folder.settle(staged, "张三.pdf")
    assert os.listdir(folder.path) == ["张三.pdf"]
    assert (folder.path / "张三.pdf").read_bytes() == b"sheet"


def test_the_mode_of_a_file_follows_the_umask(folder: Folder) -> None:
    before = os.umask(0o027)
    try:
        folder.settle(folder.stage(1, b"sheet"), "a.pdf")
    finally:
        os.umask(before)
    assert stat.S_IMODE((folder.path / "a.pdf").stat().st_mode) == 0o640


def test_what_a_killed_run_staged_is_removed_and_nothing_else(folder: Folder) -> None:
    for name in (".formgen-1.part", ".formgen-run", "a.part", "a.pdf", ".rejects.csv.1f.part"):
        (folder.path / name).write_bytes(b"")
    folder.clean()
    assert sorted(os.listdir(folder.path)) == [".formgen-run", "a.part", "a.pdf"]


def test_a_folder_that_is_gone_is_told(folder: Folder) -> None:
    gone = Folder(folder.path / "gone")
    gone.clean()
    with pytest.raises(OutputError, match="no-such-folder"):
        gone.stage(1, b"sheet")


def test_a_link_to_a_file_has_no_digest(folder: Folder) -> None:
    (folder.path / "a.pdf").write_bytes(b"sheet")
    (folder.path / "b.pdf").symlink_to("a.pdf")
    assert len(folder.digest("a.pdf")) == 64
    assert folder.digest("b.pdf") == folder.digest("c.pdf") == folder.digest("../a.pdf") == ""
