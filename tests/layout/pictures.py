"""Small pictures, drawn by Pillow, for tests."""

from io import BytesIO

from PIL import Image


def png(width: int, height: int) -> bytes:
    """Return a grey PNG."""
    return _saved(width, height, "PNG")


def jpeg(width: int, height: int, orientation: int = 0) -> bytes:
    """Return a grey JPEG, with an Exif orientation if it is not 0."""
    exif = Image.Exif()
    if orientation:
        exif[0x0112] = orientation
    return _saved(width, height, "JPEG", exif=exif)


def _saved(width: int, height: int, kind: str, **more: object) -> bytes:
    buffer = BytesIO()
    Image.new("L", (width, height), 128).save(buffer, kind, **more)
    return buffer.getvalue()
