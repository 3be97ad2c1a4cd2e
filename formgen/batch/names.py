"""File names that every file system takes, one for each record, none twice."""

from __future__ import annotations

import re
import unicodedata

from formgen.data.formula import neutralised

LONGEST = 255
"""bytes in UTF-8, with the ending: what Linux takes; Windows and macOS take no fewer."""

_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_RESERVED = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(\..*)?",
    re.IGNORECASE | re.DOTALL,
)
_UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")
"""Kinds of characters that no one sees, or that turn the direction of what is seen. Not those
of no known kind and for private use: rare characters of names are among them."""


def safe_name(wanted: str, ending: str, otherwise: str) -> str:
    """Return a file name like `wanted` that every file system takes, with `.ending` at its end.

    What a name may not have becomes `_`: separators and what Windows forbids, control and
    invisible characters, a reserved name, a first character that hides a file, starts an option
    or a formula. It is normalised (NFC) and cut to 255 bytes of UTF-8; where nothing is left it
    is `otherwise`.
    """
    stem = unicodedata.normalize("NFC", wanted).strip()
    if stem.casefold().endswith(f".{ending}".casefold()):
        stem = stem[: -len(ending) - 1]
    stem = _harmless(stem if stem.isprintable() else "".join(map(_seen, stem)))
    return _cut(stem or otherwise, LONGEST - len(f".{ending}".encode())) + f".{ending}"


class Names:
    """Hands out names; one that is taken gets a number: `name (2).pdf`.

    Names that differ only in case, or in how their accents are composed, are the same.
    """

    def __init__(self, reserved: tuple[str, ...] = ()) -> None:
        self._taken = dict.fromkeys(map(_fold, reserved), 1)

    def take(self, name: str) -> str:
        """Return `name` if it is free, else one with the first number that is."""
        key = _fold(name)
        if key not in self._taken:
            self._taken[key] = 1
            return name
        stem, dot, ending = name.rpartition(".")
        while True:
            self._taken[key] += 1
            mark = f" ({self._taken[key]})"
            other = _cut(stem, LONGEST - len(f"{mark}{dot}{ending}".encode())) + mark + dot + ending
            if _fold(other) not in self._taken:
                self._taken[_fold(other)] = 1
                return other


def _fold(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())


def _seen(character: str) -> str:
    return "_" if unicodedata.category(character) in _UNSEEN else character


def _harmless(stem: str) -> str:
    stem = _FORBIDDEN.sub("_", stem).rstrip(". ").lstrip(" ")
    if stem and (stem[0] in ".-~" or neutralised(stem) != stem):
        stem = "_" + stem[1:]
    return f"_{stem}" if _RESERVED.fullmatch(stem) else stem


def _cut(stem: str, room: int) -> str:
    """Return as much of `stem` as `room` bytes hold, a letter and its accents whole or not."""
    if len(stem.encode()) <= room:
        return stem
    kept = stem.encode()[:room].decode(errors="ignore")
    while kept and unicodedata.combining(stem[len(kept)]):
        kept = kept[:-1]
    return kept.rstrip(". ")
