"""The forms that one layout makes: a single one, or one for each structure that records ask for.

A layout may look at the record while it expands. Then it is compiled for each record; records
that expand to the same markup share a form and its laid-out sheet.
"""

from __future__ import annotations

import io
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Literal

from formgen.dataclass import dataclass
from formgen.diagnostics import Diagnostic, Diagnostics
from formgen.looked import Alike, LookedAt
from formgen.model.dump import dump

if TYPE_CHECKING:
    from formgen.catalog import Found
    from formgen.data.bind import Binder
    from formgen.data.sources import RawRecord
    from formgen.layout import Typesetter
    from formgen.markup.compile import Compiled
    from formgen.markup.options import Given
    from formgen.model.fields import Field
    from formgen.model.values import Values
    from formgen.text.fontbook import FontBook

MOST_KEPT = 64
"""How many forms of one layout are kept ready; the one used longest ago goes first."""


@dataclass(frozen=True, slots=True)
class Binding:
    """How the columns of data find their fields, apart from names and labels.

    `rename` are pairs of a column and the field that it belongs to. Columns of no field are an
    error of each record, or are passed over.
    """

    rename: tuple[tuple[str, str], ...] = ()
    unknown: Literal["error", "ignore"] = "error"


BY_NAME = Binding()


class Layout:
    """A layout source with the values of its options."""

    def __init__(self, found: Found, options: Given) -> None:
        from formgen.markup.compile import LayoutCompiler

        self._found = found
        self._options = options
        self._compiler = LayoutCompiler(found.library, found.name, found.id)

    def compiled(self, record: Mapping[str, object] | None) -> Compiled:
        """Return the form that the source makes for `record`; raises LayoutError."""
        return self._compiler.compile(self._options, record)

    def samples(self) -> list[RawRecord]:
        """Return the records that lie beside the source; none if there is no such file."""
        from formgen.data.sources import read_stream

        library, name = self._found.library, self._found.samples
        content = library.read(name)
        if content is None:
            return []
        kind = name.rpartition(".")[2]
        return list(read_stream(io.BytesIO(content), kind, library.describe(name)))

    def sources(self) -> Iterator[bytes]:
        """Yield the names and contents of all layout sources that this one may make use of."""
        library = self._found.library
        for name in library.names():
            if name.endswith((".j2", ".xml")):
                yield name.encode()
                yield library.read(name) or b""


class Variant:
    """One form, ready to bind and set records. Threads may share it."""

    def __init__(self, compiled: Compiled, book: FontBook, elsewhere: Sequence[Field] = ()) -> None:
        """`elsewhere` are fields of the layout that other records have on their sheets."""
        self.form = compiled.form
        self.markup = compiled.markup
        self.warnings = compiled.warnings
        self.book = book.in_language(self.form.lang)
        self._elsewhere = elsewhere
        self._binders: dict[tuple[str, Binding], Binder] = {}
        self._last: tuple[str, Binding, Binder] | None = None

    @cached_property
    def typesetter(self) -> Typesetter:
        """What sets the form; made when first asked for. Raises LayoutError if it cannot be set."""
        from formgen.layout import Typesetter

        return Typesetter(self.form, self.book)

    def warnings_beyond(self, other: Variant) -> tuple[Diagnostic, ...]:
        """Return what should be known of this form and its sheet, but not of `other`."""
        known = (*other.warnings, *other.typesetter.sheet.warnings)
        own = (*self.warnings, *self.typesetter.sheet.warnings)
        return tuple(each for each in own if each not in known)

    def bound(
        self,
        raw: RawRecord,
        problems: Diagnostics,
        index: int = 0,
        binding: Binding = BY_NAME,
        form_id: str = "",
    ) -> Values:
        """Return the checked values of a record; what is wrong with it goes to `problems`.

        `index` is its number in the data from 0. Pictures that it names lie below the folder of
        its data file. Its sheet id follows from `form_id`, else from the id of this form.
        """
        binder = self.binder(raw.place.file, binding)
        values, found = binder.bind_record(raw, index, form_id or self.form.id)
        problems.extend(found)
        return values

    def binder(self, file: str, binding: Binding = BY_NAME) -> Binder:
        """Return what binds the records of a data file; raises UsageError for a wrong `rename`."""
        last = self._last
        if last is None or last[0] != file or last[1] is not binding:
            kept = self._binders.get((file, binding))
            kept = kept or self._binders.setdefault((file, binding), self._binder(file, binding))
            last = self._last = file, binding, kept
        return last[2]

    def _binder(self, file: str, binding: Binding) -> Binder:
        from formgen.data.bind import Binder

        return Binder(
            self.form.fields,
            rename=dict(binding.rename),
            base=Path(file).parent if file else None,
            unknown=binding.unknown,
            elsewhere=self._elsewhere,
        )


class Variants:
    """All forms of one layout; `blank` is the one without a record. Threads may share it."""

    def __init__(self, layout: Layout, book: FontBook) -> None:
        compiled = layout.compiled(None)
        self.layout = layout
        self.blank = Variant(compiled, book)
        self.book = self.blank.book
        self.uses_record = compiled.uses_record
        self._by_markup: OrderedDict[str, Variant] = OrderedDict()
        self._alike = Alike()
        self._lock = Lock()

    def of(self, raw: RawRecord, binding: Binding = BY_NAME) -> Variant:
        """Return the form for a record; the layout sees its checked values, and the rest raw."""
        if not self.uses_record:
            return self.blank
        checked = self.blank.bound(raw, Diagnostics(), binding=binding)
        with self._lock:
            return self._kept({**raw.values, **checked.by_name})

    def digest(self) -> str:
        """Return a digest of all that decides how a record is printed, but the record itself."""
        said = sha256(dump(self.blank.form).encode())
        for face in self.book.faces:
            said.update(f"{face.key} {face.index} {_size(face.path)} {self.book.missing}".encode())
        for source in self.layout.sources() if self.uses_record else ():
            said.update(source)
        return said.hexdigest()

    def _kept(self, record: Mapping[str, object]) -> Variant:
        known = self._by_markup.get(self._alike.markup(record) or "")
        if known:
            self._by_markup.move_to_end(known.markup)
            return known
        looked = LookedAt(record)
        compiled = self.layout.compiled(looked)
        self._alike.remember(looked, compiled.markup)
        made = Variant(compiled, self.book, self.blank.form.fields)
        variant = self._by_markup.setdefault(compiled.markup, made)
        self._by_markup.move_to_end(compiled.markup)
        if len(self._by_markup) > MOST_KEPT:
            self._by_markup.popitem(last=False)
        return variant


def _size(path: str) -> int:
    return Path(path).stat().st_size if Path(path).is_file() else 0
