"""Errors, percentages and the reach of a sheet, from the parts of an XLSX workbook (ECMA-376)."""

from __future__ import annotations

import posixpath
import re
import zipfile
from xml.etree import ElementTree

from formgen.data.refusal import quote
from formgen.data.sources.workbook_parts import (
    NO_RESULT,
    PERCENT,
    PERCENT_FORMATS,
    Found,
    TooMuchError,
    blocks,
    shows_percent,
)

_MOST_OF_TREE = 16 << 20
# The strict variant of the standard has other namespaces; only the last words are the same.
_DOCUMENT = "/relationships/officeDocument"


def find_in_xlsx(archive: zipfile.ZipFile, sheet: str) -> Found:
    """Return what is to be known of the sheet of a workbook; raises what reading its parts does."""
    book = _book(archive)
    found = Found()
    part = _part_of(archive, book, sheet)
    if part is None:
        return found
    percent = _percent_styles(archive, book)
    with archive.open(part) as stream:
        head = stream.read(1 << 12)
    prefix = re.search(rb"<(\w+:)?worksheet\b", head)
    scan = _Scan(found, prefix[1] or b"" if prefix else b"", percent)
    with archive.open(part) as stream:
        for block in blocks(stream, b"<" + scan.prefix + b"row"):
            scan.read(block)
    return found


class _Scan:
    """Looks through the XML of a sheet with patterns: a parser would take longer than the rest."""

    def __init__(self, found: Found, prefix: bytes, percent: list[int]) -> None:
        self.prefix = prefix
        self._found = found
        tag = re.escape(prefix)
        at = rb"""[^<>]*?\br=["']([A-Z]{1,3})([0-9]{1,7})["'][^<>]*>"""
        styles = b"|".join(b"%d" % style for style in percent)
        self._rows = re.compile(rb"<" + tag + rb"""row\s[^<>]*?\br=["']([0-9]{1,7})["']""")
        self._far = re.compile(rb"""\sr=["'][A-Z]{1,3}([0-9]{6,7})["']""")
        self._wide = re.compile(rb"""\sr=["']([A-Z]{2,3})[0-9]""")
        self._errors = re.compile(
            rb"<" + tag + rb"""c\s(?=[^<>]*\bt=["']e["'])""" + at
            + rb"(?:\s*<" + tag + rb"f[^<>]*/>|\s*<" + tag + rb"f[^<>]*>[^<]*</" + tag + rb"f>)?"
            + rb"\s*<" + tag + rb"v[^<>]*>([^<]*)<"
        )  # fmt: skip
        self._formulas = re.compile(
            rb"<" + tag + rb"""c\s(?![^<>]*\bt=["']str["'])""" + at
            + rb"\s*<" + tag + rb"f(?:\s[^<>]*)?(?:/>|>[^<]*</" + tag + rb"f>)"
            + rb"\s*(?:<" + tag + rb"v\s*/>|<" + tag + rb"v></" + tag + rb"v>)?"
            + rb"\s*</" + tag + rb"c>"
        )  # fmt: skip
        self._percent = (
            re.compile(rb"<" + tag + rb"""c\s(?=[^<>]*\bs=["'](?:""" + styles + rb""")["'])""" + at)
            if percent
            else None
        )

    def read(self, block: bytes) -> None:
        """Take in one block of whole rows."""
        found = self._found
        rows = [*self._rows.findall(block), *self._far.findall(block)]
        found.rows = max(found.rows, max(map(int, rows), default=0))
        wide = map(_column, set(self._wide.findall(block)))
        found.columns = max(found.columns, max(wide, default=25) + 1)
        for match in self._percent.finditer(block) if self._percent else ():
            found.mark(int(match[2]), _column(match[1]), PERCENT)
        if b'"e"' in block or b"'e'" in block:
            for match in self._errors.finditer(block):
                found.mark(int(match[2]), _column(match[1]), match[3].decode())
        if b"<" + self.prefix + b"f" in block:
            for match in self._formulas.finditer(block):
                found.mark(int(match[2]), _column(match[1]), NO_RESULT)


def _column(letters: bytes) -> int:
    """Return the index of a column from 0: A is 0, AA is 26."""
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index - 1


def _book(archive: zipfile.ZipFile) -> str:
    """Return the name of the workbook's main part."""
    for relation in _tree(archive, "_rels/.rels"):
        if relation.get("Type", "").endswith(_DOCUMENT):
            return relation.get("Target", "").lstrip("/")
    return "xl/workbook.xml"


def _part_of(archive: zipfile.ZipFile, book: str, sheet: str) -> str | None:
    """Return the name of the part that holds a sheet, or None if it is not found."""
    targets = _relations(archive, book)
    for element in _tree(archive, book).iter():
        if element.tag.rpartition("}")[2] == "sheet" and element.get("name") == sheet:
            key = next((v for k, v in element.items() if k.endswith("relationships}id")), "")
            return targets.get(key)
    return None


def _relations(archive: zipfile.ZipFile, book: str) -> dict[str, str]:
    folder, name = posixpath.split(book)
    tree = _tree(archive, posixpath.join(folder, "_rels", f"{name}.rels"))
    return {
        relation.get("Id", ""): posixpath.normpath(
            posixpath.join("/", folder, relation.get("Target", ""))
        ).lstrip("/")
        for relation in tree
    }


def _percent_styles(archive: zipfile.ZipFile, book: str) -> list[int]:
    """Return the numbers of the cell styles that show a percentage."""
    name = posixpath.join(posixpath.dirname(book), "styles.xml")
    if name not in archive.namelist():
        return []
    formats = set(PERCENT_FORMATS)
    styles: list[int] = []
    for element in _tree(archive, name):
        kind = element.tag.rpartition("}")[2]
        if kind == "numFmts":
            formats |= {
                int(f.get("numFmtId", 0)) for f in element if shows_percent(f.get("formatCode", ""))
            }
        elif kind == "cellXfs":
            used = (int(style.get("numFmtId", 0)) for style in element)
            styles = [index for index, number in enumerate(used) if number in formats]
    return styles


def _tree(archive: zipfile.ZipFile, name: str) -> ElementTree.Element:
    size = archive.getinfo(name).file_size
    if size > _MOST_OF_TREE:
        raise TooMuchError(f"has a part {quote(name)} of {size >> 20} MB")
    return ElementTree.fromstring(archive.read(name))
