"""The sheets that the tests of the Word writer write: shipped forms and one with everything."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from lxml import etree

import formgen
from formgen.api import LoadedForm
from formgen.catalog import form_ids
from formgen.filled import FilledSheet
from formgen.resources import MemoryLibrary
from formgen.writers.options import WordOptions

CASES = Path(__file__).parents[2] / "cases"
EVERYTHING = str(CASES / "everything.xml.j2")
LONG = str(Path(__file__).with_name("long_table.xml.j2"))
ENTRIES = str(Path(__file__).with_name("entries.xml.j2"))
FORMS = (*form_ids(), EVERYTHING, LONG, ENTRIES)
ENTERED = {
    "phone": "13812345678",
    "area": "0512",
    "line": "68881234",
    "again": "是",
    "office": "13800001111",
    "ext": "8012",
    "code": "215000",
    "reason": "晚高峰时段出现丢包，视频会议多次中断，重启光猫以后仍然没有好转，请派人上门检查。",
    "way": "上门",
    "amount": "12",
    "price": "150.50",
    "manner": "好",
    "skill": "中",
    "rank_of": "16",
    "rank": "2",
    "agreed": "是",
    "below": "写在下面的一行\n又一行",
    "opinion": "希望增加夜间值班人员，遇到故障时能及时答复。",
}
RECORD = {
    "customer_name": "蓝海科技（上海）有限公司",
    "phone": "13812345678",
    "bandwidth_mbps": "500",
    "service_type": "line|other",
    "service_type_other": "云专线",
    "address": "上海市浦东新区世纪大道100号环球金融中心57层A座",
    "speed": "不满意",
    "stability": "一般",
    "overall": "9",
    "loyalty": "7",
    "attitude": "满意",
    "material_1": "光猫 & 网线 <六类>",
    "amount_1": "2",
    "price_1": "150.50",
    "solved": "转派单",
    "agreed": "是",
    "rank": "2",
    "account_manager": "李强",
    "filled_on": "2026-11-22",
    "next_visit": "2026-12-01 14:30",
    "order_number": "GD20261122001",
}


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def library(markup: str, **asked: Any) -> LoadedForm:
    """Return the form of a layout that is written in a test."""
    return formgen.load("own", templates=MemoryLibrary({"own/form.xml.j2": markup}), **asked)


def part(data: bytes, name: str = "word/document.xml") -> etree._Element:
    """Return a part of a document."""
    with ZipFile(io.BytesIO(data)) as package:
        return etree.fromstring(package.read(name))


def shown(data: bytes) -> str:
    """Return the text of a document."""
    return "".join(each.text or "" for each in part(data).iter(f"{W}t"))


def controls(data: bytes) -> dict[str, etree._Element]:
    """Return the content controls of a document by their tags, the first of each."""
    found: dict[str, etree._Element] = {}
    for control in part(data).iter(f"{W}sdt"):
        found.setdefault(control.find(f"{W}sdtPr/{W}tag").get(f"{W}val"), control)
    return found


@cache
def form(name: str) -> LoadedForm:
    return formgen.load(name)


@cache
def sheet(name: str, *, filled: bool) -> FilledSheet:
    """Return a form blank, or filled: a shipped one with its longest sample."""
    loaded = form(name)
    if not filled:
        return loaded.fill()
    if name == EVERYTHING:
        return loaded.fill(RECORD)
    if name == ENTRIES:
        return loaded.fill(ENTERED)
    if name == LONG:
        return loaded.fill({"name_3": "光猫", "result_3": "是", "name_60": "网线"})
    samples = loaded.samples().values()
    return loaded.fill(max(samples, key=lambda each: sum(map(len, map(str, each.values.values())))))


@cache
def word(name: str, *, filled: bool, protect: bool = False, embed: bool = False) -> bytes:
    """Return the Word document of a sheet."""
    return sheet(name, filled=filled).write("docx", WordOptions(protect, embed))
