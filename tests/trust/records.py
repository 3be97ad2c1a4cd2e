"""Records none of whose values another one has, so that a value tells whose sheet it stands on."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from formgen.model.fields import ChoiceField, DateField, Field, ListField, NumberField, TextField
from tests.test_catalogue import PATTERNED

ROWS = 2
_LENGTH = 8
_TOKEN = re.compile(r"q[0-9]{7}")  # the identity code has capitals alone
_SPACE = re.compile(r"\s+")


def tokens(text: str) -> set[str]:
    """Return the tokens in a text, whatever lines it is broken into."""
    return set(_TOKEN.findall(_SPACE.sub("", text)))


class Tokens:
    """Gives each text of a record a word that no other text of any record has."""

    def __init__(self, record: int) -> None:
        self.record = record
        self.given: set[str] = set()

    def value(self, field: Field) -> object:
        """Return a value for a field: a token where it can hold one."""
        if isinstance(field, ListField):
            return [self.values(field.fields) for _ in range(ROWS)]
        if isinstance(field, TextField) and field.pattern:
            return PATTERNED[field.pattern]
        if isinstance(field, TextField) and (field.max_length or _LENGTH) >= _LENGTH:
            self.given.add(f"q{self.record:05d}{len(self.given):02d}")
            return max(self.given)
        return _changing(field, self.record)

    def values(self, fields: Sequence[Field]) -> dict[str, object]:
        """Return a value for each of the fields that takes one."""
        return {field.name: value for field in fields if (value := self.value(field))}


def _changing(field: Field, number: int) -> str:
    match field:
        case ChoiceField(options=options):
            return options[(number * 7 + len(field.name)) % len(options)].code
        case NumberField(minimum=least, maximum=most):
            low = int(least or 0)
            span = int(most if most is not None else 9999) - low + 1
            return str(low + number % span)
        case DateField(with_time=with_time):
            day = date(2000, 1, 1) + timedelta(days=number)
            return f"{day} 08:30" if with_time else str(day)
    return ""


def records(fields: Sequence[Field], count: int) -> Iterator[dict[str, object]]:
    """Yield `count` records: a token in each text, other values that change with the record."""
    for number in range(count):
        yield Tokens(number).values(fields)


def expected(fields: Sequence[Field], number: int) -> set[str]:
    """Return the tokens of a record, which stand on its sheet and on no other."""
    given = Tokens(number)
    given.values(fields)
    return given.given
