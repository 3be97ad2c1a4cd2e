"""Pictures that lie about themselves or are too much, made anew for each run: none is kept."""

import struct
import zlib
from pathlib import Path

from PIL import Image


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _png(width: int, height: int, pixels: bytes) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(pixels)) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def _jpeg(folder: Path) -> bytes:
    Image.new("L", (400, 400), 128).save(folder / "whole.jpg")
    return (folder / "whole.jpg").read_bytes()


def write_pictures(folder: Path) -> dict[str, str]:
    """Write hostile pictures into `folder`; return the code that each must be refused with."""
    Image.new("1", (30_000, 30_000)).save(folder / "huge.png")
    jpeg = _jpeg(folder)
    frame = jpeg.index(b"\xff\xc0") + 5
    lying = jpeg[:frame] + struct.pack(">HH", 65_000, 65_000) + jpeg[frame + 4 :]
    contents = {
        "claims_to_be_huge.png": (_png(2**31 - 1, 2**31 - 1, bytes(100)), "bad-image"),
        "claims_to_be_huge.jpg": (lying, "bad-image"),
        "has_no_size.png": (_png(0, 0, b""), "bad-image"),
        "has_too_few_pixels.png": (_png(100, 100, bytes(10)), "bad-image"),
        "cut_short.jpg": (jpeg[: len(jpeg) // 2], "bad-image"),
        "is_a_gif.png": (b"GIF89a" + bytes(100), "bad-picture"),
        "is_a_page.png": (b"<html></html>", "bad-picture"),
    }
    for name, (data, _) in contents.items():
        (folder / name).write_bytes(data)
    (folder / "link_leads_out.png").symlink_to("/etc/hostname")
    codes = {name: code for name, (_, code) in contents.items()}
    return codes | {"huge.png": "bad-image", "link_leads_out.png": "missing-picture"}
