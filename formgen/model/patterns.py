"""Regular expressions of a layout, which end whatever they are and whatever they are matched with.

Python's own matcher is fast and may take for ever: one bad pattern and one text of forty letters
hold it for hours. What is plain enough to be safe goes to it; the rest to one that watches a clock.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

LONGEST_PATTERN = 1000
MOST_SECONDS = 0.25
_MOST_SLOW = 3
_ESCAPED = re.compile(r"\\.", re.DOTALL)
_CLASS = re.compile(r"\[\^?\]?[^\]]*\]")
_REPEATED = re.compile(r"[*+?]|\{[0-9]*,?[0-9]*\}")
_EXACT = re.compile(r"\{[0-9]{1,3}\}")
_SHORT = re.compile(r"\?|\{[0-9]{0,2},[0-9]{1,2}\}")

Matches: TypeAlias = Callable[[str], bool]


class SlowPatternError(Exception):
    """A text cannot be matched with a pattern in a time that anyone would wait for."""


def compile_pattern(pattern: str) -> Matches:
    """Return whether a whole text matches `pattern`, as a function that may be called for ever.

    The function raises SlowPatternError where the pattern takes too long for a text. Raises
    ValueError, with what is wrong, if `pattern` is no regular expression or is too long.
    """
    if len(pattern) > LONGEST_PATTERN:
        raise ValueError(f"it has {len(pattern)} characters; at most {LONGEST_PATTERN}")
    try:
        compiled = re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        raise ValueError(str(error)) from None
    if is_plain(pattern):
        full = compiled.fullmatch
        return lambda text: full(text) is not None
    return _watched(pattern)


def is_plain(pattern: str) -> bool:
    """Whether matching is quick with any text: one part of any length, or three of short ones.

    A group that is repeated, or referred to, is never plain.
    """
    if re.search(r"\\[1-9]", pattern):
        return False
    bare = _CLASS.sub("c", _ESCAPED.sub("e", pattern)).replace("(?", "(")
    repeats = [match[0] for match in _REPEATED.finditer(bare)]
    varying = [each for each in repeats if not _EXACT.fullmatch(each)]
    short = all(map(_SHORT.fullmatch, varying))
    few = len(varying) <= 1 or (len(varying) <= 3 and short)
    return few and not re.search(r"\)[*+?{]|\(P=", bare)


def _watched(pattern: str) -> Matches:
    import regex

    try:
        compiled = regex.compile(pattern)
    except regex.error as error:
        raise ValueError(str(error)) from None
    slow = 0

    def matches(text: str) -> bool:
        nonlocal slow
        if slow >= _MOST_SLOW:  # a run of ten thousand records must not wait for each of them
            raise SlowPatternError
        try:
            return compiled.fullmatch(text, timeout=MOST_SECONDS) is not None
        except TimeoutError:
            slow += 1
            raise SlowPatternError from None

    return matches
