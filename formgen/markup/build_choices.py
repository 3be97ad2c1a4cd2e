"""Choices: options in a row, scales of numbered boxes, and single boxes that stand elsewhere."""

from __future__ import annotations

from collections.abc import Iterable

from formgen.diagnostics import Place
from formgen.markup import attributes as a
from formgen.markup.checked import Checked
from formgen.markup.context import Context
from formgen.model.blocks import Choice
from formgen.model.fields import ChoiceField, Option, TextField
from formgen.model.style import TextStyle

_COMMAS = ",，、;；"


def build_choice(node: Checked, context: Context, style: TextStyle) -> Choice:
    """Return a choice and declare its field, and that of its blank if an option has one."""
    bare = not node.elements and not node.given & {"label", "required", "options", "multiple"}
    field = ChoiceField(
        node[a.NAME],
        node[a.LABEL] or node[a.NAME],
        node[a.REQUIRED],
        node.place,
        _options(node, context),
        node[a.MULTIPLE],
    )
    context.fields.declare(field, bare=bare)
    _declare_other(field, node, context)
    if node[a.ONLY]:
        context.fields.tick(field.name, node[a.ONLY], node.place)
    return Choice(
        field.name,
        node[a.BOX],
        node[a.CHOICE_COLUMNS],
        bare=bool(node[a.ONLY]),
        only=node[a.ONLY],
        box_size=node[a.BOX_SIZE],
        gap=node[a.GAP],
        align=node[a.ALIGN],
        style=style,
        place=node.place,
    )


def _options(node: Checked, context: Context) -> tuple[Option, ...]:
    listed = node[a.OPTIONS]
    if listed is not None and node.elements:
        message = "<choice> takes its options from `options` or from <option> elements, not both"
        context.diagnostics.error("bad-options", message, node.place)
    options = [Option(text, text) for text in listed or ()]
    options += [_option(child, context) for child in node.elements]
    return distinct(options, node.place, context)


def _option(node: Checked, context: Context) -> Option:
    text = " ".join("".join(c for c in node.children if isinstance(c, str)).split())
    if not text:
        context.diagnostics.error("bad-options", "an <option> has no text", node.place)
    if not node[a.OPTION_BLANK] and node.given & {"label", "max-length"}:
        message = "`label` and `max-length` of <option> are those of its blank, and it has none"
        hint = 'add blank="30mm"'
        context.diagnostics.error("bad-attribute", message, node.place, hint)
    return Option(node[a.CODE] or text, text, node[a.OPTION_BLANK] or 0.0)


def distinct(options: Iterable[Option], place: Place, context: Context) -> tuple[Option, ...]:
    """Return the options, each code once; report a code that comes twice.

    One option that has a comma in it is likely to be several: a warning says so.
    """
    by_code: dict[str, Option] = {}
    for option in options:
        if option.code in by_code:
            message = f"the option `{option.code}` comes twice"
            context.diagnostics.error("bad-options", message, place, "give each its own code")
        by_code.setdefault(option.code, option)
    only = next(iter(by_code.values())) if len(by_code) == 1 else None
    if only and any(mark in only.text for mark in _COMMAS):
        message = f"`{only.text}` is one option"
        context.diagnostics.warning("one-option", message, place, "write | between options")
    return tuple(by_code.values())


def _declare_other(field: ChoiceField, node: Checked, context: Context) -> None:
    """Declare the field of what is written out behind an option with a blank."""
    blanks = [option for option in field.options if option.blank > 0]
    if len(blanks) > 1:
        texts = " and ".join(f"`{option.text}`" for option in blanks)
        message = f"choice `{field.name}` has a blank behind {texts}; one can be read back"
        context.diagnostics.error("bad-options", message, field.place)
    if blanks and field.name:
        element = next(child for child in node.elements if child[a.OPTION_BLANK])
        opening, closing = ("（", "）") if context.is_chinese else (" (", ")")
        label = element[a.OTHER_LABEL] or f"{field.label}{opening}{blanks[0].text}{closing}"
        length = element[a.OTHER_LENGTH]
        other = TextField(f"{field.name}_other", label, place=field.place, max_length=length)
        context.fields.declare(other, bare=False)


def build_scale(node: Checked, context: Context, style: TextStyle) -> Choice:
    """Return a row of numbered boxes and declare its field, with numbers as codes."""
    first, last = node[a.FROM], node[a.TO]
    if last <= first:
        message = f"`to` ({last}) of <scale> must be more than `from` ({first})"
        context.diagnostics.error("bad-attribute", message, node.place)
        first, last = sorted((first, last))
    numbers = [Option(str(n), str(n)) for n in range(first, last + 1)]
    extra = [Option(text, text) for text in node[a.EXTRA] or ()]
    field = ChoiceField(
        node[a.NAME],
        node[a.LABEL] or node[a.NAME],
        node[a.REQUIRED],
        node.place,
        distinct(numbers + extra, node.place, context),
    )
    bare = not node.given & {"label", "required", "from", "to", "extra"}
    context.fields.declare(field, bare=bare)
    return Choice(
        field.name,
        node[a.SCALE_BOX],
        numbered=True,
        box_size=node[a.BOX_SIZE],
        gap=node[a.GAP],
        align=node[a.ALIGN],
        style=style,
        place=node.place,
    )


def build_tick(node: Checked, context: Context, style: TextStyle) -> Choice:
    """Return the box of one option; its choice stands elsewhere."""
    name, option = node[a.TICKED], node[a.TICK_OPTION]
    context.fields.tick(name, option, node.place)
    return Choice(
        name,
        bare=True,
        only=option,
        box_size=node[a.BOX_SIZE],
        align=node[a.ALIGN],
        style=style,
        place=node.place,
    )
