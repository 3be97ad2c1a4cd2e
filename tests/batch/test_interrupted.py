"""Runs of the command itself that are ended by the system: killed, told to end, out of disk."""

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from formgen.batch.plan import FormSource
from tests.batch.conftest import contents, rows

ROOT = Path(__file__).parents[2]
BATCH = [sys.executable, "-m", "formgen", "batch", "own", "data.csv"]
SECONDS = 6.0
"""How long runs are killed again and again."""

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")


def start(*more: str, limit: int = 0) -> subprocess.Popen[str]:
    limits = (limit, limit)
    return subprocess.Popen(
        [*BATCH, *more],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=(lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limits)) if limit else None,
    )


def run(*more: str, limit: int = 0) -> tuple[int, str]:
    with start(*more, limit=limit) as process:
        _, said = process.communicate(timeout=60)
        return process.returncode, said


def appears(path: Path) -> None:
    until = time.monotonic() + 20
    while not path.exists() and time.monotonic() < until:
        time.sleep(0.005)
    assert path.exists()


@pytest.fixture
def data(form: FormSource, tmp_path: Path) -> Path:
    """The working folder, with data that takes a good second to print."""
    (tmp_path / "data.csv").write_text(rows(400, bad=[11, 222]), encoding="utf-8")
    return tmp_path


def reaches(process: subprocess.Popen[str], out: Path, files: int) -> None:
    """Wait until the run has written so many files, or has ended."""
    while process.poll() is None and len(list(out.glob("*.pdf"))) < files:
        time.sleep(0.002)


def test_a_run_that_is_killed_again_and_again_ends_as_if_it_had_not_been(data: Path) -> None:
    outputs = ("-o", "out", "--merge", "out/all.pdf", "--jobs", "2", "--quiet")
    assert run(*outputs)[0] == 1
    whole = contents(data / "out")
    moments = random.Random()
    until, kills = time.monotonic() + SECONDS, 0
    while time.monotonic() < until or not kills:
        shutil.rmtree(data / "out")
        for most in (150, 400):
            with start(*outputs, "--resume") as process:
                reaches(process, data / "out", moments.randrange(most))
                time.sleep(moments.uniform(0, 0.02))
                kills += process.poll() is None
                process.kill()
        assert run(*outputs, "--resume")[0] == 1
        assert contents(data / "out") == whole


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_a_run_that_is_told_to_end_ends_cleanly_and_says_how_to_go_on(
    data: Path, number: signal.Signals, code: int
) -> None:
    with start("-o", "out", "--jobs", "2") as process:
        appears(data / "out" / "R-3.pdf")
        process.send_signal(number)
        _, said = process.communicate(timeout=20)
    lines = said.splitlines()
    assert process.returncode == code
    assert lines[-2].startswith("stopped after ")
    assert lines[-1] == "the same command with --resume finishes the run"
    assert not list((data / "out").glob(".*.part"))
    assert run("-o", "out", "--resume")[0] == 1
    assert ".formgen-run" not in os.listdir(data / "out")


def test_a_second_run_into_the_same_folder_is_refused(data: Path) -> None:
    with start("-o", "out", "--jobs", "1") as first:
        appears(data / "out" / "R-1.pdf")
        first.send_signal(signal.SIGSTOP)
        code, said = run("-o", "out", "--resume")
        first.send_signal(signal.SIGCONT)
        first.communicate(timeout=60)
    assert (code, said) == (
        1,
        "out: error[in-use]: another run is writing here\n"
        "  hint: wait for it to end, or print into another folder\n",
    )
    assert first.returncode == 1


def test_a_file_that_grows_past_a_limit_is_one_error_and_is_finished_later(data: Path) -> None:
    """A limit on the size of files stands in for the disk: the merged file outgrows it."""
    outputs = ("-o", "out", "--merge", "out/all.pdf", "--jobs", "1")
    assert run(*outputs)[0] == 1
    whole = contents(data / "out")
    shutil.rmtree(data / "out")
    code, said = run(*outputs, limit=60_000)
    assert code == 1
    assert said.splitlines()[-1] == (
        "out/all.pdf: error[disk-full]: cannot write the file: "
        "the file grew past the size that is allowed here"
    )
    assert "all.pdf" not in os.listdir(data / "out")
    assert run(*outputs, "--resume")[0] == 1
    assert contents(data / "out") == whole


@pytest.fixture
def tiny_disk(data: Path) -> Iterator[Callable[[int], Path]]:
    """Mounts a disk of so many bytes at `out`, or grows it."""
    folder = data / "out"
    folder.mkdir()

    def mount(size: int) -> Path:
        remount = "remount," if os.path.ismount(folder) else ""
        command = ["mount", "-t", "tmpfs", "-o", f"{remount}size={size}", "none", str(folder)]
        if shutil.which("mount") is None or subprocess.run(command, capture_output=True).returncode:
            pytest.skip("a disk can be mounted by root only")
        return folder

    yield mount
    if os.path.ismount(folder):
        subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_full_disk_is_one_error_and_the_run_is_finished_later(
    data: Path, tiny_disk: Callable[[int], Path], jobs: str
) -> None:
    run("-o", "whole", "--jobs", jobs)
    folder = tiny_disk(1 << 20)
    code, said = run("-o", "out", "--jobs", jobs)
    assert code == 1
    assert said.splitlines()[-1].endswith(
        "error[disk-full]: cannot write the file: the disk is full"
    )
    assert said.count("error[disk-full]") == 1
    assert not list(folder.glob(".*.part"))
    tiny_disk(64 << 20)
    assert run("-o", "out", "--jobs", jobs, "--resume")[0] == 1
    assert contents(folder) == contents(data / "whole")
