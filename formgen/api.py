"""The library: load a form once, then check and print records with it.

    form = formgen.load("satisfaction_callback")
    form.render({"customer_name": "..."}, "sheet.pdf")

The way from a layout to paper is `LoadedForm.fill` and `FilledSheet.write`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal, TypeAlias

from formgen.catalog import Templates, find_form
from formgen.diagnostics import Diagnostic, Diagnostics
from formgen.errors import DataError, FormgenError
from formgen.filled import FilledSheet, created
from formgen.output import require_new, write_whole
from formgen.variants import BY_NAME, Binding, Layout, Variants
from formgen.writers import kind_of, require_kind
from formgen.writers.options import WordOptions

if TYPE_CHECKING:
    from formgen.data.sources import RawRecord
    from formgen.datasheet.merging import MainDocument
    from formgen.layout.boxes import FilledPage, Sheet
    from formgen.model.fields import Field
    from formgen.model.form import Form, LayoutOption
    from formgen.model.imposition import Imposition
    from formgen.model.values import Values
    from formgen.printing import Printer
    from formgen.results import Result, Summary
    from formgen.streaming import Stream

StrPath: TypeAlias = str | os.PathLike[str]

Record: TypeAlias = "Mapping[str, object] | RawRecord"
"""One record: values by field name or by label, as text or as Python values.

A row of a data frame is one, too: NaN, NaT and NA are missing values. A picture is bytes, a list is
a list of such mappings. A `RawRecord` knows its place in a data file too, for messages; its
pictures may be the names of files below the folder of the data file."""


def load(
    form: StrPath,
    *,
    options: Mapping[str, object] | None = None,
    options_file: StrPath | None = None,
    templates: Templates = (),
    fonts: Sequence[StrPath | bytes] = (),
    missing_glyph: Literal["error", "box"] = "error",
) -> LoadedForm:
    """Return the form called `form`, ready to print.

    Args:
        form: the id of a shipped form, or the path of a layout file or of a form's folder.
        options: values of the options that the layout declares. A picture (a logo) is the path of
            a PNG or JPEG file, or its bytes.
        options_file: a file with options for all forms and for each (`formgen.toml`); `options`
            go over what it says.
        templates: folders (or a library) in which ids and shared macros are looked for first.
        fonts: faces (their files, or the bytes of these), or folders of faces, that are added to
            those that ship.
        missing_glyph: whether a character that no face has is an error, or is drawn as a box.

    Raises:
        UsageError: there is no such form, a folder or face is missing, or the options file is
            wrong.
        LayoutError: the layout or an option is wrong; all that is wrong with it is said at once.
        FontError: a face cannot be used.
    """
    from formgen.house import NO_HOUSE, check_forms, check_shared, read_house, settings_of_call
    from formgen.text.fontbook import load_book

    found = find_form(form, templates)
    house = read_house(options_file) if options_file else NO_HOUSE
    check_forms(house, found)
    layout = Layout(found, {**house.settings(found.id), **settings_of_call(options or {})})
    sources = [font if isinstance(font, bytes) else Path(font) for font in fonts]
    book = load_book(sources, missing=missing_glyph)
    loaded = LoadedForm(Variants(layout, book))
    check_shared(house, (option.name for option in loaded.options), found)
    return loaded


class LoadedForm:
    """A form that is compiled and ready to print. It never changes; threads may share it."""

    def __init__(self, variants: Variants) -> None:
        """Use `formgen.load`."""
        self._variants = variants

    @property
    def id(self) -> str:
        """The id of the form, by which it is loaded."""
        return self._variants.blank.form.id

    @property
    def title(self) -> str:
        """The title of the form."""
        return self._variants.blank.form.title

    @property
    def model(self) -> Form:
        """The compiled form itself, with all that stands on the blank sheet."""
        return self._variants.blank.form

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields of the form, in the order in which they stand on the blank sheet."""
        return self._variants.blank.form.fields

    @property
    def options(self) -> tuple[LayoutOption, ...]:
        """The options that the layout declares, with their values now."""
        return self._variants.blank.form.options

    def fill(self, record: Record | None = None) -> FilledSheet:
        """Return the sheet of `record`, or the blank one, laid out in full.

        Raises DataError or LayoutError with all that keeps the sheet from being printed.
        """
        return self._fill(record, BY_NAME)

    def _fill(self, record: Record | None, binding: Binding) -> FilledSheet:
        gathered = Diagnostics()
        gathered.extend(self._variants.book.warnings)
        try:
            sheet, pages = self._set(record, gathered, binding)
        except FormgenError as error:
            gathered.extend(error.diagnostics)
            raise type(error)(gathered) from None
        DataError.raise_if(gathered)
        gathered.extend(sheet.warnings)
        return FilledSheet(sheet, pages, tuple(gathered), self._variants.book)

    def sheet(self, record: Record | None = None) -> tuple[Sheet, tuple[FilledPage, ...]]:
        """Return the sheet and what `record` adds to its pages; raises what `fill` raises."""
        filled = self.fill(record)
        return filled.sheet, filled.pages

    def check(
        self, record: Record | None = None, *, unknown: Literal["error", "ignore"] = "error"
    ) -> list[Diagnostic]:
        """Return all that is wrong with `record`, or with the blank sheet; nothing if all is well.

        Warnings are among it; the severity of a diagnostic tells. `unknown` says whether a value
        of no field is an error, or is passed over.
        """
        try:
            return list(self._fill(record, Binding(unknown=unknown)).warnings)
        except FormgenError as error:
            return list(error.diagnostics)

    def render(
        self, record: Record | None = None, output: StrPath = "pdf", *, to: str | None = None
    ) -> bytes:
        """Return the printed sheet of `record`, or the blank one, as the bytes of a file.

        Args:
            record: the values by field name or label; None for a blank sheet.
            output: the kind of output, "pdf" or "docx"; or the path of a file to write too, whole
                or not at all, whose ending says the kind.
            to: the kind of output where the ending of a path does not say it.

        Raises:
            UsageError: there is no such kind of output.
            DataError: the record is wrong; all that is wrong with it is said at once.
            LayoutError: the layout cannot be set, for this record or at all.
            OutputError: the file cannot be written.
        """
        is_kind = isinstance(output, str) and output.isalnum()
        kind = to or (os.fspath(output) if is_kind else kind_of(output))
        require_kind(kind)
        data = self.fill(record).write(kind)
        if not is_kind:
            write_whole(output, data)
        return data

    def batch(
        self,
        records: Iterable[Record],
        to: str = "pdf",
        *,
        rename: Mapping[str, str] | None = None,
        unknown: Literal["error", "ignore"] = "error",
        word: WordOptions = WordOptions(),  # noqa: B008 - a frozen value
        with_forms: Sequence[LoadedForm] = (),
    ) -> Iterator[Result]:
        """Yield what comes of each of `records`, lazily and in their order: a file, or why not.

        A record that cannot be printed is a `Result` that is not `ok`; it stops no other. Sheets
        share all that they can, so each costs a fraction of a `render`.

        Args:
            records: the values of each by field name or label; they are taken one by one.
            to: the kind of output.
            rename: the fields of columns that have neither the name nor the label of one.
            unknown: whether a value of no field is an error of its record, or is passed over.
            word: how Word documents are written. What Word cannot say is a warning of the first
                record where it is met.
            with_forms: what each record is printed on behind this form, in the same file: a letter
                with its sheet and its receipt. Each takes what it knows; a record that one of them
                refuses is refused, a value is unknown if none of them takes it. For PDF.

        Raises UsageError at once if there is no such kind of output or no such field.
        """
        return self.printer(to, rename, unknown, word, with_forms).results(map(_raw, records))

    def merge(
        self,
        records: Iterable[Record],
        out: BinaryIO,
        to: str = "pdf",
        *,
        pad_to_even: bool = False,
        rename: Mapping[str, str] | None = None,
        unknown: Literal["error", "ignore"] = "error",
        word: WordOptions = WordOptions(),  # noqa: B008 - a frozen value
        with_forms: Sequence[LoadedForm] = (),
        nup: str | Imposition = "",
    ) -> Summary:
        """Print `records` into one file on `out`, which is written as it grows.

        Records that cannot be printed are left out; the summary says which and why, what should be
        known of others, and what the kind of file cannot say. With
        `pad_to_even` each record begins on a new leaf of paper when both sides are printed, and so
        does each of `with_forms`. `nup` puts several pages on a sheet: "2x1" are two beside each
        other on A4, `formgen.imposition` says it in full. The rest is as in `batch`.
        """
        printer = self.printer(to, rename, unknown, word, with_forms)
        imposed = printer.imposed(_imposition(nup), pad_to_even=pad_to_even)
        raws = map(_raw, records)
        return printer.merge(raws, out, pad_to_even=pad_to_even, imposition=imposed)

    def stream(
        self,
        records: Iterable[Record],
        to: str = "pdf",
        *,
        pad_to_even: bool = False,
        rename: Mapping[str, str] | None = None,
        unknown: Literal["error", "ignore"] = "error",
        word: WordOptions = WordOptions(),  # noqa: B008 - a frozen value
        with_forms: Sequence[LoadedForm] = (),
        nup: str | Imposition = "",
    ) -> Stream:
        """Return the bytes of what `merge` writes, made while they are taken: for a web server.

        Records are taken as the bytes are. The summary is in `summary` of the stream at its end.
        """
        from formgen.streaming import Stream

        printer = self.printer(to, rename, unknown, word, with_forms)
        imposed = printer.imposed(_imposition(nup), pad_to_even=pad_to_even)
        raws = map(_raw, records)
        return Stream(
            lambda out: printer.merging(raws, out, pad_to_even=pad_to_even, imposition=imposed)
        )

    def printer(
        self,
        kind: str = "pdf",
        rename: Mapping[str, str] | None = None,
        unknown: Literal["error", "ignore"] = "error",
        word: WordOptions = WordOptions(),  # noqa: B008 - a frozen value
        with_forms: Sequence[LoadedForm] = (),
    ) -> Printer:
        """Return what prints many records of this form; `batch` says what the arguments are."""
        from formgen.printing import Printer

        require_kind(kind)
        binding = Binding(tuple((rename or {}).items()), unknown)
        if with_forms:
            from formgen.together import JointPrinter

            forms = [self._variants, *(form._variants for form in with_forms)]
            return JointPrinter(forms, kind, binding, created(), word)
        return Printer(self._variants, kind, binding, created(), word)

    def field_map(self) -> dict[str, object]:
        """Return where every field and box of the blank sheet is, in mm from the top left."""
        from formgen.fieldmap import field_map

        return field_map(self.sheet()[0])

    def samples(self) -> dict[str, RawRecord]:
        """Return the sample records that lie beside the layout, by name, in their order.

        They are named by their `record_id` where each has one of its own, else 1, 2, 3 and so on.
        """
        records = self._variants.layout.samples()
        bound = [self._variants.blank.bound(each, Diagnostics()) for each in records]
        names = [str(values.get("record_id") or "") for values in bound]
        if not all(names) or len(set(names)) < len(names):
            names = [str(number + 1) for number in range(len(records))]
        return dict(zip(names, records, strict=True))

    def data_sheet(
        self,
        path: StrPath | None = None,
        *,
        to: str | None = None,
        header: Literal["label", "name", "both"] = "label",
        rows: str | None = None,
        example: bool = True,
    ) -> bytes:
        """Return the empty table for records of this form: to be filled in, and printed from.

        Of a form with a list, each row of the table is one of that list.

        Args:
            path: where to write the file too; one that is there already is never written over.
            to: "xlsx" or "csv"; without it the ending of `path` says it, else it is "xlsx".
            header: whether columns are called by the labels of fields, their names, or both.
            rows: the list that the rows of the table are, of a form with several lists.
            example: whether the first row is an example: one of the samples, if there are any.

        Raises:
            UsageError: there is no such kind of table, or no such list.
            OutputError: there is a file at `path`, or it cannot be written.
        """
        from formgen.datasheet import data_sheet, kind_of_sheet

        kind = kind_of_sheet(os.fspath(path) if path else "", to or (None if path else "xlsx"))
        if path:
            require_new(path)
        shown = self._example() if example else None
        data = data_sheet(self.model, header, rows, shown).write(kind, created())
        if path:
            write_whole(path, data)
        return data

    def main_document(self, *, embed_fonts: bool = False) -> MainDocument:
        """Return this form as the main document of a Word mail merge, with its data source.

        Of a form that differs by its record it is the sheet of an empty one.
        """
        from formgen.datasheet.merging import main_document

        blank = self.fill()
        return main_document(
            self.model, blank.sheet, blank.pages, blank.book, created(), embed_fonts=embed_fonts
        )

    def _example(self) -> Values:
        """Return an example of a record: the fullest sample, else one made of the fields."""
        from formgen.datasheet.example import best_sample, made_of

        bound = [self._variants.blank.bound(raw, Diagnostics()) for raw in self.samples().values()]
        return best_sample(bound) or made_of(self.fields, self.model.lang.startswith("zh"))

    def _set(
        self, record: Record | None, problems: Diagnostics, binding: Binding
    ) -> tuple[Sheet, tuple[FilledPage, ...]]:
        """Return what is printed for `record`; what is wrong with its values is in `problems`.

        Values that are right are set even if others are wrong, so that all problems are found.
        """
        if record is None:
            problems.extend(self._variants.blank.warnings)
            return self._variants.blank.typesetter.set()
        raw = _raw(record)
        variant = self._variants.of(raw, binding)
        problems.extend(variant.warnings)
        return variant.typesetter.set(variant.bound(raw, problems, binding=binding))


def _imposition(nup: str | Imposition) -> Imposition | None:
    from formgen.imposing import imposition

    return imposition(nup) if isinstance(nup, str) and nup else nup or None


def _raw(record: Record) -> RawRecord:
    from formgen.data.plain import plain_record
    from formgen.data.sources import RawRecord

    return record if isinstance(record, RawRecord) else RawRecord(plain_record(record))
