"""A folder with a small form and data, and runs of the command in it that a machine may break."""

import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

from tests.batch.conftest import rows
from tests.cli.conftest import FORM

ROOT = Path(__file__).parents[2]
RECORDS = 150
"""Enough that workers print them."""

LETTER = ("--to", "mail", "--from", "office@example.com", "--subject", "{{ record_id }}",
          "--body", "letter.txt.j2")  # fmt: skip
COMMANDS: dict[str, tuple[str, ...]] = {
    "render": ("render", "own", "-o", "made.pdf"),
    "render_word": ("render", "own", "-o", "made.docx"),
    "preview": ("preview", "own", "-o", "made.png"),
    "data": ("data", "own", "-o", "made.xlsx"),
    "merge_doc": ("merge-doc", "own", "-o", "made.docx"),
    "check": ("check", "own", "data.csv"),
    "files": ("batch", "own", "data.csv", "-o", "out", "--jobs", "2"),
    "merged": ("batch", "own", "data.csv", "--merge", "made.pdf"),
    "word_files": ("batch", "own", "data.csv", "-o", "out", "--format", "docx", "--jobs", "2"),
    "merged_word": ("batch", "own", "data.csv", "--merge", "made.docx", "--manifest", "made.xlsx"),
    "both": (
        "batch", "own", "data.csv", "-o", "out", "--merge", "out/all.pdf", "--manifest",
        "out/list.xlsx", "--jobs", "2",
    ),
    "mail": ("mail", "people.csv", *LETTER, "--out", "out"),
}  # fmt: skip
"""What is run, by a name: each writes into `out`, or files that are called `made`."""

NEW_ONLY = ("data",)
"""Commands that write over no file."""

_CODE = re.compile(r"(?:error|warning)\[([a-z-]+)\]")
_ANYWAY = ("unknown-field", "unknown-option", "missing-value", "merge-identity")
_STRAY = re.compile(r"Traceback|Exception ignored|internal error")


class UnmetError(Exception):
    """Something is not as it must be after what befell the machine."""


def require(met: object, said: str) -> None:
    if not met:
        raise UnmetError(said)


class Desk:
    """A working folder."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.out = path / "out"
        (path / "own").mkdir()
        (path / "own" / "form.xml.j2").write_text(FORM, encoding="utf-8")
        (path / "letter.txt.j2").write_text("{{ record_id }}\n", encoding="utf-8")
        people = [f"R-{i},w{i}@example.com" for i in range(RECORDS)]
        (path / "people.csv").write_text("\n".join(["record_id,mail", *people]), encoding="utf-8")
        os.utime(path / "people.csv", (1_800_000_000, 1_800_000_000))  # messages have this date
        (path / "data.csv").write_text(rows(RECORDS, bad=[11]), encoding="utf-8")

    def start(
        self,
        *command: str,
        before: Callable[[], object] | None = None,
        env: dict[str, str] | None = None,
        stdout: int = subprocess.PIPE,
    ) -> subprocess.Popen[bytes]:
        """Start formgen in a group of processes of its own."""
        return subprocess.Popen(
            [sys.executable, "-m", "formgen", *command],
            cwd=self.path,
            env={**os.environ, "PYTHONPATH": str(ROOT), **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=subprocess.PIPE,
            preexec_fn=before,
            start_new_session=True,
        )

    def run(
        self,
        *command: str,
        before: Callable[[], object] | None = None,
        env: dict[str, str] | None = None,
    ) -> tuple[int, str]:
        """Run formgen to its end; return its status and what it said, which is no traceback."""
        return ended(self.start(*command, before=before, env=env))

    def made(self) -> dict[str, str]:
        """Return what was written, with digests; raises UnmetError if any of it is half."""
        found = {}
        for path in self.written():
            data = path.read_bytes()
            require(_is_whole(path, data), f"{path.name} is half written")
            found[path.name] = hashlib.sha256(data).hexdigest()
        return found

    def written(self) -> Iterable[Path]:
        """Yield all files that a run has written, or left."""
        for folder in (self.path, self.out):
            for path in sorted(folder.iterdir() if folder.is_dir() else ()):
                if path.is_file() and (folder == self.out or path.name.startswith(("made", "."))):
                    yield path

    def targets(self, name: str) -> list[Path]:
        """Return the files beside `out` that a command writes, whose names are known."""
        words = [word for word in COMMANDS[name] if word.startswith("made")]
        return [self.path / word for word in words if name not in NEW_ONLY]

    def clear(self) -> None:
        """Remove all that was written."""
        shutil.rmtree(self.out, ignore_errors=True)
        for path in list(self.written()):
            path.unlink()

    def require_tidy(self) -> None:
        """Raise UnmetError if a run that has ended by itself left temporary files."""
        left = [path.name for path in self.written() if path.suffix == ".part"]
        require(not left, f"left behind: {left}")


def codes_of(said: str) -> tuple[str, ...]:
    """Return the codes of what was said, but for what is said of form and data anyway."""
    return tuple(dict.fromkeys(c for c in _CODE.findall(said) if c not in _ANYWAY))


def ended(process: subprocess.Popen[bytes]) -> tuple[int, str]:
    """Wait for a run; return its status and what it said, which must be no traceback."""
    _, said = process.communicate(timeout=60)
    text = said.decode("utf-8", "replace")
    require(not _STRAY.search(text), text)
    return process.returncode, text


def reaches(process: subprocess.Popen[bytes], met: Callable[[], bool]) -> None:
    """Wait until something is so, or the run has ended."""
    until = time.monotonic() + 30
    while process.poll() is None and not met():
        require(time.monotonic() < until, "it does not come so far")
        time.sleep(0.001)


def listens(process: subprocess.Popen[bytes]) -> Callable[[], bool]:
    """Return what says whether a process has taken signals into its own hands (on Linux)."""
    status = Path(f"/proc/{process.pid}/status")

    def met() -> bool:
        found = re.search(r"SigCgt:\s*(\w+)", status.read_text()) if status.exists() else None
        return bool(found and int(found[1], 16) >> (signal.SIGTERM - 1) & 1)

    return met


def workers(process: subprocess.Popen[bytes]) -> list[int]:
    """Return the processes that a run has started (on Linux)."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    return [int(word) for word in children.read_text().split()]


def _is_whole(path: Path, data: bytes) -> bool:
    match path.suffix:
        case ".pdf":
            return data.startswith(b"%PDF") and data.rstrip().endswith(b"%%EOF")
        case ".png":
            return data.endswith(b"IEND\xaeB`\x82")
        case ".docx" | ".xlsx":
            with path.open("rb") as file:
                return zipfile.is_zipfile(file) and zipfile.ZipFile(file).testzip() is None
        case ".eml":
            return b"\r\n\r\n" in data or b"\n\n" in data
    return True
