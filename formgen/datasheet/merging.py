"""Mail merge: the main document of a form for Word, and the data source that goes with it.

    fields ──columns──▶ headings that Word takes ──▶ data source (XLSX | CSV)
                               └──▶ fields of the main document

The data source binds to the fields as any data does: what Word merges, a batch prints, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from formgen.data.columns import Columns, with_implied
from formgen.dataclass import dataclass
from formgen.datasheet import DataSheet, Kind
from formgen.datasheet.cells import BETWEEN, answers
from formgen.datasheet.columns import Column, InputField, Naming, columns_of
from formgen.datasheet.words import CHINESE, ENGLISH, Words
from formgen.diagnostics import Diagnostic
from formgen.layout.boxes import CombSlot, IdentitySlot
from formgen.layout.fill import SLOTS
from formgen.model.fields import (
    CheckField,
    ChoiceField,
    ComputedField,
    Field,
    ImageField,
    TextField,
)
from formgen.model.form import Form
from formgen.writers.options import WordOptions

if TYPE_CHECKING:
    from formgen.layout.boxes import FilledPage, Sheet
    from formgen.text.fontbook import FontBook
    from formgen.writers.word.mailmerge import MergeColumn

LONGEST_HEADING = 40
"""The most characters that Word takes in the name of a merge field."""


@dataclass(frozen=True, slots=True)
class MainDocument:
    """A form as the main document of a mail merge: a .docx file, and what a merge cannot say.

    `source` is the table that it is merged with.
    """

    data: bytes
    losses: tuple[Diagnostic, ...]
    source: DataSheet
    created: datetime | None = None

    def data_source(self, kind: Kind = "xlsx") -> bytes:
        """Return the empty data source, to be filled in, as a file."""
        return self.source.write(kind, self.created)


def main_document(
    form: Form,
    sheet: Sheet,
    pages: tuple[FilledPage, ...],
    book: FontBook,
    created: datetime | None = None,
    *,
    embed_fonts: bool = False,
) -> MainDocument:
    """Return the main document of `form`, from its blank sheet laid out."""
    from formgen.writers.word.document import build_document

    source = merge_sheet(form, sheet)
    options = WordOptions(embed_fonts=embed_fonts)
    document = build_document(sheet, book, created, options, merge=merge_columns(source))
    losses = tuple(loss.diagnostic() for loss in document.losses)
    return MainDocument(document.write(pages), losses, source, created)


def merge_sheet(form: Form, sheet: Sheet) -> DataSheet:
    """Return the data source of a form: a column for each value that a merge can show.

    Computed values have one, too, since a merge does not compute; pictures, lists, and what has
    to be parted into boxes have none.
    """
    chinese = form.lang.lower().split("-")[0] == "zh"
    naming = _MergeNaming("label", chinese)
    parted = _parted(sheet)
    columns = [
        column
        for column in columns_of(form.fields, naming)
        if not isinstance(column.field, ImageField)
        and not (column.field.name in parted and not _takes_figures(column.field))
    ]
    columns += _computed(form.fields, naming)
    return DataSheet(form.title, chinese, tuple(columns))


def _parted(sheet: Sheet) -> set[str]:
    """Return the fields that stand in boxes of one character, and nowhere else."""
    slots = [item for page in sheet.pages for item in page.items if isinstance(item, SLOTS)]
    named = {slot.field for slot in slots if not isinstance(slot, CombSlot | IdentitySlot)}
    return {slot.field for slot in slots if isinstance(slot, CombSlot)} - named


def _takes_figures(field: InputField) -> bool:
    """Whether a field surely takes figures alone, which are all equally wide."""
    pattern = field.pattern.replace(r"\d", "0") if isinstance(field, TextField) else ""
    return bool(pattern) and re.fullmatch(r"[0-9{}()|?*+,\[\]-]+", pattern) is not None


def merge_columns(source: DataSheet) -> dict[str, MergeColumn]:
    """Return the columns of a data source by their fields, as the main document needs them."""
    from formgen.writers.word.mailmerge import FENCE, MergeColumn

    assert FENCE == BETWEEN
    words = CHINESE if source.chinese else ENGLISH
    return {
        column.field.name: MergeColumn(
            column.heading, _answers(column.field, words), _takes_several(column.field)
        )
        for column in source.columns
    }


class _MergeNaming(Naming):
    """Names columns so that Word finds them: letters, digits and underscores, no more than 40.

    In other characters Word and its drivers see different names, for they replace some of them.
    """

    def wanted(self, field: InputField) -> tuple[str, ...]:
        return (*([field.label] if is_merge_name(field.label) else []), field.name)


def is_merge_name(name: str) -> bool:
    """Whether Word takes a name for a merge field as it is."""
    is_word = all(char.isalnum() or char == "_" for char in name)
    return is_word and name[:1].isalpha() and len(name) <= LONGEST_HEADING


def _computed(fields: Iterable[Field], naming: Naming) -> list[Column]:
    """Return columns for the values that are computed of a whole record."""
    fields = tuple(fields)
    known = Columns(with_implied(fields), {})
    asked = [each for each in fields if isinstance(each, ComputedField) and each.of == "all"]
    texts = [TextField(each.name, each.label, place=each.place) for each in asked]
    return [Column(_heading(text, naming, known), text) for text in texts]


def _heading(field: TextField, naming: Naming, known: Columns) -> str:
    shared = [each.label for each in known.fields].count(field.label) > 1
    return field.name if shared else naming.wanted(field)[0]


def _answers(field: InputField, words: Words) -> Mapping[str, str]:
    match field:
        case ChoiceField():
            return answers(field)
        case CheckField():
            return {"": words.yes}
        case _:
            return {}


def _takes_several(field: InputField) -> bool:
    return isinstance(field, ChoiceField) and field.multiple
