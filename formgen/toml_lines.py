"""The lines on which the keys of a TOML file stand: its parser does not tell them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeAlias

from formgen.dataclass import dataclass

Key: TypeAlias = tuple[str, ...]

_TABLE = re.compile(r"""\[((?:[^\[\]"']|"[^"]*"|'[^']*')+)\]""")
_PAIR = re.compile(r"""((?:[A-Za-z0-9_\-. \t]|"[^"]*"|'[^']*')+)=""")
_DEEPEST = 8
"""So many names of a key are told apart; what lies deeper stands where these do."""


@dataclass(frozen=True, slots=True)
class Lines:
    """The line of each key of a file, as the names of its tables and its own."""

    by_key: Mapping[Key, int]

    def of(self, key: Key) -> int:
        """Return the line of `key`, else that of the table that it is in; 0 if neither is known.

        What an inline table holds stands where the table does.
        """
        for length in range(min(len(key), _DEEPEST), 0, -1):
            if key[:length] in self.by_key:
                return self.by_key[key[:length]]
        return 0


def lines_of(text: str) -> Lines:
    """Return the lines of the keys of `text`, which is TOML; of a repeated one the first."""
    lines: dict[Key, int] = {}
    table: Key = ()
    for number, line in enumerate(text.split("\n"), 1):
        line = line.lstrip()
        head, pair = _TABLE.match(line), _PAIR.match(line)
        if head:
            table = _key(head[1])
        key = table if head else (*table, *_key(pair[1])) if pair else ()
        for length in range(1, min(len(key), _DEEPEST) + 1):
            lines.setdefault(key[:length], number)
    return Lines(lines)


def _key(text: str) -> Key:
    """Return the names that a dotted key has; none if it is no key after all."""
    import tomllib

    try:
        found: object = tomllib.loads(f"{text} = 0")
    except tomllib.TOMLDecodeError:
        return ()
    names: list[str] = []
    while isinstance(found, dict):
        name, found = next(iter(found.items()))
        names.append(name)
    return tuple(names)
