"""Entries: each element that takes a value, a mark or a signature, and the field behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from formgen.markup import attributes as a
from formgen.markup.build_choices import build_choice, build_scale, build_tick
from formgen.markup.build_pictures import build_barcode, build_picture, build_qr
from formgen.markup.checked import Checked
from formgen.markup.context import Context, text_style
from formgen.model.blocks import (
    CheckBox,
    Comb,
    DateEntry,
    Entry,
    InlineEntry,
    Photo,
    Seal,
    Signature,
)
from formgen.model.fields import (
    CheckField,
    ComputedField,
    DateField,
    ImageField,
    NumberField,
    TextField,
)
from formgen.model.style import Overflow, TextStyle

PLAIN = TextStyle()
Build = Callable[[Checked, Context, TextStyle], InlineEntry | None]
"""Builds an entry in the style of its surroundings; None if it cannot be (it was reported)."""

_CHINESE_DATE = ("年", "月", "日", "时", "分")


def build_entry(node: Checked, context: Context, style: TextStyle = PLAIN) -> InlineEntry | None:
    """Return the entry that `node` is and declare its field, or report why it cannot be."""
    return BUILDERS[node.name](node, context, text_style(node).over(style))


def _bare(node: Checked, *rules: str) -> bool:
    """Whether an element only names its field and gives none of its `rules`."""
    return not node.given & {"label", "required", *rules}


def _label(node: Checked) -> str:
    return node[a.LABEL] or node[a.NAME]


def _overflow(node: Checked) -> Overflow:
    return Overflow(node[a.OVERFLOW], node[a.MIN_SIZE])


def _text_overflow(node: Checked, context: Context) -> Overflow:
    """Return what happens to a text that is too long; rows of a list grow by themselves."""
    if context.part == "rows" and a.OVERFLOW.name not in node.given:
        return Overflow("grow", node[a.MIN_SIZE])
    return _overflow(node)


def _text(node: Checked, context: Context, style: TextStyle) -> Entry:
    field = TextField(
        node[a.NAME],
        _label(node),
        node[a.REQUIRED],
        node.place,
        node[a.PATTERN],
        node[a.MAX_LENGTH],
        node[a.WRITING_LINES],
        node[a.PATTERN_HELP],
    )
    context.fields.declare(field, bare=_bare(node, "pattern", "pattern-help", "max-length"))
    return Entry(
        field.name,
        node[a.ENTRY_WIDTH],
        field.lines,
        node[a.RULED],
        node[a.RULE_DISTANCE],
        node[a.ALIGN],
        style,
        _text_overflow(node, context),
        place=node.place,
    )


def _number(node: Checked, context: Context, style: TextStyle) -> Entry:
    least, most = node[a.MIN], node[a.MAX]
    if least is not None and most is not None and least > most:
        message = f"`min` ({least}) of <{node.name}> is more than `max` ({most})"
        context.diagnostics.error("bad-attribute", message, node.place)
    field = NumberField(
        node[a.NAME],
        _label(node),
        node[a.REQUIRED],
        node.place,
        node[a.UNIT],
        least,
        most,
        node[a.DECIMALS],
    )
    context.fields.declare(field, bare=_bare(node, "unit", "min", "max", "decimals"))
    return _value_entry(node, style, field.unit)


def _value_entry(node: Checked, style: TextStyle, unit: str) -> Entry:
    return Entry(
        node[a.NAME],
        node[a.ENTRY_WIDTH],
        align=node[a.ALIGN],
        style=style,
        overflow=_overflow(node),
        unit=unit,
        place=node.place,
    )


def _computed(node: Checked, context: Context, style: TextStyle) -> Entry:
    field = ComputedField(
        node[a.NAME],
        _label(node),
        False,
        node.place,
        node[a.EXPR],
        node[a.DECIMALS],
        node[a.UNIT],
        node[a.OF],
    )
    if field.of != "all" and context.part != "pagefoot":
        message = f'`of="{field.of}"` is for <computed> in a <pagefoot>'
        context.diagnostics.error("bad-attribute", message, node.place)
    context.fields.declare(field, bare=False)
    return _value_entry(node, style, field.unit)


def _date(node: Checked, context: Context, style: TextStyle) -> DateEntry:
    words = _date_words(node, context)
    pattern = node[a.DATE_FORMAT] or ("" if words else _iso(node[a.TIME]))
    field = DateField(
        node[a.NAME], _label(node), node[a.REQUIRED], node.place, pattern, node[a.TIME]
    )
    context.fields.declare(field, bare=_bare(node, "format", "time"))
    return DateEntry(
        field.name,
        bool(words),
        words,
        node[a.ENTRY_WIDTH],
        node[a.ALIGN],
        style,
        _overflow(node),
        node.place,
    )


def _iso(with_time: bool) -> str:
    return "%Y-%m-%d %H:%M" if with_time else "%Y-%m-%d"


def _date_words(node: Checked, context: Context) -> tuple[str, ...]:
    """Return the words behind the parts of a date; none where it is set in one piece."""
    count = 5 if node[a.TIME] else 3
    words = node[a.DATE_WORDS]
    if node[a.DATE_FORMAT]:
        if words:
            message = "<date> takes `format` or `words`, not both"
            context.diagnostics.error("bad-attribute", message, node.place)
        return ()
    if words is not None:
        if len(words) != count:
            message = f"`words` of <date> has {len(words)} words; it needs {count} here"
            context.diagnostics.error("bad-attribute", message, node.place)
        return words
    return _CHINESE_DATE[:count] if context.is_chinese else ()


def _comb(node: Checked, context: Context, style: TextStyle) -> Comb:
    boxes = node[a.BOXES]
    field = TextField(
        node[a.NAME],
        _label(node),
        node[a.REQUIRED],
        node.place,
        node[a.PATTERN],
        boxes,
        pattern_help=node[a.PATTERN_HELP],
        half_width=True,
    )
    context.fields.declare(field, bare=_bare(node, "pattern", "pattern-help"))
    return Comb(field.name, boxes, node[a.BOX_WIDTH], node[a.BOX_HEIGHT], style, node.place)


def _checkbox(node: Checked, context: Context, style: TextStyle) -> CheckBox:
    name, label = node[a.NAME], node[a.CHECK_LABEL]
    field = CheckField(name, label or name, node[a.REQUIRED], node.place)
    context.fields.declare(field, bare=_bare(node))
    return CheckBox(name, label, node[a.CHECK_BOX], node[a.BOX_SIZE], style, node.place)


def _signature(node: Checked, context: Context, style: TextStyle) -> Signature:
    name = node[a.SIGNATURE_NAME]
    context.fields.pen(name, node.place)
    return Signature(
        name,
        node[a.SIGNATURE_LABEL],
        node[a.SIGNATURE_WIDTH],
        node[a.WITH_DATE],
        style,
        node.place,
    )


def _seal(node: Checked, context: Context, style: TextStyle) -> Seal:
    name = node[a.SEAL_NAME] or context.fields.free_pen_name("seal")
    context.fields.pen(name, node.place)
    return Seal(name, node[a.SEAL_LABEL], node[a.SEAL_SIZE], node.place)


def _photo(node: Checked, context: Context, style: TextStyle) -> Photo:
    name, label = node[a.NAME], node[a.PHOTO_LABEL]
    field = ImageField(name, label or name, node[a.REQUIRED], node.place)
    context.fields.declare(field, bare=_bare(node))
    return Photo(name, label, node[a.PHOTO_WIDTH], node[a.PHOTO_HEIGHT], node.place)


BUILDERS: Mapping[str, Build] = MappingProxyType(
    {
        "text": _text,
        "number": _number,
        "score": _number,
        "date": _date,
        "comb": _comb,
        "choice": build_choice,
        "scale": build_scale,
        "tick": build_tick,
        "checkbox": _checkbox,
        "signature": _signature,
        "seal": _seal,
        "photo": _photo,
        "img": build_picture,
        "qr": build_qr,
        "barcode": build_barcode,
        "computed": _computed,
    }
)
