import io
import subprocess
import sys
from pathlib import Path

import pikepdf
import PIL.Image
import pytest

from formgen.errors import UsageError
from formgen.preview import page_pictures


def pdf(*sizes: tuple[int, int]) -> bytes:
    """A PDF with empty pages of `sizes`, in points."""
    with pikepdf.new() as document:
        for size in sizes:
            document.add_blank_page(page_size=size)
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


def size_of(picture: bytes) -> tuple[int, int]:
    with PIL.Image.open(io.BytesIO(picture)) as image:
        assert image.format == "PNG"
        return image.size


def test_a_page_has_the_size_that_its_resolution_says() -> None:
    [picture] = page_pictures(pdf((144, 72)), 1, 200)
    assert size_of(picture) == (400, 200)


def test_the_resolution_is_written_into_the_picture() -> None:
    [picture] = page_pictures(pdf((144, 72)), 1, 200)
    with PIL.Image.open(io.BytesIO(picture)) as image:
        assert [round(dpi) for dpi in image.info["dpi"]] == [200, 200]


def test_all_pages_come_in_their_order() -> None:
    pictures = page_pictures(pdf((72, 72), (144, 72), (216, 72)), None, 72)
    assert [size_of(picture) for picture in pictures] == [(72, 72), (144, 72), (216, 72)]


def test_one_page_of_several_is_that_page() -> None:
    assert [size_of(p) for p in page_pictures(pdf((72, 72), (144, 72)), 2, 72)] == [(144, 72)]


@pytest.mark.parametrize(
    ("sizes", "page", "message"),
    [
        ([(72, 72)], 2, "there is no page 2; the sheet has only page 1"),
        ([(72, 72), (72, 72)], 0, "there is no page 0; the sheet has pages 1 to 2"),
    ],
)
def test_a_page_that_is_not_there_is_refused(
    sizes: list[tuple[int, int]], page: int, message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        page_pictures(pdf(*sizes), page)


@pytest.mark.parametrize("dpi", [0, 17, 1201])
def test_a_resolution_out_of_reason_is_refused(dpi: int) -> None:
    message = f"a preview of {dpi} dpi; it must be 18 to 1200"
    with pytest.raises(UsageError, match=message):
        page_pictures(pdf((72, 72)), 1, dpi)


def test_the_pdf_reader_is_not_imported_before_it_is_needed() -> None:
    code = (
        "import sys, formgen.preview; sys.exit('pypdfium2' in sys.modules or 'PIL' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=Path.cwd()).returncode == 0
