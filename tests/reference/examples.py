"""The examples of the vocabulary, printed by formgen itself: blank, and with a record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import formgen
from formgen.markup.vocabulary import GROUPS, Element
from formgen.preview import page_pictures
from formgen.resources import MemoryLibrary
from tests.reference.pictures import (
    FINENESS,
    SCREEN_DPI,
    beside,
    cropped,
    opened,
    small_file,
)

HERE = Path(__file__).parent
ENTRIES = "Entries and fields"
"""The group of elements whose examples are shown with a record, too."""
_SOURCE = "example/form.xml.j2"
_WRAPPED = (
    '<form title="示例" size="128mmx400mm" margins="4mm" identity="no" dated="2026-11-01">{}</form>'
)
VALUES: Mapping[str, object] = {
    "customer_name": "蓝海科技（上海）有限公司",
    "phone": "13812345678",
    "remark": "希望在合同期内保持带宽不变，并按月提供运行报告。",
    "bandwidth_mbps": 500,
    "quality_score": 9,
    "filled_on": "2026-11-22",
    "due_at": "2026-11-22 14:30",
    "speed_satisfaction": "满意",
    "kind": "其他",
    "kind_other": "计费",
    "loyalty": 8,
    "solved": "是",
    "agreed": "yes",
    "portrait": HERE / "portrait.png",
    "order_number": "GD20261122001",
    "price": 150.5,
    "amount": 3,
    "visitor": "张海燕",
    "handler": "李强",
    "archived_on": "2026-11-25",
    "skill": "一般",
    "attitude": "满意",
    "on_time": "是",
    "materials": [
        {"material": "光猫", "quantity": 1},
        {"material": "六类网线", "quantity": 20},
        {"material": "机顶盒", "quantity": 2},
        {"material": "面板", "quantity": 4},
    ],
    "visits": [{"place": "世纪大道营业厅"}, {"place": "虹桥路机房"}],
}
"""Values for the fields of the examples, by name; a field without one stays blank."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture file of an element, and the record that it shows; none: it is blank."""

    name: str
    png: bytes
    record: Mapping[str, object]


def element_pictures() -> dict[str, list[Picture]]:
    """Return the pictures of each element, in their order; those of entries filled in, too."""
    return {
        element.name: list(_pictures(element, filled=group == ENTRIES))
        for group, elements in GROUPS
        for element in elements
    }


def _pictures(element: Element, filled: bool) -> Iterator[Picture]:
    """Yield the example of an element blank, and with a record if it is to be `filled`.

    An example that shows a list is always filled in.
    """
    whole = element.example.startswith("<form")
    source = element.example if whole else _WRAPPED.format(element.example)
    logo = (HERE / "logo.png").read_bytes()
    library = MemoryLibrary({_SOURCE: source, "example/logo.png": logo})
    form = formgen.load("example", templates=library)
    yield Picture(f"{element.name}.png", _shown(form, None, whole), {})
    record = _record(form)
    if record and (filled or any(isinstance(value, list) for value in record.values())):
        yield Picture(f"{element.name}-filled.png", _shown(form, record, whole), record)


def _record(form: formgen.LoadedForm) -> dict[str, object]:
    names = [field.name for field in form.fields]
    return {name: VALUES[name] for name in names if name in VALUES}


def _shown(form: formgen.LoadedForm, record: Mapping[str, object] | None, whole: bool) -> bytes:
    given = {
        name: value.read_bytes() if isinstance(value, Path) else value
        for name, value in (record or {}).items()
    }
    pdf = form.render(given if record else None)
    pages = [opened(png) for png in page_pictures(pdf, dpi=SCREEN_DPI * FINENESS)]
    return small_file(beside(pages) if whole else cropped(pages[0]))
