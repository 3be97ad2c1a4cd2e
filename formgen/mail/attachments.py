"""What is attached: files within the folder of the data, and files that go to everyone."""

from __future__ import annotations

import os
from hashlib import sha256
from mimetypes import MimeTypes
from pathlib import Path, PurePosixPath, PureWindowsPath

from formgen.data.refusal import Refusal
from formgen.dataclass import dataclass
from formgen.mail.characters import require_one_line

_OFFICE = "application/vnd.openxmlformats-officedocument."
_TYPES = {
    ".docx": f"{_OFFICE}wordprocessingml.document",
    ".xlsx": f"{_OFFICE}spreadsheetml.sheet",
    ".pptx": f"{_OFFICE}presentationml.presentation",
}
_BYTES = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file as it is attached: its name, its media type (`application/pdf`) and its bytes."""

    name: str
    kind: str
    data: bytes

    @property
    def digest(self) -> str:
        """The SHA-256 of its bytes."""
        return sha256(self.data).hexdigest()


def attached(path: Path, folder: Path | None = None) -> Attachment:
    """Return the file `path`, or the one that is called so in `folder` and does not lead out.

    Raises Refusal if it cannot be attached.
    """
    found = path if folder is None else _within(path, folder)
    name = require_one_line(path.name, "the name of the file")
    try:
        with found.open("rb") as file:
            return Attachment(name, _kind(name), file.read())
    except FileNotFoundError as error:
        raise Refusal("no-attachment", "the file to attach does not exist") from error
    except OSError as error:
        message = f"the file to attach cannot be read: {error.strerror or error}"
        raise Refusal("no-attachment", message) from error


def relative(text: str) -> Path:
    """Return the path of a cell; raises Refusal if it is no relative one."""
    require_one_line(text, "the path")
    text = text.strip().replace("\\", "/")
    if PurePosixPath(text).is_absolute() or PureWindowsPath(text).drive or text.startswith("~"):
        raise _outside()
    return Path(text)


def _within(path: Path, folder: Path) -> Path:
    """Return where `path` really is; raises Refusal if that is not within `folder`."""
    base = os.path.realpath(folder)
    real = os.path.realpath(os.path.join(base, path))
    if os.path.commonpath((base, real)) != base or real == base:
        raise _outside()
    return Path(real)


def _outside() -> Refusal:
    message = "the file to attach is not in the folder of the data"
    return Refusal("outside", message, "paths are relative to the data and stay in its folder")


def _kind(name: str) -> str:
    """Return the media type by the ending: the same on every machine, whatever it knows."""
    ending = os.path.splitext(name)[1].lower()
    known, packed = MimeTypes().guess_type(name)
    return _TYPES.get(ending) or (known if known and not packed else _BYTES)
