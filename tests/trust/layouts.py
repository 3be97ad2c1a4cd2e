"""Layouts that would run code, read files or hold the machine, and what each ends in."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

from tests.trust.case import Case
from tests.trust.pictures import write_pictures

LAYOUTS = Path(__file__).parent / "layouts"
OUTCOMES = LAYOUTS / "outcomes.toml"
"""The code of the diagnostic in which each layout ends; `prints` for a long but honest one."""


def layout_cases(scratch: Path) -> Iterator[Case]:
    """Yield every hostile layout of the folder, and one for each hostile picture."""
    for name, code in tomllib.loads(OUTCOMES.read_text("utf-8")).items():
        yield Case("layout", name, ("check", str(LAYOUTS / f"{name}.xml.j2")), code)
    for name, code in write_pictures(scratch).items():
        layout = scratch / f"{name}.xml.j2"
        layout.write_text(f'<form title="x"><p><img src="{name}" height="9mm"/></p></form>')
        yield Case("picture", name, ("check", str(layout)), code)
    yield _link_out(scratch)


def _link_out(scratch: Path) -> Case:
    (scratch / "parts").symlink_to("/etc")
    layout = scratch / "link_out.xml.j2"
    layout.write_text('<form title="x">{% include "parts/passwd" %}</form>')
    return Case("layout", "file_include_through_a_link", ("check", str(layout)), "missing-template")
