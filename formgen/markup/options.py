"""Layout options: declared by the layout while it expands, set by the user as text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from formgen.diagnostics import NOWHERE, Diagnostics, Place, did_you_mean
from formgen.model.form import LayoutOption

OptionValue = str | int | float | bool
_TRUE = ("yes", "true", "on", "1")
_FALSE = ("no", "false", "off", "0")


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

    given: Mapping[str, str]
    diagnostics: Diagnostics
    place: Callable[[], Place] = lambda: NOWHERE
    declared: dict[str, LayoutOption] = field(default_factory=dict)

    def declare(
        self,
        name: str,
        default: object,
        choices: Iterable[object] | None = None,
        help: str = "",
    ) -> OptionValue:
        """Declare an option and return its value: what the user gave, else `default`."""
        words = tuple(str(choice) for choice in choices or ())
        if not isinstance(default, str | int | float):
            self._fault("bad-option", f"the default of option `{name}` must be text or a number")
            default = ""
        known = self.declared.get(name)
        if known is None:
            value = self._value(name, default, words)
            self.declared[name] = LayoutOption(name, value, default, words, help)
        elif (known.default, known.choices) != (default, words):
            self._fault("option-conflict", f"option `{name}` is declared twice, differently")
        return self.declared[name].value

    def _value(self, name: str, default: OptionValue, words: tuple[str, ...]) -> OptionValue:
        if words and str(default) not in words:
            self._fault("bad-option", f"the default of option `{name}` is none of its choices")
        if name not in self.given:
            return default
        return self._from_user(name, self.given[name], default, words)

    def _from_user(
        self, name: str, text: str, default: OptionValue, words: tuple[str, ...]
    ) -> OptionValue:
        if words and text not in words:
            allowed = ", ".join(f"`{word}`" for word in words)
            hint = did_you_mean(text, words)
            self._bad(name, text, f"allowed are {allowed}", hint)
            return default
        try:
            return _convert(text, default)
        except ValueError as error:
            self._bad(name, text, str(error), "")
            return default

    def _bad(self, name: str, text: str, allowed: str, hint: str) -> None:
        message = f"option `{name}` cannot be `{text}`; {allowed}"
        self.diagnostics.error("bad-option-value", message, NOWHERE, hint)

    def _fault(self, code: str, message: str) -> None:
        self.diagnostics.error(code, message, self.place())

    def report_unknown(self) -> None:
        """Report each option that the user gave and no declaration asked for."""
        for name in self.given:
            if name not in self.declared:
                known = ", ".join(f"`{n}`" for n in self.declared) or "none"
                message = f"the layout has no option `{name}`; it has {known}"
                hint = did_you_mean(name, self.declared)
                self.diagnostics.error("unknown-option", message, NOWHERE, hint)
