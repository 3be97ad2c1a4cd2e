"""Cells that a spreadsheet would run as a formula, made harmless in CSV files that people open.

An apostrophe goes before the first character, as OWASP's "CSV Injection" recommends; the readers
of tables take it off again, so a value survives the way out and back whole.
"""

from __future__ import annotations

import re

_MARK = "'"
# The full-width forms too: Excel takes them for the ordinary ones where Chinese is typed.
RISKY = r"=+\-@\t\r\n＝＋－＠"
"""Characters with which a formula may begin, as a set of a regular expression says them."""
_RUN = re.compile(f"'*[{RISKY}]")
# What a spreadsheet shows as it is: a number of no more digits than it shows in a column, and
# a telephone number with spaces, which is neither a number nor a formula.
_HARMLESS = re.compile(r"-[0-9]{1,10}(\.[0-9]{1,4})?%?|\+[0-9]{1,3}( [0-9]+)+|[-—]+")


def neutralised(text: str) -> str:
    """Return `text` as a cell that no spreadsheet runs: with an apostrophe before it if need be.

    Negative numbers and telephone numbers like "+86 139 1234 5678" stay as they are. Different
    texts stay different: what already has an apostrophe before a formula gets one more.
    """
    if not text or not _RUN.match(text) or _HARMLESS.fullmatch(text):
        return text
    return _MARK + text


def restored(text: str) -> str:
    """Return the text of a cell that `neutralised` wrote; other texts stay as they are."""
    return text[1:] if text.startswith(_MARK) and _RUN.match(text) else text
