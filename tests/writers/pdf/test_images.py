import io

import pikepdf
import pypdfium2
import pytest
from PIL import Image as Pictures
from PIL import ImageChops, ImageOps, ImageStat

from formgen.errors import DataError
from formgen.geometry import Rect
from formgen.layout.boxes import Box, Image

PLACE = Rect(100, 100, 80, 60)


def picture(mode: str = "RGB") -> Pictures.Image:
    """Return a picture of 40 × 30 in which no two corners are alike."""
    wide = Pictures.linear_gradient("L").resize((40, 30))
    high = wide.rotate(90, expand=True).resize((40, 30))
    if mode == "1":
        return wide.point(lambda value: 255 * (value > 99), "1")
    image = Pictures.merge("RGB", (wide, high, Pictures.new("L", (40, 30), 90)))
    return image.quantize(200) if mode == "P" else image.convert(mode)


def encoded(image: Pictures.Image, format: str = "PNG", **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, format, **options)
    return file.getvalue()


def rendered(data: bytes) -> Pictures.Image:
    """Return what stands at `PLACE`, at four pixels a point."""
    with pypdfium2.PdfDocument(data) as document:
        page = document[0].render(scale=4).to_pil().convert("RGB")
    return page.crop((400, 400, 720, 640))


def difference(one: Pictures.Image, other: Pictures.Image) -> float:
    """Return how far two pictures of what should be the same are apart, 0 to 255."""
    same_size = other.convert("RGB").resize(one.size)
    return max(ImageStat.Stat(ImageChops.difference(one.convert("RGB"), same_size)).mean)


def image_objects(data: bytes) -> list[pikepdf.Object]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [
            (str(item.ColorSpace), int(item.BitsPerComponent), str(item.Filter), "/SMask" in item)
            for item in pdf.pages[0].Resources.XObject.values()
        ]


@pytest.mark.parametrize("mode", ["RGB", "L", "1", "P"])
def test_a_png_looks_as_it_did(printed, mode: str) -> None:
    image = picture(mode)
    assert difference(rendered(printed(Image(PLACE, encoded(image)))), image) < 6


@pytest.mark.parametrize(
    ("mode", "space", "bits"),
    [("RGB", "/DeviceRGB", 8), ("L", "/DeviceGray", 8), ("1", "/DeviceGray", 1)],
)
def test_a_png_keeps_its_colour_space(printed, mode: str, space: str, bits: int) -> None:
    data = printed(Image(PLACE, encoded(picture(mode))))
    assert image_objects(data) == [(space, bits, "/FlateDecode", False)]


def test_a_png_of_sixteen_bits_is_scaled_to_eight(printed) -> None:
    deep = Pictures.new("I;16", (4, 3), 40000)
    shown = rendered(printed(Image(PLACE, encoded(deep)))).getpixel((100, 100))
    assert shown == pytest.approx((156, 156, 156), abs=1)


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_what_lies_under_a_transparent_png_shows_through(printed, mode: str) -> None:
    seal = Pictures.new("RGBA", (40, 30), (0, 0, 0, 0))
    seal.paste((0, 0, 0, 255), (0, 0, 20, 30))
    data = printed(Box(PLACE, fill="#00ff00"), Image(PLACE, encoded(seal.convert(mode))))
    shown = rendered(data)
    assert shown.getpixel((40, 120)) == (0, 0, 0)
    assert shown.getpixel((280, 120)) == (0, 255, 0)
    assert [has_mask for *_, has_mask in image_objects(data)] == [True]


def test_an_alpha_channel_that_hides_nothing_is_left_out(printed) -> None:
    data = printed(Image(PLACE, encoded(picture("RGBA"))))
    assert image_objects(data) == [("/DeviceRGB", 8, "/FlateDecode", False)]


@pytest.mark.parametrize(
    ("mode", "space"), [("RGB", "/DeviceRGB"), ("L", "/DeviceGray"), ("CMYK", "/DeviceCMYK")]
)
def test_a_jpeg_is_embedded_as_it_stands(printed, mode: str, space: str) -> None:
    photo = encoded(picture(mode), "JPEG", quality=95)
    data = printed(Image(PLACE, photo))
    assert photo in data
    assert image_objects(data) == [(space, 8, "/DCTDecode", False)]
    # Programs differ in how they turn CMYK into RGB; a picture taken for its negative is far off.
    limit = 40 if mode == "CMYK" else 8
    assert difference(rendered(data), Pictures.open(io.BytesIO(photo))) < limit


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photograph_stands_upright_however_the_camera_was_held(printed, orientation: int) -> None:
    exif = Pictures.Exif()
    exif[0x0112] = orientation
    photo = encoded(picture(), "JPEG", quality=95, exif=exif)
    upright = ImageOps.exif_transpose(Pictures.open(io.BytesIO(photo)))
    assert difference(rendered(printed(Image(PLACE, photo))), upright) < 6


def test_each_distinct_picture_is_embedded_once(printed, operators_of) -> None:
    one, other = encoded(picture()), encoded(picture("L"))
    items = [Image(Rect(50, y, 20, 20), data) for y, data in enumerate([one, other, one, one])]
    data = printed(*items)
    assert len(image_objects(data)) == 2
    with pikepdf.open(io.BytesIO(data)) as pdf:
        content = operators_of(pdf.pages[0])
    shown = [operands[0] for operator, operands in content if operator == "Do"]
    assert shown == ["/I1", "/I2", "/I1", "/I1"]


@pytest.mark.parametrize(
    "data", [b"", b"GIF89a", b"not a picture", encoded(picture(), "GIF"), encoded(picture())[:99]]
)
def test_what_is_no_picture_is_an_error_that_says_so(printed, data: bytes) -> None:
    with pytest.raises(DataError, match=r"image-unreadable.*a picture cannot be read"):
        printed(Image(PLACE, data))
