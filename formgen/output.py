"""Files that are written whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
from pathlib import Path

from formgen.diagnostics import Place
from formgen.errors import FormgenError, OutputError

_REASONS = {
    errno.ENOSPC: ("disk-full", "the disk is full"),
    errno.EDQUOT: ("disk-full", "the disk quota is used up"),
    errno.EFBIG: ("disk-full", "the file grew past the size that is allowed here"),
    errno.EACCES: ("no-permission", "there is no permission to write there"),
    errno.EPERM: ("no-permission", "there is no permission to write there"),
    errno.EROFS: ("no-permission", "the file system is read-only"),
    errno.ENAMETOOLONG: ("bad-file-name", "the file name is too long"),
}


def write_whole(path: str | os.PathLike[str], data: bytes) -> None:
    """Write `data` to `path`: afterwards the file has all of it, or is as it was before.

    The data goes to a new file in the same folder (its mode follows the umask), is flushed to the
    disk and then renamed. A link is followed; a device or pipe is written to as it is. Raises
    OutputError, and leaves nothing behind, if the folder is missing, the disk is full, or the path
    cannot be written.
    """
    target = Path(path)
    try:
        _write(Path(os.path.realpath(target)), data)
    except OSError as error:
        raise explained(error, target) from error


def require_new(path: str | os.PathLike[str]) -> None:
    """Raise OutputError if there is something at `path`: it may be a user's own work."""
    if os.path.lexists(path) and not _is_stream(Path(path)):
        message = "there is a file of that name already"
        hint = "name another file, or move that one away"
        raise OutputError.of("already-there", message, Place(str(path)), hint)


def _is_stream(path: Path) -> bool:
    return path.exists() and not path.is_file() and not path.is_dir()


def make_folder(path: str | os.PathLike[str]) -> None:
    """Make the folder `path`, and those that it lies in; raises OutputError if it cannot be."""
    folder = Path(path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        message = "there is a file where the folder should be"
        raise OutputError.of("not-a-folder", message, Place(str(folder))) from None
    except OSError as error:
        raise _refused(error, folder, "cannot make the folder") from error


def _write(target: Path, data: bytes) -> None:
    if target.exists() and not target.is_file():
        target.write_bytes(data)
        return
    beside = target.with_name(f".{target.name[:32]}.{os.urandom(6).hex()}.part")
    try:
        _write_new(beside, data)
        beside.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise


def _write_new(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def explained(error: OSError, target: Path) -> FormgenError:
    """Return the OutputError that says why the file `target` could not be written."""
    place = Place(str(target))
    if os.path.isdir(target):
        hint = f"name a file in it, like {target / 'sheet.pdf'}"
        if target.suffix:  # it has the name of a file, and stands in its way
            hint = "move it away, or name another file"
        return OutputError.of("is-a-folder", "this is a folder", place, hint)
    if not os.path.isdir(target.parent):
        message = f"the folder `{target.parent}` does not exist"
        return OutputError.of("no-such-folder", message, place, "make the folder first")
    return _refused(error, target, "cannot write the file")


def unsaved(error: OSError, what: str) -> FormgenError:
    """Return the OutputError that says why `what` is not written, which is no file with a name."""
    return _refused(error, Path(what), "cannot write there")


def _refused(error: OSError, target: Path, what: str) -> FormgenError:
    code, reason = _REASONS.get(error.errno or 0, ("not-written", error.strerror or str(error)))
    return OutputError.of(code, f"{what}: {reason}", Place(str(target)))
