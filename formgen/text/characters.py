"""What a character is to the typesetter: one letter a character, which all the rules work on.

Sources: CLREQ (W3C, "Requirements for Chinese Text Layout"), GB/T 15834-2011 (5.1, the places of
punctuation), JIS X 4051:2004 (line-start and line-end prohibition), UAX 14 (line breaking).
"""

from __future__ import annotations

import re
import unicodedata

INLINE_BOX = "\ufffc"
"""Stands for an inline box (a blank, a checkbox) in text; set like an ideograph."""

FULL_WIDTH_OPENING = "‘“〈《「『【〔〖〘〚〝（［｛｟"
"""Full-width marks whose ink stands in the right half of the em.

Verified against the GPOS feature `halt` of Noto Sans SC Regular and Bold: placement -500 and
advance -500 of 1000. The same holds for the closing marks below, with placement 0.
"""
FULL_WIDTH_CLOSING = "’”〉》」』】〕〗〙〛〞〟）］｝｠、。，．：；！？"

_OTHER_OPENING = "([{«‹¡¿｢﹙﹛﹝"
_OTHER_CLOSING = "!),.:;?]}»›｡､｣ﾞﾟ‼⁇⁈⁉﹐﹑﹒﹔﹕﹖﹗﹚﹜﹞"
_SEPARATORS = "·‧・･～〜–－／"
_AFTER_FIGURES = "%％‰℃℉°′″¢￠"
_SMALL_KANA = "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶー々〻ゝゞヽヾｧｨｩｪｫｬｭｮｯｰ" + "".join(
    map(chr, range(0x31F0, 0x3200))
)

NO_END = frozenset(FULL_WIDTH_OPENING + _OTHER_OPENING)
"""Characters that may not end a line (CLREQ, GB/T 15834-2011 5.1.6, JIS X 4051 6.1.1)."""
NO_START = frozenset(
    FULL_WIDTH_CLOSING + _OTHER_CLOSING + _SEPARATORS + _AFTER_FIGURES + _SMALL_KANA
)
"""Characters that may not start a line (the same; GB/T 15834-2011 5.1.1, 5.1.7-5.1.11)."""

SPACES = frozenset(
    " \t\r\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u200b\u205f\u3000"
)
"""Spaces after which a line may end, and which are dropped there."""

_CLASS_OF = {
    "N": "\n",
    "S": "".join(sorted(SPACES)),
    "G": "\u00a0\u2007\u202f\u2060\ufeff",
    "J": "\u200d",
    "O": FULL_WIDTH_OPENING,
    "o": _OTHER_OPENING,
    "C": FULL_WIDTH_CLOSING,
    "c": _OTHER_CLOSING + _SEPARATORS + _AFTER_FIGURES,
    "k": _SMALL_KANA,
    "Q": "\"'",
    "h": "-‐~",
    "f": "/",
    "E": "…⋯‥",
    "M": "—―",
    "T": "⸺⸻",
    "P": "№ℓ‑−￥＄￡",
    "i": INLINE_BOX,
}
_HAN_AND_KANA = re.compile(
    "[\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3038-\u303b\u3041-\u3096\u309d-\u30ff\u3105-\u312f"
    "\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003fffd]"
)
_LIKE_IDEOGRAPHS = re.compile(
    "[\u2460-\u24ff\u2776-\u2793\u3000-\u33ff\ua000-\ua4cf\U00016fe0-\U00018fff"
    "\U0001b000-\U0001b2ff\U0001f100-\U0001f2ff]"
)
_CONTINUES = re.compile("[\u00ad\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")
_FULL_WIDTH_ALPHANUMERIC = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]")
_REGIONAL_INDICATOR = re.compile("[\U0001f1e6-\U0001f1ff]")
_BY_PATTERN = (
    (_CONTINUES, "X"),
    (_REGIONAL_INDICATOR, "R"),
    (_HAN_AND_KANA, "I"),
    (_LIKE_IDEOGRAPHS, "i"),
    (_FULL_WIDTH_ALPHANUMERIC, "F"),
)
_BY_CATEGORY = {"M": "X", "Cf": "X", "Nd": "D", "N": "L", "L": "L", "Sc": "P"}


class _Classes(dict[str, str]):
    """Class of each character, worked out when it is first met."""

    def __missing__(self, char: str) -> str:
        self[char] = found = _classify(char)
        return found


def _classify(char: str) -> str:
    for pattern, name in _BY_PATTERN:
        if pattern.match(char):
            return name
    category = unicodedata.category(char)
    known = _BY_CATEGORY.get(category) or _BY_CATEGORY.get(category[0])
    is_western = char < "\u0250" or "\u2200" <= char <= "\u22ff"
    return known or ("P" if is_western and category[0] in "PS" else "i")


_CLASSES = _Classes({char: name for name, chars in _CLASS_OF.items() for char in chars})

WESTERN_MARKS = frozenset("‘’“”…")
"""Marks that Chinese and Western text share: an em wide there, narrow and on the baseline here."""
_PAIRS = (re.compile("“[^“”]*”"), re.compile("‘[^‘’]*’"))
_FIRST_CJK = "\u2e80"

_APOSTROPHE = re.compile("(?<=[A-Za-z\u00c0-\u024f])’(?=[A-Za-z\u00c0-\u024f])")
_UNIT = (
    r"(?:[kMGTmcµμ]?(?:m|g|l|L|B|b|bit|bps|V|A|W|Wh|Hz|Pa|s)|t|h|d|min|%|‰|℃|°C|°F|dB)"
    r"(?:[²³]|/(?:s|h|d|min|m[²³]?|kg))?"
)
_TIED = re.compile(
    rf"(?<=\d) (?={_UNIT}(?![\w/]))"
    r"|(?<!\d)(?:\+\d{1,3} )?1\d\d \d{4} \d{4}(?!\d)"
    r"|(?<!\d)0\d{2,3} \d{7,8}(?!\d)"
)
_CONTINUATION = re.compile("(?<=[^NS])(?:X|J[IiL]?)+")


def classes(text: str) -> str:
    """Return one letter for each character of `text`.

    N newline, S space, G glue, O and C full-width opening and closing, o and c other characters
    that may not end or start a line, k small kana and iteration marks, I Han and kana, i what is
    set like them, L letter, D digit, F full-width letter or digit, P Western sign, Q straight
    quote, h hyphen, f slash, E ellipsis, M em dash, T long dash, R flag, x what continues the
    character before it (marks, variation selectors, joined emoji).
    """
    if "’" in text:
        text = straight_apostrophes(text)
    if " " in text:
        text = _TIED.sub(lambda match: match[0].replace(" ", "\u00a0"), text)
    found = "".join([_CLASSES[char] for char in text])
    if "X" in found or "J" in found:
        found = _CONTINUATION.sub(lambda match: "x" * len(match[0]), found)
    return found.replace("RR", "Rx") if "RR" in found else found


def straight_apostrophes(text: str) -> str:
    """Return `text` with ' for ’ inside Western words, where a line may no more end."""
    return _APOSTROPHE.sub("'", text)


def western_marks(text: str) -> frozenset[int]:
    """Return where `text` has quotes and ellipses that stand among Western letters and figures.

    The quotes of a pair go together: both neighbours outside and both inside must be Western. The
    end of the text is as good as a neighbour where there is no Chinese in it.
    """
    if WESTERN_MARKS.isdisjoint(text):
        return frozenset()
    edge = "" if max(text) < _FIRST_CJK else _FIRST_CJK
    pairs = [(m.start(), m.end() - 1) for each in _PAIRS for m in each.finditer(text)]
    paired = {place for pair in pairs for place in pair}
    single = [(i, i) for i, c in enumerate(text) if c in WESTERN_MARKS and i not in paired]
    found = [pair for pair in (*pairs, *single) if _is_western(text, *pair, edge)]
    return frozenset(place for pair in found for place in pair)


def _is_western(text: str, first: int, last: int, edge: str) -> bool:
    outside = _neighbour(text[:first][::-1], edge), _neighbour(text[last + 1 :], edge)
    inside = text[first + 1 : last]
    within = _neighbour(inside, _FIRST_CJK), _neighbour(inside[::-1], _FIRST_CJK)
    neighbours = outside if first == last else (*outside, *within)
    return any(outside) and all(char < _FIRST_CJK for char in neighbours)


def _neighbour(text: str, edge: str) -> str:
    """Return the first letter, figure or Chinese character of `text`, `edge` if it has none."""
    return next((char for char in text if char.isalnum() or char >= _FIRST_CJK), edge)
