"""Word documents side by side: formgen, docx-mailmerge2 and docxtpl on the reference form.

    python tests/bench/word.py [SHEETS]      needs the extra `bench`

The files go to the folder for temporary ones; a slow disk can be most of what is measured, so
`TMPDIR=/dev/shm` keeps it out.

Each peer fills the same document, our own blank sheet with merge fields or with Jinja tags in the
places of its values, and writes one file a record; so do we, with the ticks and the identity code
on top.
"""

from __future__ import annotations

import io
import re
import sys
import time
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

import formgen
from formgen.diagnostics import Diagnostics
from formgen.writers import press_for

FORM = "satisfaction_callback"
NAMES = (
    "customer_name", "respondent", "phone", "speed_reason", "stability_reason",
    "manager_impression_reason", "response_speed_reason", "account_manager",
)  # fmt: skip
_CONTROL = re.compile(r"<w:sdt>(?:(?!<w:sdt>).)*?</w:sdt>", re.S)
_PEER_SHEETS = 60
_ROUNDS = 5
"""Rounds in which all take their turns; the best of each counts."""


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    loaded = formgen.load(FORM)
    samples = list(loaded.samples().values())
    bound = [loaded._variants.blank.bound(each, Diagnostics()) for each in samples]
    texts = [{name: str(values.get(name) or "") for name in NAMES} for values in bound]
    blank = loaded.fill().write("docx")
    typesetter = loaded._variants.blank.typesetter
    press = press_for("docx", typesetter.book)
    press.sheet(typesetter, bound[0])
    with TemporaryDirectory() as folder:
        contenders = {
            "formgen": (count, bound, lambda each: press.sheet(typesetter, each).data),
            "docx-mailmerge2": (min(count, _PEER_SHEETS), texts, mailmerge(folder, blank)),
            "docxtpl": (min(count, _PEER_SHEETS), texts, docxtpl(folder, blank)),
        }
        rounds = [
            {name: timed(*contender) for name, contender in contenders.items()}
            for _ in range(_ROUNDS)
        ]
    best = {name: min(costs[name] for costs in rounds) for name in contenders}
    for name, cost in best.items():
        print(f"{name:<16} {cost * 1000:8.3f} ms a sheet   {cost / best['formgen']:6.1f} ×")


def timed(count: int, records: list, write: Callable) -> float:
    """Return the seconds that a sheet costs, with its write as a new file."""
    with TemporaryDirectory() as folder:
        started = time.perf_counter()
        for number, record in enumerate(islice(cycle(records), count)):
            (Path(folder) / f"{number}.docx").write_bytes(write(record))
        return (time.perf_counter() - started) / count


def mailmerge(folder: str, blank: bytes) -> Callable[[dict[str, str]], bytes]:
    from mailmerge import MailMerge

    source = Path(folder) / "merge.docx"
    source.write_bytes(with_fields(blank, merge_field))

    def write(record: dict[str, str]) -> bytes:
        out = io.BytesIO()
        with MailMerge(str(source)) as document:
            document.merge(**record)
            document.write(out)
        return out.getvalue()

    return write


def docxtpl(folder: str, blank: bytes) -> Callable[[dict[str, str]], bytes]:
    from docxtpl import DocxTemplate

    source = Path(folder) / "tags.docx"
    source.write_bytes(with_fields(blank, lambda name: f"<w:r><w:t>{{{{ {name} }}}}</w:t></w:r>"))

    def write(record: dict[str, str]) -> bytes:
        out = io.BytesIO()
        document = DocxTemplate(str(source))
        document.render(record)
        document.save(out)
        return out.getvalue()

    return write


def merge_field(name: str) -> str:
    kinds = ("begin", "separate", "end")
    begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in kinds)
    code = f'<w:r><w:instrText xml:space="preserve"> MERGEFIELD {name} </w:instrText></w:r>'
    return f"{begin}{code}{separate}<w:r><w:t>«{name}»</w:t></w:r>{end}"


def with_fields(blank: bytes, field: Callable[[str], str]) -> bytes:
    """Return the blank sheet with a field in place of each value's control."""

    def swapped(found: re.Match[str]) -> str:
        tag = re.search(r'<w:tag w:val="(.*?)"', found[0])
        return field(tag[1]) if tag and tag[1] in NAMES else found[0]

    out = io.BytesIO()
    with ZipFile(io.BytesIO(blank)) as package, ZipFile(out, "w", 8) as made:
        for name, data in members(package):
            if name == "word/document.xml":
                data = _CONTROL.sub(swapped, data.decode()).encode()
            made.writestr(name, data)
    return out.getvalue()


def members(package: ZipFile) -> Iterator[tuple[str, bytes]]:
    for name in package.namelist():
        yield name, package.read(name)


if __name__ == "__main__":
    main()
