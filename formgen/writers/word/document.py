"""The document of a sheet: built once through python-docx, then filled for each record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import UTC, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING

from formgen.dataclass import dataclass
from formgen.geometry import Rect
from formgen.layout.boxes import FilledPage, Image, Mark, Run, Sheet
from formgen.model.form import Form
from formgen.model.lists import SheetFields
from formgen.text.fontbook import FontBook
from formgen.units import Pt
from formgen.writers.options import WordOptions
from formgen.writers.word.base import XML_HEAD, base_package, field_style
from formgen.writers.word.bodies import Bodies, structure_of, usual_text
from formgen.writers.word.build import PictureGap
from formgen.writers.word.faces import embed_faces
from formgen.writers.word.losses import Loss
from formgen.writers.word.mailmerge import Columns, losses_of
from formgen.writers.word.markup import Look
from formgen.writers.word.namespaces import root
from formgen.writers.word.package import Archive, Member
from formgen.writers.word.parts import Part, WholePart, part_of
from formgen.writers.word.saved import saved_parts
from formgen.writers.word.sections import reference, section
from formgen.writers.word.subsets import Carried

if TYPE_CHECKING:
    from docx.document import Document
    from docx.parts.story import StoryPart

_COMMON = ("word/styles.xml", "word/settings.xml", "word/fontTable.xml", "word/fonts/",
           "word/_rels/fontTable.xml.rels", "docProps/", "_rels/.rels")  # fmt: skip
_BODY = "word/document.xml"
_MANY_ROWS = 100
"""With more rows of lists a sheet is one record's own, and is filled once."""
PICTURE_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"


MarksOf = Callable[[int, int], tuple[Mark, ...]]
"""Returns the marks of a record in a slot, by page and item."""


@dataclass(frozen=True, slots=True)
class WordDocument:
    """The document of a sheet with gaps for a record; `losses` are what Word cannot say."""

    static: tuple[Member, ...]
    archive: Archive
    parts: tuple[Part | WholePart, ...]
    pictures: tuple[PictureGap, ...]
    relations: tuple[tuple[str, str], ...]
    losses: tuple[Loss, ...]

    def write(self, pages: Sequence[FilledPage]) -> bytes:
        """Return the document of a record as the bytes of a file."""
        members = [part.member(tuple(pages)) for part in self.parts]
        return self.file(members, lambda page, item: pages[page].marks.get(item, ()))

    def file(self, members: list[Member], marks_of: MarksOf) -> bytes:
        """Return the file with the parts of a record, and its pictures."""
        pictures = self._pictures(marks_of) if self.pictures else ()
        return self.archive.file([*members, *pictures])

    def _pictures(self, marks_of: MarksOf) -> Iterator[Member]:
        """Yield the pictures of a record, and the relationships of the part that shows them."""
        added = []
        for place in self.pictures:
            for mark in marks_of(place.page, place.index):
                if isinstance(mark, Image):
                    kind = "png" if mark.data.startswith(b"\x89PNG") else "jpeg"
                    target = f"media/record{place.number}.{kind}"
                    yield Member.of(f"word/{target}", mark.data, fast=True)
                    added.append(
                        f'<Relationship Id="rIdV{place.number}" Type="{PICTURE_TYPE}" '
                        f'Target="{target}"/>'
                    )
        for name, text in self.relations:
            whole = text.replace("</Relationships>", "".join(added) + "</Relationships>")
            yield Member.of(name, whole.encode(), fast=True)


def build_document(
    sheet: Sheet,
    book: FontBook,
    created: datetime | None = None,
    options: WordOptions = WordOptions(),  # noqa: B008 - a frozen value
    more: str = "",
    merge: Columns | None = None,
) -> WordDocument:
    """Return the document of a laid-out sheet, ready to be filled.

    `more` are rare characters of the values, for faces that are embedded. With `merge`, the columns
    of a data source, it is the main document of a mail merge.
    """
    assert sheet.form is not None
    maker = _Maker(sheet.form, sheet, book, options, more, merge)
    parts = maker.parts(created)
    return _templates(parts, maker.bodies)


@dataclass(slots=True)
class _Maker:
    """Makes the parts of a document, through python-docx."""

    form: Form
    sheet: Sheet
    book: FontBook
    options: WordOptions
    more: str
    merge: Columns | None = None
    bodies: Bodies = field(init=False)

    def __post_init__(self) -> None:
        fields = SheetFields(self.form.fields)
        # A merged file has the pages of all its sheets.
        plain_numbers = self.merge is not None and len(self.sheet.pages) == 1
        self.bodies = Bodies(
            self.sheet, self.book, fields, plain_numbers=plain_numbers,
            locked=self.options.protect, merge=self.merge,
        )  # fmt: skip
        for loss in losses_of(self.form.fields, self.merge) if self.merge is not None else ():
            self.bodies.losses.add(loss.kind, loss.element, loss.place)

    def parts(self, created: datetime | None) -> dict[str, bytes]:
        """Return the parts of the document by name, with gaps in them."""
        document = _empty_document(self.sheet, self.book, self.options)
        body = self.bodies.whole(_relating(document.part))
        section = self._section(document)
        whole = XML_HEAD + root("document", f"<w:body>{body}{section}</w:body>")
        del body  # it may be large
        carried = Carried.of(self.sheet, self.more)
        _add_styles(document, self.bodies.styles)
        embed_faces(
            document, self.book, carried, self.sheet.lang, everything=self.options.embed_fonts
        )
        _describe(document, self.sheet, created)
        parts = saved_parts(document)
        # As a tree the body of a long table would take a hundred times its room.
        parts[_BODY] = whole.encode()
        return parts

    def _section(self, document: Document) -> str:
        """Return the section of the document, and give it its headers and footers."""
        structures = [structure_of(page) for page in self.sheet.pages]
        top = min(each.body.y for each in structures)
        bottom = min(self.sheet.pages[0].height - each.body.bottom for each in structures)
        start = max(0.0, self.form.page.margins.top - 6.0)
        kinds = [("default", 0)] if len(structures) == 1 else [("first", 0), ("default", 1)]
        references, ends = [], []
        for kind, number in kinds:
            references.append(self._header(document, kind, number, start, top))
            reference, end = self._footer(document, kind, number)
            references.append(reference)
            ends.append(end)
        page, first = self.sheet.pages[0], structures[0].body
        has_footer = any(each.footer for each in structures)
        footer = page.height - max(ends) if has_footer else bottom / 2
        body = Rect(first.x, top, first.w, page.height - bottom - top)
        return section(
            page, body, references, start, footer,
            title=len(kinds) > 1, restart=self.merge is not None,
        )  # fmt: skip

    def _header(self, document: Document, kind: str, number: int, start: Pt, top: Pt) -> str:
        from docx.oxml.parser import parse_xml

        part, relation = document.part.add_header_part()  # type: ignore[no-untyped-call]
        content = self.bodies.header(number, start, top, _relating(part))
        part._element = parse_xml(root("hdr", content))
        return reference("header", kind, relation)

    def _footer(self, document: Document, kind: str, number: int) -> tuple[str, Pt]:
        from docx.oxml.parser import parse_xml

        part, relation = document.part.add_footer_part()  # type: ignore[no-untyped-call]
        content, end = self.bodies.footer(number, _relating(part))
        part._element = parse_xml(root("ftr", content))
        return reference("footer", kind, relation), end


def _empty_document(sheet: Sheet, book: FontBook, options: WordOptions) -> Document:
    """Return a document with nothing in it, whose own text is that of a sheet."""
    import docx

    family, size = usual_text(book, sheet)
    return docx.Document(BytesIO(base_package(family, size, sheet.lang, protect=options.protect)))


def _add_styles(document: Document, styles: Mapping[str, Look]) -> None:
    from docx.oxml.parser import parse_xml

    for name, look in styles.items():
        document.styles.element.append(parse_xml(field_style(name, look)))


def _describe(document: Document, sheet: Sheet, created: datetime | None) -> None:
    core = document.core_properties
    if created is None and sheet.dated is not None:
        created = datetime.combine(sheet.dated, time(), UTC)
    core.title, core.subject, core.language = sheet.title, sheet.subject, sheet.lang
    core.author = sheet.author
    if created is not None:
        core.created = core.modified = created.astimezone(UTC).replace(tzinfo=None)


def common_parts(
    sheet: Sheet,
    book: FontBook,
    created: datetime | None,
    options: WordOptions,
    styles: Mapping[str, Look],
    carried: Carried,
) -> dict[str, bytes]:
    """Return the parts of a document by name that do not depend on what stands in it.

    They are those of a document that begins with `sheet`, with these styles and characters.
    """
    document = _empty_document(sheet, book, options)
    _add_styles(document, styles)
    embed_faces(document, book, carried, sheet.lang, everything=options.embed_fonts)
    _describe(document, sheet, created)
    parts = saved_parts(document)
    return {name: content for name, content in parts.items() if name.startswith(_COMMON)}


def _relating(part: StoryPart) -> _Relating:
    return _Relating(part)


@dataclass(frozen=True, slots=True)
class _Relating:
    """Gives pictures to a part, each distinct one once."""

    part: StoryPart

    def __call__(self, data: bytes) -> str:
        relation, _ = self.part.get_or_add_image(BytesIO(data))
        return str(relation)


def _templates(parts: dict[str, bytes], bodies: Bodies) -> WordDocument:
    """Split the parts at their gaps; those that no record changes are compressed once."""
    static: list[Member] = []
    filled: list[Part | WholePart] = []
    relations: list[tuple[str, str]] = []
    for name in _ordered(parts):
        content = parts.pop(name)
        if name == "word/_rels/document.xml.rels" and bodies.pictures:
            relations.append((name, content.decode()))
            continue
        if not name.startswith("word/") or not name.endswith(".xml"):
            static.append(Member.of(name, content))
            continue
        template = bodies.gaps.split(content.decode())
        if template.is_static:
            static.append(Member.of(name, template.filled(()).encode()))
        elif _rows(bodies.sheet) > _MANY_ROWS:
            filled.append(WholePart(name, template))
        else:
            filled.append(part_of(name, template.based(), bodies.sheet.pages, bodies.fields))
    return WordDocument(
        tuple(static), Archive.of(static), tuple(filled), tuple(bodies.pictures),
        tuple(relations), bodies.losses.found(),
    )  # fmt: skip


def _rows(sheet: Sheet) -> int:
    """Return how many rows of lists stand on a sheet."""
    return sum(end - start for page in sheet.items.values() for start, end in page.values())


def _ordered(names: Iterable[str]) -> list[str]:
    """Return the names of parts, the content types first, as readers expect."""
    return sorted(names, key=lambda name: (name != "[Content_Types].xml", name))


def uncommon(pages: Sequence[FilledPage]) -> str:
    """Return the characters of values that an embedded face has only if it is told to."""
    from formgen.writers.word.subsets import typed_freely

    texts = (
        mark.text
        for page in pages
        for marks in page.marks.values()
        for mark in marks
        if isinstance(mark, Run)
    )
    return "".join(sorted({char for text in texts for char in text} - typed_freely()))


def write_word(
    sheet: Sheet,
    filled: Sequence[FilledPage],
    book: FontBook,
    created: datetime | None = None,
) -> bytes:
    """Return a sheet and the marks of one record as a Word document.

    Its dates are `created`, else the sheet's date, else left out. The same input gives the same
    bytes.
    """
    return build_document(sheet, book, created).write(filled)
