"""Files that one process holds at a time. The system lets go of them however the process ends."""

from __future__ import annotations

import os
import stat
import sys
import time
from pathlib import Path

from formgen.diagnostics import Place
from formgen.errors import FormgenError, OutputError
from formgen.output import explained

_PATIENCE = 1.5
"""seconds; the workers of a run that was killed let go of its lock a moment after it."""
_OPEN = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)


def hold(path: Path) -> int:
    """Return the descriptor of the file `path`, made if need be, that no other process holds now.

    Raises OutputError if another run holds it, or it cannot be made. Closing it lets go.
    """
    until = time.monotonic() + _PATIENCE
    while True:
        handle = _opened(path)
        if _locked(handle) and _is_at(handle, path):
            return handle
        os.close(handle)
        if time.monotonic() > until:
            raise _in_use(path)
        time.sleep(0.02)


def _opened(path: Path) -> int:
    try:
        handle = os.open(path, _OPEN, 0o666)
    except OSError as error:
        raise explained(error, path) from error
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        message = "this is a device or a pipe where a file is to be"
        raise OutputError.of("not-a-file", message, Place(str(path)), "name another file")
    return handle


def _is_at(handle: int, path: Path) -> bool:
    """Whether the file held is still the one at `path`: its last holder may have removed it."""
    try:
        return os.path.samestat(os.fstat(handle), os.stat(path))
    except FileNotFoundError:
        return False


def _in_use(path: Path) -> FormgenError:
    message = "another run is writing here"
    hint = "wait for it to end, or print into another folder"
    return OutputError.of("in-use", message, Place(str(path.parent)), hint)


if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 30
    """Nobody else may read what is locked there; this byte is behind all that is to be read."""

    def _locked(handle: int) -> bool:
        try:
            os.lseek(handle, _FAR, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(handle, 0, os.SEEK_SET)
        return True

else:
    import fcntl

    def _locked(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
