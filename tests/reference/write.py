"""Make README.md of templates/ and its pictures anew: `make reference`."""

from __future__ import annotations

from pathlib import Path

from tests.reference.examples import element_pictures
from tests.reference.page import PICTURES, README, TEMPLATES, with_parts
from tests.reference.pictures import TOLERANCE, difference
from tests.reference.previews import form_pictures


def main() -> None:
    """Write what has changed, and delete pictures of what there is no longer."""
    pictures = element_pictures()
    files = {
        TEMPLATES / PICTURES / picture.name: picture.png
        for each in pictures.values()
        for picture in each
    }
    (TEMPLATES / PICTURES).mkdir(exist_ok=True)
    for path in set((TEMPLATES / PICTURES).glob("*.png")) - files.keys():
        path.unlink()
    files |= {TEMPLATES / name / "preview.png": png for name, png in form_pictures().items()}
    for path, png in files.items():
        _put(path, png)
    text = README.read_text(encoding="utf-8")
    README.write_text(with_parts(text, pictures), encoding="utf-8", newline="\n")


def _put(path: Path, png: bytes) -> None:
    """Write a picture, unless nobody would see a difference."""
    if not path.is_file() or difference(path.read_bytes(), png) > TOLERANCE:
        path.write_bytes(png)


if __name__ == "__main__":
    main()
