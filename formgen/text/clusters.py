"""Where a line may end: between clusters that stay whole.

A cluster is `[no-end]* (Latin or number run | … run | dash run | one character) [no-start]*` with
the spaces after it (CLREQ "Prohibition rules for line start and line end"; UAX 14).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from formgen.text.characters import classes

_RUN = "[LDFPhf](?:[LDFPhfcoQGx]*[LDFPhfcx])?"
_ATOM = f"(?:{_RUN}|E[Ex]*|[MT][MTx]*|[^NS]x*)"
_BEFORE = "(?:[Oo]x*S*|[QG]x*)*"
_AFTER = "(?:S*[Cck]x*|h(?!D)x*|fx*|M(?![MT])x*)*"
_UNIT = f"{_BEFORE}{_ATOM}{_AFTER}"
_CLUSTER = re.compile(f"S*{_UNIT}(?:[QG]x*(?:{_UNIT}|{_AFTER}))*S*N?|S*N|S+")

_WESTERN_TOKEN = re.compile("[!-~]{4,}")
_IS_URL = re.compile(r"(?:https?|ftp)://|www\.", re.IGNORECASE)
_URL_BREAK = re.compile(r"[/?&=](?<!//)(?=[A-Za-z0-9_~@$#-])")
_WORD_BREAK = re.compile("(?<=[A-Za-z]{2})[-/](?=[A-Za-z]{2})")


def break_points(text: str) -> list[int]:
    """Return the sorted offsets where a line may end (exclusive); the last is `len(text)`.

    Numbers with their signs and units, dates, telephone numbers, e-mail addresses and words stay
    whole; a hyphenated word may break after a hyphen between letters, an address of the web after
    / ? & =. Spaces and a newline belong to the cluster before them.
    """
    points = {match.end() for match in _CLUSTER.finditer(classes(text))}
    if "-" in text or "/" in text:
        points.update(_breaks_in_words(text))
    return sorted(points)


def _breaks_in_words(text: str) -> Iterator[int]:
    for token in _WESTERN_TOKEN.finditer(text):
        url = _IS_URL.search(token[0])
        if url is None and "@" in token[0]:
            continue
        start = token.start() + (url.start() if url else 0)
        for match in (_URL_BREAK if url else _WORD_BREAK).finditer(text, start, token.end()):
            yield match.end()
