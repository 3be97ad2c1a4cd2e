"""`formgen list`: the forms that can be printed by their ids."""

from __future__ import annotations

from pathlib import Path

import click

from formgen import api, catalog
from formgen.cli.options import templates_option
from formgen.errors import FormgenError

_EXAMPLES = """\b
Examples:
  formgen list
  formgen list --templates our_forms
"""


@click.command("list", epilog=_EXAMPLES)
@templates_option
def list_forms(templates: tuple[Path, ...]) -> None:
    """List the forms by id and title."""
    from formgen.cli.tables import print_table

    rows = [(form_id, _title(form_id, templates)) for form_id in catalog.form_ids(templates)]
    print_table(("form", "title"), rows)


def _title(form_id: str, templates: tuple[Path, ...]) -> str:
    try:
        return api.load(form_id, templates=templates).title
    except FormgenError:
        return f"(has errors; see `formgen check {form_id}`)"
