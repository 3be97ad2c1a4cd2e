"""The fields of a mail-merge main document: what stands where the values of a record go.

A text is a MERGEFIELD, a box is an IF field that shows the ticked or the empty one. Fields are
complex ones, each of their parts in a run of its own, all in the look of the value (CHARFORMAT);
their results are those of an empty record. Source: ISO/IEC 29500-1, 17.16.18 (complex fields),
17.16.5.26 (IF), 17.16.5.35 (MERGEFIELD), 17.16.4.1 and 17.16.4.2 (date and numeric pictures).

LibreOffice makes database fields of MERGEFIELD. It has none for IF, whose results it blanks out,
and passes over date pictures, so that a date would stand whole in the place of its day. Of a field
that it does not know it keeps the result; and it knows only those with a space behind their name,
where the standard asks for white space. So a tab stands there in these.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field

from formgen.dataclass import dataclass
from formgen.layout.boxes import TextSlot
from formgen.model.fields import (
    ChoiceField,
    ComputedField,
    DateField,
    Field,
    ImageField,
    ListField,
    NumberField,
)
from formgen.writers.word.losses import Loss, LossKind
from formgen.writers.word.markup import Look, escaped

FENCE = "；"
"""What stands between several answers in a cell. It is put around the cell and the answer that is
looked for, so that no answer is found within another; and Word, which compares what starts with a
figure as a number, then has none to compare."""
LONGEST_SEARCHED = 128
"""How many characters Word compares with an asterisk ([MS-OI29500] 2.1.478)."""


@dataclass(frozen=True, slots=True)
class MergeColumn:
    """A column of the data source: its heading, and what it says where a box is to be ticked.

    `answers` are the words of each option by its code; that of a check goes by "".
    """

    heading: str
    answers: Mapping[str, str] = field(default_factory=dict)
    several: bool = False


Columns = Mapping[str, MergeColumn]
"""The columns of a data source by the names of the fields that they have values for."""


_ALL, _WORD_ALONE = " ", "\t"
"""What stands behind the name of a field: who is to know it."""


def merge_field(heading: str, look: Look, picture: str = "", known_to: str = _ALL) -> str:
    """Return the field that shows a column; `picture` is a switch that formats it."""
    switches = f"{picture} \\* CHARFORMAT" if picture else "\\* CHARFORMAT"
    rpr = look.properties()
    code = _code(f' MERGEFIELD{known_to}"{heading}" {switches} ', rpr)
    # LibreOffice hides a line, whatever stands on it, whose fields show nothing at all.
    return _field(code, " ", rpr)


def text_field(column: MergeColumn, slot: TextSlot, told: Field | None, look: Look) -> str:
    """Return the field of a value that is written out, or of a part of a date."""
    picture = ""
    if isinstance(told, DateField):
        whole = slot.format or "%Y-%m-%d"
        picture = f'\\@ "{_PARTS.get(slot.part) or date_picture(whole)}"'
    elif isinstance(told, NumberField | ComputedField) and told.decimals:
        # A spreadsheet's 12.35 is a binary fraction, and would be printed with all its digits.
        picture = f'\\# "0.{"0" * told.decimals}"'
    return merge_field(column.heading, look, picture, _WORD_ALONE if slot.part else _ALL)


def box_field(column: MergeColumn, option: str, look: Look, chars: tuple[str, str]) -> str:
    """Return the field of a box; `chars` are the empty and the ticked one in the face of `look`."""
    rpr = look.properties(east_asian=True)
    value = _field(_code(f' MERGEFIELD{_WORD_ALONE}"{column.heading}" ', rpr), "", rpr)
    empty, ticked = chars
    test = pattern(column, option)
    code = (
        _code(f' IF{_WORD_ALONE}"{FENCE}', rpr)
        + value
        + _code(f'{FENCE}" = "{test}" "{ticked}" "{empty}" ', rpr)
    )
    return _field(code, empty, rpr)


def pattern(column: MergeColumn, option: str) -> str:
    """Return what the fenced cell is compared with: `*` stands for any text, `?` for a character.

    A quotation mark or a backslash would have to be escaped, so any character may stand there.
    """
    words = re.sub(r'["\\]', "?", column.answers[option])
    return f"*{FENCE}{words}{FENCE}*" if column.several else f"{FENCE}{words}{FENCE}"


def is_told_apart(column: MergeColumn, option: str) -> bool:
    """Whether the box of an option is ticked for its own answer alone, as Word compares."""
    own = column.answers[option]
    wanted = _regex(pattern(column, option))
    others = (words for words in column.answers.values() if words != own)
    if any(wanted.fullmatch(f"{FENCE}{words}{FENCE}") for words in others):
        return False
    whole = FENCE.join(column.answers.values())
    return not column.several or len(whole) + 2 * len(FENCE) <= LONGEST_SEARCHED


def _regex(compared: str) -> re.Pattern[str]:
    ends = {"*": ".*", "?": "."}
    return re.compile("".join(ends.get(char) or re.escape(char) for char in compared), re.DOTALL)


# ---- dates ----------------------------------------------------------------------------------

_PARTS = {"year": "yyyy", "month": "M", "day": "d", "hour": "HH", "minute": "mm"}
_PICTURES = {
    "Y": "yyyy", "y": "yy", "m": "MM", "d": "dd", "H": "HH", "M": "mm", "S": "ss", "%": "%",
}  # fmt: skip
_PIECES = re.compile(r"%(.)|([^%]+)", re.DOTALL)


def date_picture(pattern: str) -> str:
    """Return a strftime pattern as a date picture of Word; words between are quoted."""
    return "".join(
        _PICTURES[code] if code else _literal(words) for code, words in _PIECES.findall(pattern)
    )


def _literal(words: str) -> str:
    """Return words as they stand in a picture, which has no way to say a quotation mark."""
    plain = re.sub(r"[\"'\\]", "", words)
    return f"'{plain}'" if re.search(r"[A-Za-z]", plain) else plain


# ---- what a merge cannot say ------------------------------------------------------------------


def losses_of(fields: Iterable[Field], columns: Columns) -> Iterator[Loss]:
    """Yield what a merge cannot say of the fields of a form."""
    for told in fields:
        name = told.label or told.name
        column = columns.get(told.name)
        match told:
            case ImageField():
                yield Loss(LossKind.MERGED_PICTURE, name, told.place)
            case ListField():
                yield Loss(LossKind.MERGED_LIST, name, told.place)
            case ComputedField():
                kind = LossKind.MERGED_TOTAL if column else LossKind.MERGED_PAGE_TOTAL
                yield Loss(kind, name, told.place)
            case ChoiceField() if column is not None:
                for code, words in column.answers.items():
                    if not is_told_apart(column, code):
                        yield Loss(LossKind.MERGED_OPTION, f"{name}: {words}", told.place)


# ---- the parts of a field ---------------------------------------------------------------------


def _field(code: str, result: str, rpr: str) -> str:
    """Return a field with the runs of its code, which may have fields in it."""
    text = f'<w:t xml:space="preserve">{escaped(result)}</w:t>'
    shown = f"<w:r>{rpr}{text}</w:r>" if result else ""
    return f"{_char('begin', rpr)}{code}{_char('separate', rpr)}{shown}{_char('end', rpr)}"


def _code(text: str, rpr: str) -> str:
    return f'<w:r>{rpr}<w:instrText xml:space="preserve">{escaped(text)}</w:instrText></w:r>'


def _char(kind: str, rpr: str) -> str:
    return f'<w:r>{rpr}<w:fldChar w:fldCharType="{kind}"/></w:r>'
