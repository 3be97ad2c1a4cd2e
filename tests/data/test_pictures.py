"""Pictures come from below the folder of the data, and nowhere else."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from formgen.data.pictures import image_reader
from formgen.data.refusal import Refusal


def picture(kind: str) -> bytes:
    file = BytesIO()
    Image.new("RGB", (2, 2)).save(file, kind)
    return file.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "data" / "照片").mkdir(parents=True)
    (tmp_path / "secret.png").write_bytes(picture("PNG"))
    (tmp_path / "data" / "照片" / "甲.png").write_bytes(picture("PNG"))
    (tmp_path / "data" / "b.jpg").write_bytes(picture("JPEG"))
    (tmp_path / "data" / "c.gif").write_bytes(picture("GIF"))
    (tmp_path / "data" / "link.png").symlink_to(tmp_path / "secret.png")
    return tmp_path / "data"


def test_a_picture_is_named_by_its_path(folder):
    read = image_reader(folder)
    assert read("照片/甲.png") == picture("PNG")
    assert read(" b.jpg ") == picture("JPEG")
    assert read(Path("b.jpg")) == picture("JPEG")


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_is_given_as_its_bytes(kind):
    assert image_reader(None)(picture(kind)) == picture(kind)


def test_nothing_is_no_picture(folder):
    assert image_reader(folder)("") is None
    assert image_reader(folder)(b"") is None


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("../secret.png", "`../secret.png` leads out of the folder of the data"),
        ("/etc/passwd", "`/etc/passwd` leads out of the folder of the data"),
        ("照片\\甲.png", "`照片\\甲.png` leads out of the folder of the data"),
        ("a\0.png", "`a\\x00.png` leads out of the folder of the data"),
        ("link.png", "`link.png` is not there, below the folder of the data"),
        ("none.png", "`none.png` is not there, below the folder of the data"),
        ("照片", "`照片` is not there, below the folder of the data"),
        ("c.gif", "`c.gif` is not a PNG or JPEG picture"),
        ("x" * 300, f"`{'x' * 39}…` cannot be read: File name too long"),
    ],
)
def test_what_is_no_picture_of_the_folder_is_refused(folder, name, message):
    with pytest.raises(Refusal) as raised:
        image_reader(folder)(name)
    assert raised.value.message == message
