"""Font objects: one composite font a face, embedded as the subset of the characters drawn.

Source: ISO 32000-1, 9.7 (composite fonts), 9.8 (descriptors), 9.10.3 (ToUnicode).
"""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice

from formgen.text.face import Face
from formgen.text.subset import Subset, Subsetter
from formgen.writers.pdf.codes import FaceCodes, FontCodes
from formgen.writers.pdf.content import number, numbers
from formgen.writers.pdf.syntax import Objects

_FIXED_PITCH, _SYMBOLIC, _ITALIC = 1, 4, 64
_LONGEST_BLOCK = 100
_STANDS_FOR = {"\u2e3a": "\u2014\u2014"}  # the two-em dash is how "——" is drawn without a gap

_TO_UNICODE_HEAD = """\
/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
"""
_TO_UNICODE_TAIL = """\
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


class Subsets:
    """Makes subsets of faces, and remembers what it has read of them for the next ones."""

    def __init__(self) -> None:
        self._subsetters: dict[str, Subsetter] = {}
        self._descriptors: dict[str, dict[str, str]] = {}

    def of(self, face: Face, characters: str) -> Subset:
        """Return a subset of `face`; raises what `make_subset` raises."""
        subsetter = self._subsetters.get(face.key)
        if subsetter is None:
            subsetter = self._subsetters[face.key] = Subsetter(face)
        return subsetter.subset(characters, named=False)

    def descriptor(self, face: Face) -> dict[str, str]:
        """Return those entries of the font descriptor that all subsets of a face have."""
        found = self._descriptors.get(face.key)
        if found is None:
            found = self._descriptors[face.key] = _descriptor(face)
        return found


def embed_fonts(codes: FontCodes, file: Objects, subsets: Subsets | None = None) -> dict[str, str]:
    """Embed every face that text was drawn with and return the references of the fonts by name.

    A face is embedded as a subset of the characters drawn.
    """
    subsets = subsets or Subsets()
    return {font.name: _embed(font, file, subsets) for font in codes if font}


def _embed(font: FaceCodes, file: Objects, subsets: Subsets) -> str:
    subset = subsets.of(font.face, font.characters())
    name = f"/{subset.tag}+{font.face.key}"
    program = file.add_stream(subset.data, {"Length1": str(len(subset.data))})
    descriptor = {"FontName": name, "FontFile2": program, **subsets.descriptor(font.face)}
    descendant = file.add_dictionary(
        {
            "Type": "/Font",
            "Subtype": "/CIDFontType2",
            "BaseFont": name,
            "CIDSystemInfo": "<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>",
            "CIDToGIDMap": "/Identity",
            "FontDescriptor": file.add_dictionary(descriptor),
            **_widths(subset.widths[1 : len(font) + 1]),
        }
    )
    return file.add_dictionary(
        {
            "Type": "/Font",
            "Subtype": "/Type0",
            "BaseFont": name,
            "Encoding": "/Identity-H",
            "DescendantFonts": f"[{descendant}]",
            "ToUnicode": file.add_stream(_to_unicode(font.characters()).encode("ascii")),
        }
    )


def _descriptor(face: Face) -> dict[str, str]:
    scale = 1000 / face.units_per_em
    box = struct.unpack_from(">4h", face.table("head"), 36)
    slant, is_fixed = _post(face)
    weight, cap_height = _os2(face)
    flags = _SYMBOLIC | (_FIXED_PITCH if is_fixed else 0) | (_ITALIC if slant else 0)
    return {
        "Type": "/FontDescriptor",
        "Flags": str(flags),
        "FontBBox": f"[{' '.join(str(round(edge * scale)) for edge in box)}]",
        "ItalicAngle": number(slant),
        "Ascent": str(round(face.ascent * 1000)),
        "Descent": str(round(face.descent * 1000)),
        "CapHeight": str(round(cap_height * scale if cap_height else face.ascent * 1000)),
        # No TrueType table holds the stem; this line runs through what faces of 400 and 700 have.
        "StemV": str(round(10 + 220 * (weight - 50) / 900)),
    }


def _post(face: Face) -> tuple[float, bool]:
    """Return the slant in degrees, counter-clockwise, and whether all advances are alike."""
    post = face.table("post")
    if len(post) < 16:
        return 0.0, False
    slant, is_fixed = struct.unpack_from(">i4xI", post, 4)
    return slant / 65536, bool(is_fixed)


def _os2(face: Face) -> tuple[int, int]:
    """Return the weight (400 is regular) and the height of capitals, 0 where it is not said."""
    os2 = face.table("OS/2")
    weight = struct.unpack_from(">H", os2, 4)[0] if len(os2) >= 6 else 400
    cap_height = struct.unpack_from(">h", os2, 88)[0] if len(os2) >= 90 else 0
    return weight, cap_height


def _widths(widths: Sequence[float]) -> dict[str, str]:
    """Return the most frequent width as /DW and the others as /W; the first is that of code 1."""
    usual = Counter(widths).most_common(1)[0][0]
    runs: list[tuple[int, list[float]]] = []
    for code, width in enumerate(widths, 1):
        if width == usual:
            continue
        if runs and runs[-1][0] + len(runs[-1][1]) == code:
            runs[-1][1].append(width)
        else:
            runs.append((code, [width]))
    listed = " ".join(f"{first} [{numbers(*run)}]" for first, run in runs)
    return {"DW": number(usual), **({"W": f"[{listed}]"} if listed else {})}


def _to_unicode(characters: str) -> str:
    entries = [f"<{code:04X}> <{_utf_16(char)}>\n" for code, char in enumerate(characters, 1)]
    return _TO_UNICODE_HEAD + "".join(_blocks(iter(entries))) + _TO_UNICODE_TAIL


@lru_cache(maxsize=8192)
def _utf_16(char: str) -> str:
    return _STANDS_FOR.get(char, char).encode("utf-16-be").hex().upper()


def _blocks(entries: Iterator[str]) -> Iterator[str]:
    while block := list(islice(entries, _LONGEST_BLOCK)):
        yield f"{len(block)} beginbfchar\n{''.join(block)}endbfchar\n"
