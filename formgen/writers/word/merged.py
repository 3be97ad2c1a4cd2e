"""Many sheets in one document: each page a section of its own, with its own header and footer.

Page x of y is plain text there: a section cannot count the pages of its record in every reader.
The document's own part grows aside, since headers and footers are files of their own and are
written as they come.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import blake2b
from typing import BinaryIO

from formgen.dataclass import dataclass
from formgen.layout import Typesetter
from formgen.layout.boxes import FilledPage, Image, Page, Sheet
from formgen.model.lists import SheetFields
from formgen.model.values import Values
from formgen.text.fontbook import FontBook
from formgen.units import Pt
from formgen.writers.kept import Kept
from formgen.writers.options import WordOptions
from formgen.writers.press import TOGETHER, Notes, Part, only_for_pdf
from formgen.writers.word.bodies import Bodies, structure_of, usual_text
from formgen.writers.word.document import PICTURE_TYPE, common_parts, uncommon
from formgen.writers.word.filling import IndexedFiller
from formgen.writers.word.gaps import Template
from formgen.writers.word.growing import GrowingMember, GrowingPackage
from formgen.writers.word.markup import Look, escaped
from formgen.writers.word.namespaces import DECLARED, IGNORABLE, root
from formgen.writers.word.package import Member
from formgen.writers.word.paragraphs import Para, hair
from formgen.writers.word.sections import reference, section
from formgen.writers.word.subsets import Carried

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_OWN_PARTS = ("styles", "settings", "fontTable")
_EMBEDDED = re.compile(r' r:embed="(rId[MV]\d+)"')


@dataclass(frozen=True, slots=True)
class _PageParts:
    """A page of a form: its blocks, its header and footer, and how its section ends."""

    body: Template
    header: Template
    footer: Template
    page: Page
    start: Pt
    end: Pt


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
        notes: Notes,
        fillers: Kept[IndexedFiller],
        *,
        pad_to_even: bool,
    ) -> None:
        self._title, self._book = title, book
        self._created, self._options, self._pad = created, options, pad_to_even
        self._notes, self._fillers = notes, fillers
        self._package = GrowingPackage(out)
        self._body = GrowingMember(
            "word/document.xml", f"{_HEAD}<w:document {DECLARED} {IGNORABLE}><w:body>"
        )
        self._relations = GrowingMember("word/_rels/document.xml.rels", _own_relations())
        self._types = GrowingMember("[Content_Types].xml", _own_types())
        self._count = 0
        self._pending = ""
        self._base = 0
        self._forms = Kept(self._form_parts)
        self._known: dict[bytes, str] = {}
        self._targets: dict[str, str] = {}
        self._bookmarks: set[str] = set()
        self._first: Sheet | None = None
        self._styles: dict[str, Look] = {}
        self._carried = Carried()
        self.pages = 0

    @property
    def next(self) -> int:
        """The page on which the next record begins, from 1."""
        return self.pages + 1

    def add_all(self, parts: Sequence[Part], bookmark: str = "") -> int:
        """Raise UsageError: a document has the styles of one form."""
        raise only_for_pdf(TOGETHER)

    def add(self, typesetter: Typesetter, values: Values, bookmark: str = "") -> int:
        """Append a record's sheet, with a bookmark of that name if given; return its pages."""
        sheet, filled = self._set(typesetter, values)
        self._note(sheet, filled)
        parts = self._forms.of(typesetter) if sheet is typesetter.sheet else self._make(sheet)
        self._add_pictures(parts.bodies, filled)
        for number, page in enumerate(parts.pages):
            self._end_section()
            if bookmark and not number:
                self._body.add(self._bookmark(bookmark))
            self._body.add(page.body.filled(filled, self._base))
            self._pending = self._section(page, filled)
        self._base += parts.ids
        count = len(parts.pages)
        if self._pad and count % 2:
            self._end_section()
            self._pending = self._empty(parts.pages[-1])
            count += 1
        self.pages += count
        return count

    def close(self) -> None:
        """Write the end of the file. Without it the file is not whole."""
        self._write_common()
        tail = f"{hair().xml()}{self._pending}</w:body></w:document>"
        self._package.write_grown(self._body, tail)
        self._package.write_grown(self._relations, "</Relationships>")
        self._package.write_grown(self._types, "</Types>")
        self._package.close()

    def discard(self) -> None:
        """Let go of what is kept aside; nothing more is written."""
        for grown in (self._body, self._relations, self._types):
            grown.discard()

    def _set(self, typesetter: Typesetter, values: Values) -> tuple[Sheet, tuple[FilledPage, ...]]:
        """Return the sheet for a record and the marks in its slots."""
        apart = typesetter.set_apart(values)
        if apart is None:
            return typesetter.sheet, self._fillers.of(typesetter).filled(values)
        self._notes.of_sheet(apart[0], typesetter.sheet, values)
        return apart

    # ---- pages --------------------------------------------------------------------------------

    def _note(self, sheet: Sheet, filled: tuple[FilledPage, ...]) -> None:
        """Note what the parts that all sheets share need for one of them."""
        if self._first is None:
            self._first = replace(sheet, title=self._title or sheet.title)
        if self._options.embed_fonts:
            self._carried.rare.update(uncommon(filled))

    def _write_common(self) -> None:
        """Write what all sheets share: the first says how, all of them what."""
        if self._first is None:
            return
        parts = common_parts(
            self._first, self._book, self._created, self._options, self._styles, self._carried
        )
        for name, content in sorted(parts.items()):
            self._package.write(Member.of(name, content))

    def _form_parts(self, typesetter: Typesetter) -> _FormParts:
        return self._make(typesetter.sheet)

    def _make(self, sheet: Sheet) -> _FormParts:
        assert sheet.form is not None
        fields = SheetFields(sheet.form.fields)
        assert self._first is not None
        bodies = Bodies(
            sheet, self._book, fields, plain_numbers=True, locked=self._options.protect,
            styles=self._styles, usual=usual_text(self._book, self._first),
        )  # fmt: skip
        self._carried.add(sheet)
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
            pages.append(_PageParts(*parts, page, start, end))
        self._notes.losses += (loss.diagnostic() for loss in bodies.losses.found())
        return _FormParts(tuple(pages), bodies, bodies.gaps.ids + 1)

    def _end_section(self) -> None:
        if self._pending:
            self._body.add(hair().xml(self._pending))
        self._pending = ""

    def _section(self, page: _PageParts, filled: tuple[FilledPage, ...]) -> str:
        structure = structure_of(page.page)
        form_top = min(structure.body.y, page.start)
        references = [
            self._part("header", page.header.filled(filled, self._base)),
            self._part("footer", page.footer.filled(filled, self._base)),
        ]
        bottom = page.page.height - page.end
        return section(page.page, structure.body, references, form_top, bottom)

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
        data = content.encode()
        key = _digest(kind.encode() + data)
        relation = self._known.get(key)
        if relation is None:
            relation = self._known[key] = self._new_relation("P")
            name = f"{kind}{self._count}.xml"
            self._package.write(Member.of(f"word/{name}", data, fast=True))
            self._relate_pictures(name, content)
            self._types.add(_override(f"/word/{name}", f"{_WORD}.{kind}+xml"))
            self._relations.add(_relationship(relation, f"{_OFFICE}/{kind}", name))
        return reference(kind, "default", relation)

    def _relate_pictures(self, name: str, content: str) -> None:
        """Write which pictures a header or footer shows: it does not see those of the document."""
        used = dict.fromkeys(_EMBEDDED.findall(content))
        if used:
            inner = "".join(_relationship(key, PICTURE_TYPE, self._targets[key]) for key in used)
            xml = f'{_HEAD}<Relationships xmlns="{_RELATIONS}">{inner}</Relationships>'
            self._package.write(Member.of(f"word/_rels/{name}.rels", xml.encode(), fast=True))

    def _relate(self, data: bytes) -> str:
        """Return the relationship of a picture of the layout, each distinct one once."""
        key = _digest(data)
        relation = self._known.get(key)
        if relation is None:
            relation = self._known[key] = self._new_relation("M")
            self._picture(data, relation)
        return relation

    def _new_relation(self, kind: str) -> str:
        self._count += 1
        return f"rId{kind}{self._count}"

    def _add_pictures(self, bodies: Bodies, filled: tuple[FilledPage, ...]) -> None:
        for place in bodies.pictures:
            for mark in filled[place.page].marks.get(place.index, ()):
                if isinstance(mark, Image):
                    self._picture(mark.data, f"rIdV{self._base + place.number}")

    def _picture(self, data: bytes, relation: str) -> None:
        kind = "png" if data.startswith(b"\x89PNG") else "jpeg"
        target = f"media/{relation}.{kind}"
        self._targets[relation] = target
        self._package.write(Member.of(f"word/{target}", data, fast=True))
        self._relations.add(_relationship(relation, PICTURE_TYPE, target))

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


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=16).digest()


def _relationship(key: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{key}" Type="{kind}" Target="{target}"/>'


def _override(name: str, kind: str) -> str:
    return f'<Override PartName="{name}" ContentType="{kind}"/>'


def _own_relations() -> str:
    """Return the start of the relationships, with those of the parts that all documents have."""
    own = (
        _relationship(f"rId{number}", f"{_OFFICE}/{name}", f"{name}.xml")
        for number, name in enumerate(_OWN_PARTS, 1)
    )
    return f'{_HEAD}<Relationships xmlns="{_RELATIONS}">{"".join(own)}'


def _own_types() -> str:
    """Return the start of the content types, with those of the parts that all documents have."""
    package = "http://schemas.openxmlformats.org/package/2006/content-types"
    defaults = (
        ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
        ("xml", "application/xml"), ("png", "image/png"), ("jpeg", "image/jpeg"),
        ("odttf", "application/vnd.openxmlformats-officedocument.obfuscatedFont"),
    )  # fmt: skip
    own = (
        ("/word/document.xml", f"{_WORD}.document.main+xml"),
        ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
        *((f"/word/{name}.xml", f"{_WORD}.{name}+xml") for name in _OWN_PARTS),
    )
    inner = "".join(f'<Default Extension="{a}" ContentType="{b}"/>' for a, b in defaults)
    inner += "".join(_override(name, kind) for name, kind in own)
    return f'{_HEAD}<Types xmlns="{package}">{inner}'
