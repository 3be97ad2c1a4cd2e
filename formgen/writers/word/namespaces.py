"""The XML namespaces of a Word document, and how its parts declare them."""

from __future__ import annotations

_URIS = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
}

DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _URIS.items())
"""The declarations on the root of a part, with what older readers may leave out."""
IGNORABLE = 'mc:Ignorable="w14"'


def root(name: str, content: str) -> str:
    """Return a part whose root is `w:name`."""
    return f"<w:{name} {DECLARED} {IGNORABLE}>{content}</w:{name}>"
