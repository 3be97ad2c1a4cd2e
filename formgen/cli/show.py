"""`formgen show`: what a form takes: its fields, options and samples."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Unpack

import click

from formgen import api
from formgen.cli.options import FormOptions, form_options, load_form

if TYPE_CHECKING:
    from formgen.model.fields import Field, NumberField, Option
    from formgen.model.form import LayoutOption

_EXAMPLES = """\b
Examples:
  formgen show satisfaction_callback
  formgen show satisfaction_callback --samples
"""


@click.command(epilog=_EXAMPLES)
@form_options
@click.option("--samples", is_flag=True, help="Only the names of the samples, one a line.")
def show(samples: bool, **chosen: Unpack[FormOptions]) -> None:
    """Show what FORM takes: its fields, and its layout options."""
    form = load_form(chosen)
    if samples:
        for name in form.samples():
            click.echo(name)
    else:
        _show(form)


def _show(form: api.LoadedForm) -> None:
    from formgen.cli.tables import print_table

    click.echo(f"{form.title} ({form.id})\n")
    rows = [row for field in form.fields for row in _field_rows(field)]
    print_table(("field", "label", "type", "takes", "required"), rows)
    if form.options:
        click.echo()
        print_table(("--option", "value", "takes", "help"), map(_option_row, form.options))


def _field_rows(field: Field) -> Iterator[tuple[str, ...]]:
    """Yield the row of a field, and below that of a list those of its fields, as `list.field`."""
    from formgen.model.fields import ListField

    yield _field_row(field)
    for each in field.fields if isinstance(field, ListField) else ():
        name, *rest = _field_row(each)
        yield f"{field.name}.{name}", *rest


def _field_row(field: Field) -> tuple[str, ...]:
    kind, takes = _kind_of(field)
    return field.name, field.label, kind, takes, "yes" if field.required else ""


def _kind_of(field: Field) -> tuple[str, str]:
    from formgen.model import fields as f

    match field:
        case f.TextField():
            limit = f"at most {field.max_length} characters" if field.max_length else ""
            return "text", field.pattern_help or field.pattern or limit
        case f.NumberField():
            return "number", _range(field)
        case f.DateField():
            return "date and time" if field.with_time else "date", field.format
        case f.ChoiceField():
            options = " | ".join(_option(option) for option in field.options)
            return "choices" if field.multiple else "choice", options
        case f.CheckField():
            return "check", "yes | no"
        case f.ImageField():
            return "image", "a PNG or JPEG file"
        case f.ComputedField():
            of = {"all": "", "page": " (of each page)", "so-far": " (up to each page)"}[field.of]
            return "computed", field.expression + of
        case f.ListField():
            return "list", f"{field.minimum} to {field.maximum} rows"


def _range(field: NumberField) -> str:
    bounds = [
        f"{word} {bound}"
        for word, bound in (("from", field.minimum), ("to", field.maximum))
        if bound is not None
    ]
    return " ".join([*bounds, f"in {field.unit}" if field.unit else ""]).strip()


_OF_KIND = {"text": "", "color": "a colour like #1f4e9e", "picture": "a PNG or JPEG file"}


def _option(option: Option) -> str:
    return option.text if option.code == option.text else f"{option.text} ({option.code})"


def _option_row(option: LayoutOption) -> tuple[str, ...]:
    is_default = option.value == option.default
    default = "nothing" if option.default == "" else option.default
    value = str(option.value) if is_default else f"{option.value} (by itself {default})"
    return option.name, value, " | ".join(option.choices) or _OF_KIND[option.kind], option.help
