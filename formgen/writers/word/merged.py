"""Many sheets in one document: each page a section of its own, with its own header and footer.

Page x of y is plain text there: a section cannot count the pages of its record in every reader.
The document's own part is compressed as it grows and kept aside, since headers and footers are
files of their own and are written as they come.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import BinaryIO

from formgen.errors import OutputError
from formgen.layout import Typesetter
from formgen.layout.boxes import FilledPage, Image, Page, Sheet
from formgen.model.values import Values
from formgen.text.fontbook import FontBook
from formgen.writers.options import WordOptions
from formgen.writers.word.bodies import Bodies, structure_of
from formgen.writers.word.document import PICTURE_TYPE, build_document
from formgen.writers.word.gaps import Template
from formgen.writers.word.markup import escaped
from formgen.writers.word.namespaces import DECLARED, IGNORABLE, root
from formgen.writers.word.package import Member, ending
from formgen.writers.word.paragraphs import Para, hair
from formgen.writers.word.sections import reference, section

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_MOST_FILES = 65_000
_IN_MEMORY = 64 << 20
_SHARED = ("word/styles.xml", "word/settings.xml", "word/fontTable.xml", "word/fonts/",
           "word/_rels/fontTable.xml.rels", "docProps/", "_rels/.rels")  # fmt: skip


@dataclass(frozen=True, slots=True)
class _PageParts:
    """A page of a form: its blocks, its header and footer, and how its section ends."""

    body: Template
    header: Template
    footer: Template
    page: Page
    end: float


@dataclass(frozen=True, slots=True)
class _FormParts:
    """The pages of a form, and how many ids one record of it takes."""

    pages: tuple[_PageParts, ...]
    bodies: Bodies
    ids: int


class MergedWord:
    """A Word document with the sheets of many records."""

    def __init__(
        self,
        out: BinaryIO,
        title: str,
        book: FontBook,
        created: datetime | None,
        options: WordOptions,
        *,
        pad_to_even: bool,
    ) -> None:
        self._out, self._title, self._book = out, title, book
        self._created, self._options, self._pad = created, options, pad_to_even
        self._directory: list[bytes] = []
        self._offset = 0
        self._body = _Compressed()
        self._body.add(f"{_HEAD}<w:document {DECLARED} {IGNORABLE}><w:body>")
        self._pending = ""
        self._base = 0
        self._forms: dict[int, tuple[Typesetter, _FormParts]] = {}
        self._relations: list[tuple[str, str]] = []
        self._overrides: list[tuple[str, str]] = []
        self._known: dict[object, str] = {}
        self._bookmarks: set[str] = set()
        self._started = False

    def add(self, typesetter: Typesetter, values: Values, bookmark: str = "") -> int:
        """Append a record's sheet, with a bookmark of that name if given; return its pages."""
        sheet, filled = typesetter.set(values)
        self._start(sheet)
        parts = self._parts(typesetter) if sheet is typesetter.sheet else self._make(sheet)
        for number, page in enumerate(parts.pages):
            self._end_section()
            if bookmark and not number:
                self._body.add(self._bookmark(bookmark))
            self._body.add(page.body.filled(filled, self._base))
            self._pending = self._section(page, filled)
        self._add_pictures(parts.bodies, filled)
        self._base += parts.ids
        count = len(parts.pages)
        if self._pad and count % 2:
            self._end_section()
            self._pending = self._empty(parts.pages[-1])
            return count + 1
        return count

    def close(self) -> None:
        """Write the end of the file. Without it the file is not whole."""
        self._body.add(f"{hair().xml()}{self._pending}</w:body></w:document>")
        self._write(self._body.member("word/document.xml"))
        self._write(Member.of("word/_rels/document.xml.rels", self._relations_xml().encode()))
        self._write(Member.of("[Content_Types].xml", self._types_xml().encode()))
        directory = b"".join(self._directory)
        self._out.write(directory + ending(len(self._directory), len(directory), self._offset))

    # ---- pages --------------------------------------------------------------------------------

    def _start(self, sheet: Sheet) -> None:
        """Write what all sheets share, as the first of them has it."""
        if self._started:
            return
        self._started = True
        named = replace(sheet, title=self._title or sheet.title)
        for member in build_document(named, self._book, self._created, self._options).static:
            if member.name.decode().startswith(_SHARED):
                self._write(member)

    def _parts(self, typesetter: Typesetter) -> _FormParts:
        kept = self._forms.get(id(typesetter))
        if kept is None:
            kept = self._forms[id(typesetter)] = (typesetter, self._make(typesetter.sheet))
        return kept[1]

    def _make(self, sheet: Sheet) -> _FormParts:
        assert sheet.form is not None
        fields = {each.name: each for each in sheet.form.fields}
        bodies = Bodies(sheet, self._book, fields, plain_numbers=True)
        start = max(0.0, sheet.form.page.margins.top - 6.0)
        pages = []
        for number, page in enumerate(sheet.pages):
            blocks = bodies.page(number, self._relate)
            header = bodies.header(number, start, structure_of(page).body.y, self._relate)
            footer, end = bodies.footer(number, self._relate)
            xml = "".join(b.xml() if isinstance(b, Para) else b for b in blocks)
            split = bodies.gaps.split
            parts = (
                split(xml),
                split(_HEAD + root("hdr", header)),
                split(_HEAD + root("ftr", footer)),
            )
            pages.append(_PageParts(*parts, page, end))
        return _FormParts(tuple(pages), bodies, bodies.gaps.ids + 1)

    def _end_section(self) -> None:
        if self._pending:
            self._body.add(hair().xml(self._pending))
        self._pending = ""

    def _section(self, page: _PageParts, filled: tuple[FilledPage, ...]) -> str:
        structure = structure_of(page.page)
        form_top = min(structure.body.y, self._header_start(page))
        references = [
            self._part("header", page.header.filled(filled, self._base)),
            self._part("footer", page.footer.filled(filled, self._base)),
        ]
        bottom = page.page.height - page.end
        return section(page.page, structure.body, references, form_top, bottom)

    def _header_start(self, page: _PageParts) -> float:
        for _, parts in self._forms.values():
            if page in parts.pages:
                form = parts.bodies.sheet.form
                return max(0.0, form.page.margins.top - 6.0) if form else 0.0
        return 0.0

    def _empty(self, page: _PageParts) -> str:
        """Return the section of an empty page, which has no header and no footer."""
        body = structure_of(page.page).body
        references = [
            self._part("header", _HEAD + root("hdr", hair().xml())),
            self._part("footer", _HEAD + root("ftr", hair().xml())),
        ]
        return section(page.page, body, references, 0.0, 0.0)

    # ---- files --------------------------------------------------------------------------------

    def _part(self, kind: str, content: str) -> str:
        """Return the reference to a header or footer; one that is there already is used again."""
        relation = self._known.get((kind, content))
        if relation is None:
            number = len(self._overrides) + 1
            relation = f"rIdP{number}"
            name = f"{kind}{number}.xml"
            self._write(Member.of(f"word/{name}", content.encode(), fast=True))
            self._relations.append((relation, f'Type="{_OFFICE}/{kind}" Target="{name}"'))
            self._overrides.append((f"/word/{name}", f"{_WORD}.{kind}+xml"))
            self._known[kind, content] = relation
        return reference(kind, "default", relation)

    def _relate(self, data: bytes) -> str:
        """Return the relationship of a picture of the layout, each distinct one once."""
        relation = self._known.get(data)
        if relation is None:
            relation = self._known[data] = f"rIdM{len(self._relations) + 1}"
            self._picture(data, relation)
        return relation

    def _add_pictures(self, bodies: Bodies, filled: tuple[FilledPage, ...]) -> None:
        for place in bodies.pictures:
            for mark in filled[place.page].marks.get(place.index, ()):
                if isinstance(mark, Image):
                    self._picture(mark.data, f"rIdV{self._base + place.number}")

    def _picture(self, data: bytes, relation: str) -> None:
        kind = "png" if data.startswith(b"\x89PNG") else "jpeg"
        target = f"media/{relation}.{kind}"
        self._write(Member.of(f"word/{target}", data, fast=True))
        self._relations.append((relation, f'Type="{PICTURE_TYPE}" Target="{target}"'))

    def _write(self, member: Member) -> None:
        if len(self._directory) >= _MOST_FILES:
            message = f"a document has at most {_MOST_FILES} files in it; print fewer records"
            raise OutputError.of("too-many-parts", message)
        head = member.header()
        self._directory.append(member.entry(self._offset))
        self._out.write(head + member.data)
        self._offset += len(head) + len(member.data)

    def _bookmark(self, name: str) -> str:
        plain = "".join(char if char.isalnum() else "_" for char in name)
        wanted = (plain if plain[:1].isalpha() else f"R{plain}")[:34]
        if wanted in self._bookmarks:
            wanted = f"{wanted}_{len(self._bookmarks)}"
        self._bookmarks.add(wanted)
        number = len(self._bookmarks)
        return (
            f'<w:bookmarkStart w:id="{number}" w:name="{escaped(wanted)}"/>'
            f'<w:bookmarkEnd w:id="{number}"/>'
        )

    def _relations_xml(self) -> str:
        own = [
            (f"rId{number}", f'Type="{_OFFICE}/{name}" Target="{name}.xml"')
            for number, name in enumerate(("styles", "settings", "fontTable"), 1)
        ]
        inner = "".join(f'<Relationship Id="{key}" {rest}/>' for key, rest in own + self._relations)
        return f'{_HEAD}<Relationships xmlns="{_RELATIONS}">{inner}</Relationships>'

    def _types_xml(self) -> str:
        package = "http://schemas.openxmlformats.org/package/2006/content-types"
        defaults = (
            ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
            ("xml", "application/xml"), ("png", "image/png"), ("jpeg", "image/jpeg"),
            ("odttf", "application/vnd.openxmlformats-officedocument.obfuscatedFont"),
        )  # fmt: skip
        own = [
            ("/word/document.xml", f"{_WORD}.document.main+xml"),
            ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
            *((f"/word/{name}.xml", f"{_WORD}.{name}+xml") for name in _OWN_PARTS),
        ]
        inner = "".join(f'<Default Extension="{a}" ContentType="{b}"/>' for a, b in defaults)
        inner += "".join(
            f'<Override PartName="{a}" ContentType="{b}"/>' for a, b in own + self._overrides
        )
        return f'{_HEAD}<Types xmlns="{package}">{inner}</Types>'


_OWN_PARTS = ("styles", "settings", "fontTable")


class _Compressed:
    """A file that is compressed as it grows."""

    def __init__(self) -> None:
        self._deflate = zlib.compressobj(1, zlib.DEFLATED, -15)
        self._kept = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed with its owner
        self._checksum = self._size = 0

    def add(self, text: str) -> None:
        data = text.encode()
        self._checksum = zlib.crc32(data, self._checksum)
        self._size += len(data)
        self._kept.write(self._deflate.compress(data))

    def member(self, name: str) -> Member:
        self._kept.write(self._deflate.flush())
        self._kept.seek(0)
        with self._kept:
            return Member(name.encode(), self._kept.read(), self._checksum, self._size)
