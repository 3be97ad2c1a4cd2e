"""No value of one record ever stands on the sheet of another: every sheet is read back.

`FORMGEN_TRUST_RECORDS` says how many records each form prints; `make trust` prints 5,000 of each.
"""

import csv
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest

import formgen
from tests.trust.records import expected, records, tokens

COUNT = int(os.environ.get("FORMGEN_TRUST_RECORDS", "500"))
FILES = COUNT // 20
PLAIN = COUNT // 20
_PART = re.compile(r"word/(document|header|footer).*\.xml")
FORMS = sorted(
    path.parent.name
    for path in (Path(__file__).parents[2] / "templates").glob("[a-z]*/form.xml.j2")
)
STRUCTURED_BY_DATA = {"phone_callback"}
"""Forms whose sheets leave some of a record's fields out."""


def _is_of(form: formgen.LoadedForm, number: int, text: str) -> bool:
    """Whether the tokens in `text` are those of a record, and all of them."""
    found, own = tokens(text), expected(form.fields, number)
    return bool(found) and (found <= own if form.id in STRUCTURED_BY_DATA else found == own)


def _pdf_pages(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    return [page.get_textpage().get_text_range() for page in document]


def _text(data: bytes, kind: str) -> str:
    if kind == "pdf":
        return "".join(_pdf_pages(data))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = [package.read(name).decode() for name in package.namelist() if _PART.match(name)]
    return re.sub(r"<[^>]*>", "", "".join(parts))


def _batch(form: formgen.LoadedForm, folder: Path, count: int, *arguments: str) -> None:
    lines = (json.dumps(each, ensure_ascii=False) for each in records(form.fields, count))
    (folder / "records.jsonl").write_text("\n".join(lines), encoding="utf-8")
    command = [sys.executable, "-m", "formgen", "batch", form.id, str(folder / "records.jsonl")]
    run = [*command, "--quiet", "-o", str(folder), *arguments]
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]


@pytest.mark.parametrize("name", FORMS)
def test_a_merged_file_has_each_record_on_its_own_pages(name: str, tmp_path: Path) -> None:
    form = formgen.load(name)
    with (tmp_path / "all.pdf").open("wb") as file:
        summary = form.merge(records(form.fields, COUNT), file)
    assert not summary.rejected
    document = pypdfium2.PdfDocument(tmp_path / "all.pdf")
    pages = _pdf_pages((tmp_path / "all.pdf").read_bytes())
    starts = [mark.get_dest().get_index() for mark in document.get_toc()]
    assert len(starts) == COUNT
    if form.model.imposition:  # several records share a page
        for page, text in enumerate(pages):
            on_it = [number for number, start in enumerate(starts) if start == page]
            own = set().union(*(expected(form.fields, number) for number in on_it))
            assert tokens(text) == own
        return
    for number, (first, end) in enumerate(pairwise([*starts, len(pages)])):
        assert _is_of(form, number, "".join(pages[first:end]))


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("kind", ["pdf", "docx"])
@pytest.mark.parametrize("name", FORMS)
def test_each_file_of_a_run_is_of_its_record(
    name: str, kind: str, jobs: str, tmp_path: Path
) -> None:
    form = formgen.load(name)
    _batch(form, tmp_path, FILES, "--format", kind, "--jobs", jobs)
    with (tmp_path / "manifest.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == FILES
    for number, row in enumerate(rows):
        assert _is_of(form, number, _text((tmp_path / row["file"]).read_bytes(), kind))


@pytest.mark.parametrize("name", FORMS)
def test_a_sheet_that_is_laid_out_whole_is_of_its_record(name: str) -> None:
    form = formgen.load(name)
    for number, record in enumerate(records(form.fields, PLAIN)):
        assert _is_of(form, number, _text(form.render(record), "pdf"))
