"""Pictures: bytes, or the name of a file below the folder of the data."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from formgen.data.refusal import Refusal, kind, quote
from formgen.resources import FolderLibrary, is_safe_name

# PNG: ISO/IEC 15948, 5.2. JPEG: SOI and the first byte of a marker, ITU-T T.81, B.1.
_SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


def image_reader(base: Path | None) -> Callable[[object], bytes | None]:
    """Return a function from a raw value to the bytes of a PNG or JPEG picture, or None.

    File names are taken relative to the folder `base` and never lead out of it; without a `base`
    only bytes are taken. The function raises Refusal.
    """
    folder = FolderLibrary.of([base]) if base is not None else None

    def read(value: object) -> bytes | None:
        if isinstance(value, bytes):
            return _checked(value, "the picture") if value else None
        if not isinstance(value, (str, Path)):
            raise Refusal("wrong-type", f"{kind(value)} was given; allowed: the name of a file")
        name = str(value).strip()
        return _checked(_content(folder, name), quote(name)) if name else None

    return read


def _content(folder: FolderLibrary | None, name: str) -> bytes:
    if folder is None:
        raise Refusal("bad-image", f"{quote(name)} cannot be looked up: the data has no folder")
    if "\0" in name or not is_safe_name(name):
        raise Refusal(
            "bad-image",
            f"{quote(name)} leads out of the folder of the data",
            "put the picture below that folder and name it with forward slashes",
        )
    try:
        content = folder.read(name)
    except OSError as error:
        reason = error.strerror or "the system says no"
        raise Refusal("bad-image", f"{quote(name)} cannot be read: {reason}") from error
    if content is None:
        raise Refusal("bad-image", f"{quote(name)} is not there, below the folder of the data")
    return content


def _checked(content: bytes, name: str) -> bytes:
    if content.startswith(_SIGNATURES):
        return content
    raise Refusal("bad-image", f"{name} is not a PNG or JPEG picture")
