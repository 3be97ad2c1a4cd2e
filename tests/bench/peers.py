"""The same sheets by other tools, and ours in a loop: what `batch` starts as processes.

python peers.py JOB ROWS.csv FONTS
"""

from __future__ import annotations

import csv
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import formgen
from formgen.data.bind import Binder
from formgen.layout import Typesetter
from formgen.layout.boxes import Box, Line, Mark, Run, Shape
from formgen.model.values import Values

if TYPE_CHECKING:
    from fpdf import FPDF

SHEET = Path(__file__).with_name("sheet.typ")
FORM = "satisfaction_callback"
WARM = 5
TYPST_SAMPLE = 200


def typst_merged(data: Path, fonts: Path) -> None:
    """Compile all rows into one file."""
    import typst

    with tempfile.TemporaryDirectory() as folder:
        source = _typst_project(Path(folder), data)
        out = source.with_suffix(".pdf")
        typst.compile(source, output=out, font_paths=[fonts], ignore_system_fonts=True)


def typst_separate(data: Path, fonts: Path) -> None:
    """Compile rows one by one with one compiler; print milliseconds and bytes of a file."""
    import typst

    with tempfile.TemporaryDirectory() as folder:
        source = _typst_project(Path(folder), data)
        compiler = typst.Compiler(source, font_paths=[fonts], ignore_system_fonts=True)

        rows = _rows(data)

        def compiled(number: int) -> bytes:
            return bytes(compiler.compile(sys_inputs={"row": json.dumps(rows[number])}))

        _measure(compiled, range(TYPST_SAMPLE))


def _typst_project(folder: Path, data: Path) -> Path:
    text = data.read_text(encoding="utf-8-sig")
    (folder / "rows.csv").write_text(text, encoding="utf-8")
    return Path(shutil.copy(SHEET, folder))


def fpdf2_merged(data: Path, fonts: Path) -> None:
    """Draw all rows into one file, as a program of its own would: text, rules and boxes."""
    from fpdf import FPDF

    from formgen.writers.pdf.sheet import page_marks

    pdf = FPDF(unit="pt", format="A4")
    pdf.set_auto_page_break(False)
    for path in fonts.glob("NotoSansSC-*.ttf"):
        pdf.add_font(path.stem, fname=path)
    typesetter, records = _form(data)
    for values in records:
        sheet, filled = typesetter.set(values)
        for page, fill in zip(sheet.pages, filled, strict=True):
            pdf.add_page()
            for mark in page_marks(page, fill):
                _draw(pdf, mark)
    with tempfile.TemporaryDirectory() as folder:
        pdf.output(str(Path(folder, "out.pdf")))


def _draw(pdf: FPDF, mark: Mark) -> None:
    """Draw a mark; the runs of rare faces and the identity code are left out, in its favour."""
    match mark:
        case Run() if mark.face.startswith("NotoSansSC"):
            pdf.set_font(mark.face, size=mark.size)
            pdf.text(mark.x, mark.y, mark.text)
        case Line():
            pdf.set_line_width(mark.width)
            pdf.line(mark.x1, mark.y1, mark.x2, mark.y2)
        case Box():
            pdf.set_line_width(mark.stroke or 0.5)
            rect = mark.rect
            if mark.fill:
                pdf.set_fill_color(240)
            pdf.rect(rect.x, rect.y, rect.w, rect.h, style="F" if mark.fill else "D")
        case Shape():
            points = [values[-2:] for _, values in mark.steps if values]
            pdf.polyline(points)


def formgen_separate(data: Path, _fonts: Path) -> None:
    """Print rows one by one; print milliseconds and bytes of a file."""
    from formgen.writers import press_for

    typesetter, records = _form(data)
    press = press_for("pdf", typesetter.book)
    waiting = iter(records)
    _measure(lambda _: press.sheet(typesetter, next(waiting)).data, range(len(_rows(data)) - WARM))


def _rows(data: Path) -> list[dict[str, str]]:
    with data.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _form(data: Path) -> tuple[Typesetter, Iterator[Values]]:
    """Return what sets the form, and the values of the rows, bound as they are asked for."""
    variants = formgen.load(FORM)._variants
    binder = Binder(variants.blank.form.fields)
    records = (binder.bind(row, form_id=FORM)[0] for row in _rows(data))
    return variants.blank.typesetter, records


def _measure(printed: Callable[[int], bytes], numbers: Sequence[int]) -> None:
    for number in numbers[:WARM]:
        printed(number)
    start = time.perf_counter()
    sizes = [len(printed(number)) for number in numbers]
    seconds = time.perf_counter() - start
    print(seconds / len(sizes) * 1000, sum(sizes) / len(sizes))


JOBS = {job.__name__: job for job in (typst_merged, typst_separate, fpdf2_merged, formgen_separate)}

if __name__ == "__main__":
    JOBS[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
