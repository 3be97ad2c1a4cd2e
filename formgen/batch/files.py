"""The files of a run: staged under a temporary name in their folder, then renamed.

Names are plain, so nothing lands outside the folder; a link that has the name of a file is
replaced, never followed. A run that was killed leaves staged files; the next one removes them.
"""

from __future__ import annotations

import contextlib
import os
import sys
from hashlib import file_digest, sha256
from pathlib import Path

from formgen.dataclass import dataclass
from formgen.diagnostics import Place
from formgen.errors import OutputError
from formgen.output import explained

_STAGED = ".formgen-"
_LEFT = (_STAGED, ".rejects.csv.")
# With O_EXCL a link that has the name is not followed either.
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder that the files of a run go to."""

    path: Path

    def stage(self, index: int, data: bytes) -> str:
        """Write the file of the record `index` under a temporary name and return that name.

        Raises OutputError, and leaves nothing behind, if it cannot be written whole.
        """
        name = f"{_STAGED}{index}.part"
        target = self._place(name)
        try:
            _write(target, data)
        except OSError as error:
            self.drop(name)
            raise explained(error, Path(target)) from error
        return name

    def settle(self, staged: str, name: str) -> None:
        """Give a staged file its name; what had the name before is replaced."""
        target = self._place(name)
        try:
            os.replace(self._place(staged), target)
        except OSError as error:
            self.drop(staged)
            raise explained(error, Path(target)) from error

    def drop(self, staged: str) -> None:
        """Remove a staged file, if it is there."""
        with contextlib.suppress(OSError):
            os.unlink(self._place(staged))

    def clean(self) -> None:
        """Remove what runs that were killed have staged."""
        with contextlib.suppress(OSError), os.scandir(self.path) as entries:
            for name in [each.name for each in entries]:
                if name.startswith(_LEFT) and name.endswith(".part"):
                    self.drop(name)

    def _place(self, name: str) -> str:
        """Return where `name` is: as a string, which takes a tenth of the time of a Path."""
        return os.path.join(self.path, name)

    def digest(self, name: str) -> str:
        """Return the SHA-256 of the file called `name`; "" if there is none, or it is a link."""
        target = self.path / name
        try:
            if os.path.basename(name) != name or target.is_symlink():
                return ""
            with target.open("rb") as file:
                return file_digest(file, "sha256").hexdigest()
        except OSError:
            return ""


def staged_name(name: str) -> str:
    """Return the temporary name of the one file of its folder that is called `name`."""
    return f"{_STAGED}{sha256(name.encode(errors='surrogateescape')).hexdigest()[:16]}.part"


def require_no_link(path: Path) -> None:
    """Raise OutputError if `path` is a link: what is appended to it would land elsewhere."""
    if path.is_symlink():
        message = "this is a link; a run writes no file through a link"
        raise OutputError.of("is-a-link", message, Place(str(path)), "remove it first")


def to_disk(path: Path) -> None:
    """Have all files of the file system that `path` is on written to the disk, where it can be."""
    if not sys.platform.startswith("linux"):
        return
    import ctypes

    with contextlib.suppress(OSError, AttributeError):
        handle = os.open(path, os.O_RDONLY)
        try:
            ctypes.CDLL(None).syncfs(handle)
        finally:
            os.close(handle)


def _write(target: str, data: bytes) -> None:
    handle = _new(target)
    try:
        left = memoryview(data)
        while left:
            left = left[os.write(handle, left) :]
    finally:
        os.close(handle)


def _new(target: str) -> int:
    try:
        return os.open(target, _NEW, 0o666)
    except FileExistsError:
        os.unlink(target)
        return os.open(target, _NEW, 0o666)
