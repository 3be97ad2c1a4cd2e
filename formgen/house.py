"""House style: what an office says once for all its forms, in a file called `formgen.toml`.

    [options]                      # of every form that has them
    organization = "蓝海通信客户服务部"
    logo = "logo.png"              # beside this file

    [forms.satisfaction_callback]  # of one form
    number = "LH-KF-07"

What the call itself says goes over the table of a form, and that over the table for all.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from formgen.catalog import SOURCE, Found, form_ids
from formgen.dataclass import dataclass
from formgen.diagnostics import Diagnostics, Place, did_you_mean
from formgen.errors import FormgenError, UsageError
from formgen.markup.options import Setting
from formgen.resources import AnyFile, FolderLibrary, Library, MemoryLibrary
from formgen.toml_lines import Lines, lines_of

_SHARED, _OF_FORMS = "options", "forms"
_LARGEST = 1 << 16
_MOST_DOTS = 200


@dataclass(frozen=True, slots=True)
class House:
    """An options file: what it says for all forms, and for each by its id.

    `places` are the lines at which the tables of forms begin.
    """

    shared: Mapping[str, Setting]
    of_forms: Mapping[str, Mapping[str, Setting]]
    places: Mapping[str, Place]

    def settings(self, form_id: str) -> dict[str, Setting]:
        """Return what the file says for the form called `form_id`."""
        return {**self.shared, **self.of_forms.get(form_id, {})}


NO_HOUSE = House({}, {}, {})


def settings_of_call(options: Mapping[str, object]) -> dict[str, Setting]:
    """Return the options that a call gives: texts, numbers, bools; of pictures paths or bytes."""
    return {name: _given(name, value) for name, value in options.items()}


def read_house(path: str | os.PathLike[str]) -> House:
    """Return what the options file at `path` says.

    Raises UsageError with all that is wrong in it, each with its line.
    """
    import tomllib

    text = _text(Path(path))
    file = os.fspath(path)
    _refuse_deep_keys(text, file)
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _not_toml(str(error), file) from None
    except RecursionError:
        raise _not_toml("Lists and tables are nested too deep", file) from None
    except ValueError:  # an integer of more digits than Python takes
        raise _not_toml("A number has too many digits", file) from None
    return _Reader(file, lines_of(text), FolderLibrary.of([Path(path).parent])).house(tables)


def check_forms(house: House, found: Found) -> None:
    """Raise UsageError if a table is for a form whose id is nearly, but not quite, that of one.

    Any other id may be that of a form in a folder that this run knows nothing of.
    """
    unknown = [form_id for form_id in house.of_forms if form_id != found.id]
    unknown = [each for each in unknown if found.library.read(f"{each}/{SOURCE}") is None]
    known = form_ids(found.library) if unknown else []
    problems = Diagnostics()
    for form_id in unknown:
        near = did_you_mean(form_id, known)
        if near:
            hint = f"{near} the folder of a form of your own is named with --templates"
            problems.error(
                "unknown-form", f"there is no form `{form_id}`", house.places[form_id], hint
            )
    UsageError.raise_if(problems)


def check_shared(house: House, declared: Iterable[str], found: Found) -> None:
    """Raise UsageError for options for all forms that no form has.

    `declared` are those of the form at hand; only for what it lacks the others are looked at.
    """
    own = set(declared)
    missing = [name for name in house.shared if name not in own]
    if not missing:
        return
    known = own | _declared_elsewhere(found.library, set(missing))
    problems = Diagnostics()
    for name in missing:
        if name not in known:
            message = f"no form has an option `{name}`"
            hint = did_you_mean(name, known)
            problems.error("unknown-option", message, house.shared[name].place, hint)
    UsageError.raise_if(problems)


def _declared_elsewhere(library: Library, wanted: set[str]) -> set[str]:
    """Return the options of other forms, up to where all that are wanted are among them."""
    from formgen.markup.compile import compile_form

    known: set[str] = set()
    for form_id in form_ids(library):
        if wanted <= known:
            break
        try:
            form = compile_form(library, f"{form_id}/{SOURCE}").form
        except FormgenError:  # it is not the form that was asked for
            continue
        known |= {option.name for option in form.options}
    return known


def _given(name: str, value: object) -> Setting:
    if isinstance(value, bytes):
        return Setting(name, beside=MemoryLibrary({name: value}))
    text = os.fspath(value) if isinstance(value, os.PathLike) else _spelled(value)
    return Setting(str(text), beside=AnyFile())


def _spelled(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _text(path: Path) -> str:
    place = Place(str(path))
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
    except OSError as error:
        message = f"the options cannot be read: {error.strerror or error}"
        raise UsageError.of("unreadable-file", message, place) from error
    if len(content) > _LARGEST:
        message = f"the file is larger than {_LARGEST >> 10} KB; it does not look like options"
        raise UsageError.of("too-large", message, place)
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        place = Place(str(path), content.count(b"\n", 0, error.start) + 1)
        hint = "save it as UTF-8"
        raise UsageError.of("not-utf-8", "the file is not UTF-8 text", place, hint) from None


def _refuse_deep_keys(text: str, file: str) -> None:
    """Raise UsageError for a key of very many names: the parser takes a minute for it."""
    for number, line in enumerate(text.split("\n"), 1):
        if line.count(".") > _MOST_DOTS:
            message = f"the line has more than {_MOST_DOTS} dots; it does not look like options"
            raise UsageError.of("bad-toml", message, Place(file, number))


def _not_toml(message: str, file: str) -> FormgenError:
    """Return the error of a file that is no TOML; the parser says the line in its message."""
    said, _, where = message.rpartition(" (at ")
    line = where.partition("line ")[2].partition(",")[0]
    place = Place(file, int(line) if line.isdecimal() else 0)
    return UsageError.of("bad-toml", said or message, place, 'write options like name = "text"')


@dataclass(slots=True)
class _Reader:
    """Turns the tables of a file into settings; gathers what is wrong."""

    file: str
    lines: Lines
    beside: Library

    def house(self, tables: Mapping[str, object]) -> House:
        problems = Diagnostics()
        for name in (each for each in tables if each not in (_SHARED, _OF_FORMS)):
            problems.error("unknown-key", *self._stray(name, tables[name]))
        shared = self._settings((_SHARED,), tables.get(_SHARED, {}), problems, shared=True)
        forms = tables.get(_OF_FORMS, {})
        if not isinstance(forms, dict):
            self._no_table((_OF_FORMS,), problems)
            forms = {}
        found = {id: self._settings((_OF_FORMS, id), forms[id], problems) for id in forms}
        UsageError.raise_if(problems)
        return House(shared, found, {id: self._place((_OF_FORMS, id)) for id in forms})

    def _settings(
        self, table: tuple[str, ...], values: object, problems: Diagnostics, shared: bool = False
    ) -> dict[str, Setting]:
        if not isinstance(values, dict):
            self._no_table(table, problems)
            return {}
        settings = {}
        for name, value in values.items():
            place = self._place((*table, name))
            if isinstance(value, str | int | float):
                settings[name] = Setting(_spelled(value), place, self.beside, shared)
            else:
                message = f"option `{name}` must be a text in quotes, a number, true or false"
                problems.error("bad-option-value", message, place)
        return settings

    def _stray(self, name: str, value: object) -> tuple[str, Place, str]:
        place = self._place((name,))
        if not isinstance(value, dict):
            hint = "put it below [options] for all forms, or below [forms.ID] for one"
            return f"`{name}` stands in no table", place, hint
        message = f"there is no table `{name}`; allowed: [options], and [forms.ID] for each form"
        return message, place, did_you_mean(name, (_SHARED, _OF_FORMS))

    def _no_table(self, table: tuple[str, ...], problems: Diagnostics) -> None:
        name = ".".join(table)
        problems.error("bad-option-value", f"`{name}` must be a table", self._place(table))

    def _place(self, key: tuple[str, ...]) -> Place:
        return Place(self.file, self.lines.of(key))
