"""Choices: options named by their text or their code, one or several."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import field
from decimal import Decimal

from formgen.data.refusal import Refusal, kind, listing, quote
from formgen.dataclass import dataclass
from formgen.diagnostics import did_you_mean
from formgen.model.fields import ChoiceField, Option

_SEPARATORS = re.compile(r"[;；、,，|｜/／\r\n]+")


def choice_reader(field: ChoiceField) -> Callable[[object], tuple[str, ...] | None]:
    """Return a function from a raw value to the codes of the options of `field` that it names.

    The codes stand in the form's order; None means no answer. The function raises Refusal.
    """
    answers = _Answers.of(field.options)
    single = {word: (code,) for word, code in answers.exact.items() if code}

    def read(value: object) -> tuple[str, ...] | None:
        if isinstance(value, str):
            known = single.get(value)
            if known:
                return known
        chosen = {code for item in _items(value) for code in answers.split(item)}
        if len(chosen) > 1 and not field.multiple:
            raise Refusal(
                "several-options",
                f"{_given(value)} names several options; allowed: one of {answers.allowed}",
            )
        return tuple(o.code for o in field.options if o.code in chosen) or None

    return read


@dataclass(frozen=True, slots=True)
class _Answers:
    """Words by which options are known; a word that several options share maps to "".

    `window` is into how many pieces the separators divide the longest option.
    """

    options: tuple[Option, ...]
    window: int
    exact: dict[str, str] = field(default_factory=dict)
    folded: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, options: tuple[Option, ...]) -> _Answers:
        words = [word for option in options for word in (option.text, option.code)]
        pieces = max((len(_SEPARATORS.split(word)) for word in words), default=1)
        answers = cls(options, pieces)
        for option in options:
            for word in {option.code, option.text}:
                _learn(answers.exact, word, option.code)
            for word in {_fold(option.code), _fold(option.text)}:
                _learn(answers.folded, word, option.code)
        return answers

    @property
    def allowed(self) -> str:
        return listing(option.text for option in self.options)

    def find(self, word: str) -> str | None:
        """Return the code of the option that `word` names, "" if several share it, else None."""
        code = self.exact.get(word)
        return code if code is not None else self.folded.get(_fold(word))

    def split(self, text: str) -> set[str]:
        """Return the codes that `text` names, options divided by separators; raises Refusal.

        An option whose text contains a separator is found whole: of all the ways to divide the
        text, the one whose parts are options, with the longest first, is taken.
        """
        cuts = [m.span() for m in _SEPARATORS.finditer(text)]
        starts = [0, *(end for _, end in cuts)]
        ends = [*(start for start, _ in cuts), len(text)]
        steps = self._divide(text, starts, ends)
        found: set[str] = set()
        unknown: list[str] = []
        position = 0
        while position < len(starts):
            step, code = steps[position]
            if code is None:
                unknown.append(text[starts[position] : ends[position]].strip())
            elif code:
                found.add(code)
            position += step
        if unknown:
            raise self._unknown(unknown)
        return found

    def _divide(
        self, text: str, starts: list[int], ends: list[int]
    ) -> list[tuple[int, str | None]]:
        """Return for each piece how many pieces to take from there, and the code that they name.

        The code is "" for an empty piece and None where no option fits; fewest misses win.
        """
        count = len(starts)
        misses = [0] * (count + 1)
        steps: list[tuple[int, str | None]] = [(1, None)] * count
        for i in range(count - 1, -1, -1):
            misses[i] = misses[i + 1] + 1
            for j in range(i, min(i + self.window, count)):
                code = self._code(text[starts[i] : ends[j]])
                if code is not None and misses[j + 1] <= misses[i]:
                    misses[i], steps[i] = misses[j + 1], (j - i + 1, code)
        return steps

    def _code(self, piece: str) -> str | None:
        word = piece.strip()
        if not word:
            return ""
        code = self.find(word)
        if code == "":
            raise Refusal(
                "ambiguous-option",
                f"{quote(word)} names several options; allowed: {self.allowed}",
            )
        return code

    def _unknown(self, words: list[str]) -> Refusal:
        named = ", ".join(quote(word) for word in words[:5])
        verb = "is not an option" if len(words) == 1 else "are not options"
        known = [word for option in self.options for word in (option.text, option.code)]
        hint = did_you_mean(words[0], known)
        return Refusal("unknown-option", f"{named} {verb}; allowed: {self.allowed}", hint)


def _learn(words: dict[str, str], word: str, code: str) -> None:
    words[word] = code if words.get(word, code) == code else ""


def _fold(word: str) -> str:
    return "".join(unicodedata.normalize("NFKC", word).casefold().split())


def _items(value: object) -> Iterable[str]:
    """Return the texts that a raw value holds; raises Refusal."""
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_word(item) for item in value if item is not None]
    return [_word(value)]


def _word(value: object) -> str:
    match value:
        case str():
            return value
        case bool():
            raise Refusal("wrong-type", f"{quote(value)} is not the text or code of an option")
        case int():
            return str(value)
        case float() if value.is_integer():
            return str(int(value))
        case float() | Decimal():
            return str(value)
        case _:
            given = kind(value)
            raise Refusal(
                "wrong-type", f"{given} was given; allowed: the text or code of an option"
            )


def _given(value: object) -> str:
    if isinstance(value, (list, tuple, set, frozenset)):
        return quote(", ".join(str(item) for item in value))
    return quote(value)
