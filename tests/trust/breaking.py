"""What may befall a run: each function brings it about, and returns how the last run ended.

They raise UnmetError if anything was lost, is half written, or was told in a traceback.
"""

import json
import os
import random
import resource
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache, partial
from pathlib import Path

from tests.trust.desk import COMMANDS, Desk, ended, listens, reaches, require, workers

Ended = tuple[int, str]
RESUMED = ("files", "word_files", "both")
"""Runs that go on with --resume; others begin anew."""

SINGLE = ("render", "render_word", "preview", "data", "merge_doc")
WRITING = ("render", "render_word", "data", "mail", "merged_word", "both")
OLD = b"what was there before"


@cache
def _whole(name: str) -> dict[str, str]:
    """Return what a run leaves that nothing befalls."""
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder))
        status, said = desk.run(*COMMANDS[name])
        require(status in (0, 1), said)
        return desk.made()


def _finished(desk: Desk, name: str, *more: str) -> Ended:
    """Run a command again, as its user would; what it leaves must be what is always left."""
    resume = ("--resume",) if name in RESUMED and not more else ()
    status, said = desk.run(*COMMANDS[name], *resume, *more)
    require(desk.made() == _whole(name), f"{name} is not what it would have been: {said}")
    return status, said


def _send(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, number)


def killed(name: str, desk: Desk) -> Ended:
    """Killed at any moment, twice: what has its name is whole, and a second run makes the rest."""
    for most in (20, 120):
        process = desk.start(*COMMANDS[name], *(("--resume",) if name in RESUMED else ()))
        goal = random.randrange(1, most)
        reaches(process, lambda least=goal: len(list(desk.written())) >= min(least, 2 + least % 3))
        time.sleep(random.uniform(0, 0.05))
        process.kill()
        process.communicate()
        desk.made()
    return _finished(desk, name)


def told_to_end(name: str, number: signal.Signals, desk: Desk) -> Ended:
    """Told to end, with all its workers: it says so and leaves nothing temporary."""
    process = desk.start(*COMMANDS[name])
    goal = random.randrange(2, 40) if name in RESUMED else 1
    reaches(process, lambda: len(list(desk.written())) >= goal)
    _send(process, number)
    status, said = ended(process)
    require(status in (0, 1, 128 + number), f"status {status}: {said}")
    require(status != 128 + number or "stopped" in said, said)
    desk.require_tidy()
    return _finished(desk, name)


def told_while_it_loads(desk: Desk) -> Ended:
    """Ctrl-C while a command is being loaded, or does its work: no traceback, nothing half."""
    for name in (*SINGLE, "check", "mail", "files"):
        process = desk.start(*COMMANDS[name])
        reaches(process, listens(process))
        time.sleep(random.uniform(0, 0.3))
        _send(process, signal.SIGINT)
        status, said = ended(process)
        require(status in (0, 1, 130), f"{name}: status {status}: {said}")
        desk.require_tidy()
        desk.clear()
    return desk.run(*COMMANDS["render"])


def terminal_gone(desk: Desk) -> Ended:
    """A run begun with nohup goes on when its terminal goes away."""
    process = desk.start(
        *COMMANDS["files"], before=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN)
    )
    reaches(process, lambda: len(list(desk.written())) > 5)
    _send(process, signal.SIGHUP)
    status, said = ended(process)
    require(desk.made() == _whole("files"), said)
    return status, said


def worker_killed(desk: Desk) -> Ended:
    """The kernel ends a worker, as it does when memory runs out."""
    process = desk.start(*COMMANDS["files"])
    reaches(process, lambda: len(workers(process)) == 2)
    for each in workers(process)[:1]:
        os.kill(each, signal.SIGKILL)
    status, said = ended(process)
    desk.require_tidy()
    _finished(desk, "files")
    return status, said


def disk_full(name: str, desk: Desk) -> Ended:
    """No file may grow (a limit of the system stands in for the disk): the old ones stay."""
    for path in desk.targets(name):
        path.write_bytes(OLD)
    room = 100 if name == "mail" else 3000
    limit = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (room, room))
    status, said = desk.run(*COMMANDS[name], before=limit)
    desk.require_tidy()
    for path in desk.targets(name):
        require(path.read_bytes() == OLD, f"{path.name} is no longer what it was")
        path.unlink()
    _finished(desk, name)
    return status, said


def output_full(desk: Desk) -> Ended:
    """Standard output goes to a disk that is full."""
    with open("/dev/full", "wb") as full:
        process = desk.start("render", "own", "-o", "-", stdout=full.fileno())
        return ended(process)


def nobody_reads(desk: Desk) -> Ended:
    """Who reads the output has had enough (`| head`)."""
    for command in (("render", "own"), ("batch", "own", "data.csv", "--merge", "-", "--quiet")):
        more = () if "--merge" in command else ("-o", "-")
        process = desk.start(*command, *more)
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        said = process.stderr.read().decode()
        process.stderr.close()
        require(process.wait() == 1, f"status {process.returncode}")
        require("raceback" not in said and "ignored" not in said, said)
    return 1, said


def closed_streams(desk: Desk) -> Ended:
    """Standard streams are closed: what is written first does not take their place."""
    for number in (0, 1, 2):
        process = desk.start(*COMMANDS["merged"], before=partial(os.close, number))
        status, said = ended(process)
        require(status == 1, f"status {status}: {said}")
        require(desk.made() == _whole("merged"), f"stream {number}: {said}")
        desk.clear()
    return desk.run("render", "own", "-o", "-", before=partial(os.close, 1))


def folder_removed(desk: Desk) -> Ended:
    """The folder is removed while files are printed into it."""
    process = desk.start(*COMMANDS["files"])
    reaches(process, lambda: len(list(desk.written())) > 3)
    with _halted(process):
        desk.out.rename(desk.path / "away")
    status, said = ended(process)
    shutil.rmtree(desk.path / "away")
    _finished(desk, "files", "--restart")
    return status, said


@contextmanager
def _halted(process: subprocess.Popen[bytes]) -> Iterator[None]:
    _send(process, signal.SIGSTOP)
    yield
    _send(process, signal.SIGCONT)


def folder_in_the_way(name: str, blocked: str, desk: Desk) -> Ended:
    """A folder has the name of a file that is to be written."""
    folder = desk.path / blocked
    folder.mkdir(parents=True)
    status, said = desk.run(*COMMANDS[name])
    require(str(folder.name) in said, said)
    desk.require_tidy()
    folder.rmdir()
    _finished(desk, name)
    return status, said


def read_only(name: str, desk: Desk) -> Ended:
    """The folder takes no files."""
    desk.out.mkdir()
    with _sealed(desk.out):
        command = [word.replace("made", "out/made") for word in COMMANDS[name]]
        status, said = desk.run(*command)
        require(not list(desk.out.iterdir()), "something was written")
    return status, said


@contextmanager
def _sealed(folder: Path) -> Iterator[None]:
    """Make a folder one that nobody can write to; root can only where the disk is read-only."""
    if os.geteuid():
        folder.chmod(0o555)
        yield
        folder.chmod(0o755)
        return
    subprocess.run(["mount", "-t", "tmpfs", "-o", "ro", "none", str(folder)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def can_seal() -> bool:
    """Whether this machine lets a test have a folder that takes no files."""
    refused = (OSError, subprocess.CalledProcessError)
    with tempfile.TemporaryDirectory() as folder, suppress(*refused), _sealed(Path(folder)):
        return True
    return False


def font_cut_short(desk: Desk) -> Ended:
    """A face was copied only in part."""
    face = Path(__file__).parents[2] / "fonts" / "NotoSans-Regular.ttf"
    (desk.path / "cut.ttf").write_bytes(face.read_bytes()[:20_000])
    status, said = desk.run(*COMMANDS["render"], "--font", "cut.ttf")
    require(not desk.made(), "something was written")
    return status, said


def journal_damaged(content: bytes, desk: Desk) -> Ended:
    """What a stopped run has left cannot be read, or is that of another version."""
    _stop_half_way(desk)
    journal = desk.out / ".formgen-run"
    if content == b"other":
        facts = json.loads(journal.read_bytes())
        content = json.dumps({**facts, "formgen": "0.0.1"}).encode()
    journal.write_bytes(content)
    status, said = desk.run(*COMMANDS["files"], "--resume")
    if "changed-since" in said:
        _finished(desk, "files", "--restart")
    require(desk.made() == _whole("files"), said)
    return status, said


def manifest_damaged(how: str, desk: Desk) -> Ended:
    """The manifest of a stopped run is cut off, or has been written over."""
    _stop_half_way(desk)
    manifest = desk.out / "manifest.csv"
    data = manifest.read_bytes()
    lines = data.split(b"\r\n")
    contents = {
        "cut": data[: len(data) * 2 // 3],
        "garbage": random.Random(7).randbytes(5000),
        "numbers": lines[0] + b"\r\n" + b"9" * 5000 + b",x\r\n" + b"\r\n".join(lines[1:]),
    }
    manifest.write_bytes(contents[how])
    return _finished(desk, "files")


def _stop_half_way(desk: Desk) -> None:
    process = desk.start(*COMMANDS["files"][:-1], "1")
    reaches(process, lambda: len(list(desk.written())) > 90)
    process.kill()
    process.communicate()


def data_changed(desk: Desk) -> Ended:
    """The data is another when a stopped run goes on."""
    _stop_half_way(desk)
    before = desk.made()
    with (desk.path / "data.csv").open("a") as file:
        file.write("R-9999,王,满意,x\n")
    status, said = desk.run(*COMMANDS["files"], "--resume")
    require(desk.made().items() >= {k: v for k, v in before.items() if "part" not in k}.items(),
            "something was lost")  # fmt: skip
    return status, said


def clock_set_back(desk: Desk) -> Ended:
    """The clock says 1970, and goes back with each look at it: the bytes are the same."""
    (desk.path / "clock").mkdir()
    (desk.path / "clock" / "sitecustomize.py").write_text(_CLOCK)
    paths = os.pathsep.join([str(desk.path / "clock"), str(Path(__file__).parents[2])])
    for name in (*SINGLE, "both", "word_files", "mail"):
        status, said = desk.run(*COMMANDS[name], env={"PYTHONPATH": paths})
        require(status in (0, 1), said)
        require(desk.made() == _whole(name), f"{name} depends on the clock: {said}")
        desk.clear()
    return 0, ""


_CLOCK = """\
import itertools, time
backwards = itertools.count(1000, -1)
real = time.localtime, time.gmtime, time.strftime
time.time = lambda: float(next(backwards))
time.time_ns = lambda: next(backwards) * 10**9
time.localtime = lambda t=None: real[0](next(backwards) if t is None else t)
time.gmtime = lambda t=None: real[1](next(backwards) if t is None else t)
time.strftime = lambda f, t=None: real[2](f, time.localtime() if t is None else t)
"""


def two_at_once(name: str, desk: Desk) -> Ended:
    """A second run writes where one is under way: it is refused, and harms nothing."""
    process = desk.start(*COMMANDS[name])
    reaches(process, lambda: len(list(desk.written())) > (5 if name in ("files", "mail") else 0))
    with _halted(process):
        require(process.poll() is None, "the first run has ended already")
        status, said = desk.run(*COMMANDS[name])
    first, told = ended(process)
    require(first in (0, 1), told)
    require(desk.made() == _whole(name), "the first run was disturbed")
    return status, said


def no_room_for_temporary_files(desk: Desk) -> Ended:
    """The folder for temporary files cannot be used: records that are checked first go there."""
    (desk.path / "data.csv").write_text("record_id,姓名,remark\n" + f"1,王,{'x' * 99_000}\n" * 100)
    code = "import tempfile; tempfile.tempdir = '/nonexistent'"
    (desk.path / "sitecustomize.py").write_text(code)
    paths = os.pathsep.join([str(desk.path), str(Path(__file__).parents[2])])
    status, said = desk.run(*COMMANDS["files"], "--strict", env={"PYTHONPATH": paths})
    require(not desk.made(), "something was written")
    return status, said
