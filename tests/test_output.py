import os
import resource
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from formgen.errors import OutputError
from formgen.output import write_whole


def message_of(path: Path, data: bytes = b"sheet") -> str:
    with pytest.raises(OutputError) as caught:
        write_whole(path, data)
    return str(caught.value)


def test_a_file_holds_what_was_written(tmp_path: Path) -> None:
    write_whole(tmp_path / "回访表.pdf", b"sheet")
    assert (tmp_path / "回访表.pdf").read_bytes() == b"sheet"


def test_a_file_that_was_there_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"an older and longer sheet")
    write_whole(tmp_path / "a.pdf", b"sheet")
    assert (tmp_path / "a.pdf").read_bytes() == b"sheet"


def test_nothing_else_is_left_in_the_folder(tmp_path: Path) -> None:
    write_whole(tmp_path / "a.pdf", b"sheet")
    assert os.listdir(tmp_path) == ["a.pdf"]


def test_the_mode_follows_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_whole(tmp_path / "a.pdf", b"sheet")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a.pdf").stat().st_mode) == 0o640


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "link.pdf").symlink_to("a.pdf")
    write_whole(tmp_path / "link.pdf", b"sheet")
    assert (tmp_path / "link.pdf").is_symlink()
    assert (tmp_path / "a.pdf").read_bytes() == b"sheet"


def test_a_device_is_written_to() -> None:
    write_whole("/dev/null", b"sheet")
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)


def test_the_longest_name_that_the_disk_takes_is_taken(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 251 + ".pdf")
    write_whole(path, b"sheet")
    assert path.read_bytes() == b"sheet"


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    path = tmp_path / "missing" / "a.pdf"
    assert message_of(path) == (
        f"{path}: error[no-such-folder]: the folder `{tmp_path}/missing` does not exist\n"
        "  hint: make the folder first"
    )


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert message_of(tmp_path) == (
        f"{tmp_path}: error[is-a-folder]: this is a folder\n"
        f"  hint: name a file in it, like {tmp_path}/sheet.pdf"
    )


def test_a_folder_with_the_name_of_a_file_is_to_be_moved(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").mkdir()
    assert message_of(tmp_path / "a.pdf").endswith("hint: move it away, or name another file")


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"")
    path = tmp_path / "a" / "b.pdf"
    assert "error[no-such-folder]" in message_of(path)


def test_a_name_that_is_too_long_is_said(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 300)
    assert message_of(path) == (
        f"{path}: error[bad-file-name]: cannot write the file: the file name is too long"
    )


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o500)
    path = folder / "a.pdf"
    assert message_of(path) == (
        f"{path}: error[no-permission]: cannot write the file: "
        "there is no permission to write there"
    )


def test_a_full_disk_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    """A limit on the size of files stands in for the disk: the write fails half-way in both."""
    path = tmp_path / "a.pdf"
    path.write_bytes(b"the older sheet")
    code = "import sys; from formgen.output import *; write_whole(sys.argv[1], bytes(100_000))"
    limit = (20_000, 20_000)
    run = subprocess.run(
        [sys.executable, "-c", code, path],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit),
        capture_output=True,
        text=True,
        check=False,
    )
    assert "error[disk-full]: cannot write the file: the file grew past the size" in run.stderr
    assert path.read_bytes() == b"the older sheet"
    assert os.listdir(tmp_path) == ["a.pdf"]


def test_an_interrupt_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(descriptor: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "a.pdf", b"sheet")
    assert os.listdir(tmp_path) == []
