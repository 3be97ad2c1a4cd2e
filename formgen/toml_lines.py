"""The lines on which the keys of a TOML file stand: its parser does not tell them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

Key: TypeAlias = tuple[str, ...]

_TABLE = re.compile(r"""\s*\[((?:[^\[\]"']|"[^"]*"|'[^']*')+)\]""")
_PAIR = re.compile(r"""\s*((?:[A-Za-z0-9_\-. \t]|"[^"]*"|'[^']*')+)=""")


@dataclass(frozen=True, slots=True)
class Lines:
    """The line of each key of a file, as the names of its tables and its own."""

    by_key: Mapping[Key, int]

    def of(self, key: Key) -> int:
        """Return the line of `key`, else that of the table that it is in; 0 if neither is known.

        What an inline table holds stands where the table does.
        """
        for length in range(len(key), 0, -1):
            if key[:length] in self.by_key:
                return self.by_key[key[:length]]
        return 0


def lines_of(text: str) -> Lines:
    """Return the lines of the keys of `text`, which is TOML; of a repeated one the first."""
    lines: dict[Key, int] = {}
    table: Key = ()
    for number, line in enumerate(text.split("\n"), 1):
        head, pair = _TABLE.match(line), _PAIR.match(line)
        if head:
            table = _key(head[1])
        key = table if head else (*table, *_key(pair[1])) if pair else ()
        for length in range(1, len(key) + 1):
            lines.setdefault(key[:length], number)
    return Lines(lines)


def _key(text: str) -> Key:
    """Return the names that a dotted key has; none if it is no key after all."""
    try:
        found: object = tomllib.loads(f"{text} = 0")
    except tomllib.TOMLDecodeError:
        return ()
    names: list[str] = []
    while isinstance(found, dict):
        name, found = next(iter(found.items()))
        names.append(name)
    return tuple(names)
