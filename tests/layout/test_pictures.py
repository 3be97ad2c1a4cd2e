"""Pictures: their size as they stand upright, and refusals for what is no sound picture."""

from io import BytesIO

import pytest
from PIL import Image

from formgen.layout.boxes import Image as ImageMark
from formgen.layout.pictures import pixel_size
from tests.layout.pictures import jpeg, png
from tests.layout.sheets import items_of, marks_of, problems_of, set_with, sheet_of

PHOTO = '<photo name="a" width="20mm" height="20mm"/>'


@pytest.mark.parametrize("data", [png(30, 20), jpeg(30, 20), jpeg(30, 20, 3)])
def test_the_size_of_a_picture_is_read(data: bytes) -> None:
    assert pixel_size(data) == (30, 20)


@pytest.mark.parametrize("orientation", [5, 6, 7, 8])
def test_a_photograph_taken_sideways_stands_upright(orientation: int) -> None:
    assert pixel_size(jpeg(30, 20, orientation)) == (20, 30)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "neither PNG nor JPEG"),
        (b"GIF89a" + bytes(40), "neither PNG nor JPEG"),
        (png(30, 20)[:40], "damaged or cut short"),
        (b"\x89PNG\r\n\x1a\n" + bytes(60), "damaged or cut short"),
        (b"\xff\xd8\xff" + bytes(60), "damaged or cut short"),
        (png(300, 200)[:-30], "damaged or cut short"),
    ],
)
def test_what_is_no_sound_picture_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        pixel_size(data)


def test_a_photograph_that_is_cut_short_is_refused() -> None:
    buffer = BytesIO()
    Image.effect_noise((400, 300), 60).save(buffer, "JPEG")
    data = buffer.getvalue()
    assert pixel_size(data) == (400, 300)
    with pytest.raises(ValueError, match="damaged or cut short"):
        pixel_size(data[: len(data) // 2])


@pytest.mark.parametrize(("width", "height"), [(10_000, 5_001), (40_000, 3_000), (60_000, 60_000)])
def test_a_picture_of_too_many_pixels_is_refused_before_it_is_read(width: int, height: int) -> None:
    small = png(1, 1)
    huge = small[:16] + width.to_bytes(4, "big") + height.to_bytes(4, "big") + small[24:]
    from zlib import crc32

    huge = huge[:29] + crc32(huge[12:29]).to_bytes(4, "big") + huge[33:]
    with pytest.raises(ValueError, match="allowed: 50,000,000 in all"):
        pixel_size(huge)


def test_a_broken_picture_of_the_layout_is_a_diagnostic_with_its_line() -> None:
    body = '<p>甲</p>\n<p><img src="logo.png" width="20mm" height="10mm"/></p>'
    (problem,) = problems_of(body, files={"logo.png": png(30, 20)[:50]})
    assert (problem.code, problem.place.line) == ("bad-image", 3)
    assert problem.message == "the picture is damaged or cut short"


def test_a_length_left_open_follows_from_the_picture_as_it_stands() -> None:
    body = '<img src="logo.jpg" width="10mm"/>'
    sheet = sheet_of(body, files={"logo.jpg": jpeg(30, 20, 6)})
    (picture,) = items_of(sheet, ImageMark)
    assert picture.rect.h == pytest.approx(picture.rect.w * 1.5)


@pytest.mark.parametrize(("data", "ratio"), [(png(40, 20), 2), (jpeg(40, 20, 6), 0.5)])
def test_a_photo_fits_its_frame_with_its_proportions(data: bytes, ratio: float) -> None:
    _, pages = set_with(PHOTO, a=data)
    (mark,) = marks_of(pages)
    assert isinstance(mark, ImageMark)
    assert mark.rect.w / mark.rect.h == pytest.approx(ratio)


def test_a_broken_photo_is_a_problem_of_its_record() -> None:
    (problem,) = problems_of(PHOTO, a=png(40, 20)[:50])
    assert problem.code == "bad-image"
    assert str(problem.place) == "field a, record r1"
