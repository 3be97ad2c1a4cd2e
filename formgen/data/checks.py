"""Checks: a single box that is ticked or not."""

from __future__ import annotations

import unicodedata

from formgen.data.refusal import Refusal, kind, quote

_TICKED = frozenset(("true", "yes", "y", "1", "是", "有", "✓", "✔", "√", "☑"))
_EMPTY = frozenset(("false", "no", "n", "0", "否", "无", "□", "☐"))
_ALLOWED = "true/false, yes/no, y/n, 1/0, 是/否, 有/无, ✓/□"


def read_check(value: object) -> bool | None:
    """Return whether the box is ticked, or None where `value` is empty; raises Refusal.

    A cross is refused: some mean yes by it and others no.
    """
    if isinstance(value, bool):
        return value
    if not isinstance(value, (str, int, float)):
        raise Refusal("wrong-type", f"{kind(value)} was given; allowed: {_ALLOWED}")
    text = value if isinstance(value, str) else f"{value:g}"
    word = unicodedata.normalize("NFKC", text).strip().casefold()
    if word in _TICKED:
        return True
    if word in _EMPTY:
        return False
    if not word:
        return None
    raise Refusal("bad-check", f"{quote(value)} is neither yes nor no; allowed: {_ALLOWED}")
