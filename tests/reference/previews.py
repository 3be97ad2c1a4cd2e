"""Pictures of the shipped forms: the first page with the sample that says most."""

from __future__ import annotations

import formgen
from formgen.catalog import form_ids
from formgen.data.sources import RawRecord
from formgen.preview import page_pictures
from tests.reference.forms import FORMS
from tests.reference.pictures import SCREEN_DPI, opened, small_file

PREVIEW_COLOURS = 24


def form_pictures() -> dict[str, bytes]:
    """Return a picture of each shipped form by its id."""
    return {name: _picture(formgen.load(name)) for name in form_ids()}


def _picture(form: formgen.LoadedForm) -> bytes:
    samples = form.samples()
    fullest = max(samples, key=lambda name: _said(samples[name]), default="")
    record = samples.get(FORMS[form.id].sample or fullest)
    [first] = page_pictures(form.render(record), 1, SCREEN_DPI)
    return small_file(opened(first), PREVIEW_COLOURS)


def _said(record: RawRecord) -> int:
    """Return how many values a record has."""
    return len([value for value in record.values.values() if value])
