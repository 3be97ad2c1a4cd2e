"""Layout options: declared by the layout while it expands, set by the user as text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from typing import TypeAlias, cast, get_args

from formgen.dataclass import dataclass
from formgen.diagnostics import NOWHERE, Diagnostics, Place, did_you_mean
from formgen.markup.values import COLOR
from formgen.model.form import LayoutOption, OptionKind
from formgen.resources import Library, leads_out

OptionValue = str | int | float | bool
_TRUE = ("yes", "true", "on", "1")
_FALSE = ("no", "false", "off", "0")
_KINDS: tuple[str, ...] = get_args(OptionKind)
_PICTURE = "option:"
"""What the layout gets for a picture of the user's, and the option's name: no file is called so."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a user gave for an option: its text, and where he did so (nowhere: in the call).

    `beside` has the pictures that he may name. A `shared` one is meant for all forms: one that
    does not declare the option passes over it.
    """

    text: str
    place: Place = NOWHERE
    beside: Library | None = None
    shared: bool = False


Given: TypeAlias = Mapping[str, str | Setting]
"""What a user gave for the options of a layout, by their names."""


@dataclass(frozen=True, slots=True)
class OptionPicture:
    """A picture that the user gave for an option, and where."""

    data: bytes
    place: Place


def _convert(text: str, default: OptionValue) -> OptionValue:
    """Return `text` as a value of the type of `default`; ValueError says what is allowed."""
    if isinstance(default, bool):
        if text.lower() not in _TRUE + _FALSE:
            raise ValueError("allowed are yes and no")
        return text.lower() in _TRUE
    if isinstance(default, int | float):
        try:
            return type(default)(text)
        except ValueError:
            kind = "a whole number" if isinstance(default, int) else "a number"
            raise ValueError(f"it must be {kind}") from None
    return text


@dataclass(slots=True)
class Options:
    """The options of one run: `given` by the user, declared by the layout one after another."""

    given: Given
    diagnostics: Diagnostics
    place: Callable[[], Place] = lambda: NOWHERE
    declared: dict[str, LayoutOption] = field(default_factory=dict)
    pictures: dict[str, OptionPicture] = field(default_factory=dict)

    def declare(
        self,
        name: str,
        default: object,
        choices: Iterable[object] | None = None,
        help: str = "",
        kind: str = "text",
    ) -> OptionValue:
        """Declare an option and return its value: what the user gave, else `default`.

        `kind` says what a text must be: any, a "color", or the name of a "picture". The value of
        a picture that the user gave is what `<img>` takes as its `src`.
        """
        words = tuple(str(choice) for choice in choices or ())
        if not isinstance(default, str | int | float):
            self._fault("bad-option", f"the default of option `{name}` must be text or a number")
            default = ""
        if kind not in _KINDS:
            allowed = ", ".join(f"`{known}`" for known in _KINDS)
            self._fault("bad-option", f"the kind of option `{name}` is none of {allowed}")
            kind = "text"
        known = self.declared.get(name)
        if known is None:
            value = self._value(name, default, words, kind)
            kept = cast(OptionKind, kind)
            self.declared[name] = LayoutOption(name, value, default, words, help, kept)
        elif (known.default, known.choices, known.kind) != (default, words, kind):
            self._fault("option-conflict", f"option `{name}` is declared twice, differently")
        picture = f"{_PICTURE}{name}"
        return picture if picture in self.pictures else self.declared[name].value

    def _value(
        self, name: str, default: OptionValue, words: tuple[str, ...], kind: str
    ) -> OptionValue:
        if words and str(default) not in words:
            self._fault("bad-option", f"the default of option `{name}` is none of its choices")
        given = self.given.get(name)
        if given is None:
            return default
        setting = given if isinstance(given, Setting) else Setting(given)
        return self._from_user(name, setting, default, words, kind)

    def _from_user(
        self,
        name: str,
        given: Setting,
        default: OptionValue,
        words: tuple[str, ...],
        kind: str,
    ) -> OptionValue:
        text = given.text
        if words and text not in words:
            allowed = ", ".join(f"`{word}`" for word in words)
            self._bad(name, given, f"allowed are {allowed}", did_you_mean(text, words))
            return default
        try:
            if kind == "color" and text:
                return COLOR.parse(text)
            if kind == "picture" and text:
                self.pictures[f"{_PICTURE}{name}"] = OptionPicture(_picture(given), given.place)
            return _convert(text, default)
        except ValueError as error:
            self._bad(name, given, str(error), "")
            return default

    def _bad(self, name: str, given: Setting, allowed: str, hint: str) -> None:
        message = f"option `{name}` cannot be `{given.text}`; {allowed}"
        self.diagnostics.error("bad-option-value", message, given.place, hint)

    def _fault(self, code: str, message: str) -> None:
        self.diagnostics.error(code, message, self.place())

    def report_unknown(self) -> None:
        """Report each option that the user gave for this form and no declaration asked for."""
        for name, given in self.given.items():
            if name in self.declared or (isinstance(given, Setting) and given.shared):
                continue
            place = given.place if isinstance(given, Setting) else NOWHERE
            known = ", ".join(f"`{n}`" for n in self.declared) or "none"
            message = f"the layout has no option `{name}`; it has {known}"
            hint = did_you_mean(name, self.declared)
            self.diagnostics.error("unknown-option", message, place, hint)


def _picture(given: Setting) -> bytes:
    """Return the picture that a setting names; ValueError says why there is none."""
    data = given.beside.read(given.text) if given.beside else None
    if data is None and given.beside and leads_out(given.beside, given.text):
        raise ValueError("it is a link that leads out of the folder; put the picture itself there")
    if data is None:
        where = "beside the file that names it" if given.place.file else "of that name"
        raise ValueError(f"there is no picture {where}")
    if not is_picture(data):
        raise ValueError("it is neither a PNG nor a JPEG picture")
    return data


_MAGIC = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")  # ISO/IEC 15948 5.2; ISO/IEC 10918-1 B.1.1.3


def is_picture(data: bytes) -> bool:
    """Whether `data` begins as a PNG or JPEG picture does."""
    return data.startswith(_MAGIC)
