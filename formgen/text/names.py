"""The names of a face: PostScript name, family and style, from the `name` table."""

from __future__ import annotations

import struct

from formgen.dataclass import dataclass

_WINDOWS, _MACINTOSH, _UNICODE = 3, 1, 0
_ENGLISH = {(_WINDOWS, 0x0409), (_MACINTOSH, 0), (_UNICODE, 0)}
_FAMILY, _STYLE, _POSTSCRIPT, _TYPOGRAPHIC_FAMILY, _TYPOGRAPHIC_STYLE = 1, 2, 6, 16, 17


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a face, each "" if it has none."""

    postscript: str = ""
    family: str = ""
    style: str = ""


def read_names(table: bytes) -> Names:
    """Return the names in a `name` table, the English ones where there are several.

    Raises struct.error if the table is broken.
    """
    if not table:
        return Names()
    found = _records(table)
    return Names(
        postscript=found.get(_POSTSCRIPT, ""),
        family=found.get(_TYPOGRAPHIC_FAMILY) or found.get(_FAMILY, ""),
        style=found.get(_TYPOGRAPHIC_STYLE) or found.get(_STYLE, ""),
    )


def _records(table: bytes) -> dict[int, str]:
    count, storage = struct.unpack_from(">HH", table, 2)
    found: dict[int, tuple[int, str]] = {}
    for record in struct.iter_unpack(">6H", table[6 : 6 + 12 * count]):
        platform, _, language, name_id, length, offset = record
        raw = table[storage + offset : storage + offset + length]
        text = raw.decode("mac-roman" if platform == _MACINTOSH else "utf-16-be", "replace")
        rank = ((platform, language) not in _ENGLISH) * 2 + (platform != _WINDOWS)
        if text.strip() and rank < found.get(name_id, (4, ""))[0]:
            found[name_id] = (rank, text.strip())
    return {name_id: text for name_id, (_, text) in found.items()}
