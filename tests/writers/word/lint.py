"""A lint for what validators of Word documents miss."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"


def findings(data: bytes) -> list[str]:
    """Return what is wrong with a document, nothing if it is sound."""
    with ZipFile(BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
        doubled = [name for name, count in Counter(package.namelist()).items() if count > 1]
    found = [f"{name} is there twice" for name in doubled]
    trees = {}
    for name, content in parts.items():
        if name.endswith((".xml", ".rels")):
            try:
                trees[name] = etree.fromstring(content)
            except etree.XMLSyntaxError as error:
                found.append(f"{name} is not XML: {error}")
    found += _packaging(parts, trees)
    for name, tree in trees.items():
        if name.startswith("word/") and name.endswith(".xml"):
            found += [f"{name}: {each}" for each in _part(tree)]
    found += _ids(trees)
    found += _styles(trees)
    return found


def _styles(trees: dict[str, etree._Element]) -> Iterator[str]:
    defined = Counter(
        style.get(f"{W}styleId", "") for style in trees["word/styles.xml"].iter(f"{W}style")
    )
    yield from (f"the style {name} is defined twice" for name, n in defined.items() if n > 1)
    for name, tree in trees.items():
        for each in tree.iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle"):
            if each.get(f"{W}val") not in defined:
                yield f"{name} uses the style {each.get(f'{W}val')}, which is not defined"


def _packaging(parts: dict[str, bytes], trees: dict[str, etree._Element]) -> Iterator[str]:
    types = trees["[Content_Types].xml"]
    overrides = {each.get("PartName", "") for each in types if each.get("PartName")}
    defaults = {each.get("Extension", "") for each in types if each.get("Extension")}
    for name in overrides:
        if name.lstrip("/") not in parts:
            yield f"an override names {name}, which is not there"
    for name in parts:
        ending = name.rpartition(".")[2]
        if f"/{name}" not in overrides and ending not in defaults:
            yield f"{name} has no content type"
    for name, tree in trees.items():
        if name.endswith(".rels"):
            folder = name.replace("_rels/", "").rpartition("/")[0]
            for each in tree:
                target = f"{folder}/{each.get('Target')}".lstrip("/")
                if target not in parts:
                    yield f"{name} points to {target}, which is not there"
    for name, tree in trees.items():
        rels = trees.get(re.sub(r"([^/]+)$", r"_rels/\1.rels", name))
        known = {each.get("Id") for each in rels} if rels is not None else set()
        for each in tree.iter():
            for key, value in each.attrib.items():
                if str(key).startswith(R) and value not in known:
                    yield f"{name} uses the relationship {value!r}, which it does not have"


def _part(tree: etree._Element) -> Iterator[str]:
    used = {str(e.tag).partition("}")[0][1:] for e in tree.iter() if isinstance(e.tag, str)}
    if W14 in used and "w14" not in tree.get(f"{MC}Ignorable", "").split():
        yield "w14 is used and not ignorable"
    for cell in tree.iter(f"{W}tc"):
        if len(cell) == 0 or cell[-1].tag != f"{W}p":
            yield "a cell does not end with a paragraph"
    for table in tree.iter(f"{W}tbl"):
        yield from _table(table)
    for height in tree.iter(f"{W}trHeight"):
        if height.get(f"{W}hRule") == "exact" and not 0 < int(height.get(f"{W}val", "0")) <= 31680:
            yield f"an exact row is {height.get(f'{W}val')} high"
    for spacing in tree.iter(f"{W}spacing"):
        if spacing.get(f"{W}lineRule") == "exact" and int(spacing.get(f"{W}line", "0")) <= 0:
            yield "an exact line has no height"
        if int(spacing.get(f"{W}before", "0")) < 0 or int(spacing.get(f"{W}after", "0")) < 0:
            yield "a paragraph has negative space"
    kinds = Counter(each.get(f"{W}fldCharType") for each in tree.iter(f"{W}fldChar"))
    if len(set(kinds.values())) > 1:
        yield f"fields are not balanced: {dict(kinds)}"
    starts, ends = (
        len(list(tree.iter(f"{W}bookmarkStart"))),
        len(list(tree.iter(f"{W}bookmarkEnd"))),
    )
    if starts != ends:
        yield f"{starts} bookmarks start and {ends} end"
    for instruction in tree.iter():
        if not isinstance(instruction.tag, str):
            yield f"something was not filled: {etree.tostring(instruction)!r}"
    if b"@id" in etree.tostring(tree):
        yield "an id was not filled"


def _table(table: etree._Element) -> Iterator[str]:
    columns = [int(each.get(f"{W}w", "0")) for each in table.iterfind(f"{W}tblGrid/{W}gridCol")]
    if len(columns) > 63:
        yield f"a table has {len(columns)} columns; Word takes 63"
    if min(columns, default=1) <= 0:
        yield "a column has no width"
    for row in table.iterfind(f"{W}tr"):
        spans = [
            _span(cell) for cell in row.iterfind(f"{W}tc")
        ]  # fmt: skip
        if sum(spans) != len(columns):
            yield f"a row spans {sum(spans)} of {len(columns)} columns"
        at = 0
        for cell, span in zip(row.iterfind(f"{W}tc"), spans, strict=True):
            width = cell.find(f"{W}tcPr/{W}tcW")
            stated = int(width.get(f"{W}w", "0")) if width is not None else 0
            if stated != sum(columns[at : at + span]):
                yield f"a cell is {stated} wide, its columns {sum(columns[at : at + span])}"
            at += span


def _span(cell: etree._Element) -> int:
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    return int(span.get(f"{W}val", "1")) if span is not None else 1


def _ids(trees: dict[str, etree._Element]) -> Iterator[str]:
    for path, what in ((f"{W}sdtPr/{W}id", "control"), (f"{WP}docPr", "drawing")):
        counted: Counter[str | None] = Counter()
        for name, tree in trees.items():
            if name.startswith("word/"):
                found = tree.iterfind(f".//{path}")
                counted.update(each.get(f"{W}val") or each.get("id") for each in found)
        for number, count in counted.items():
            if count > 1:
                yield f"{count} {what}s have the id {number}"
