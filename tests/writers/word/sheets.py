"""The sheets that the tests of the Word writer write: shipped forms and one with everything."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import formgen
from formgen.api import FilledSheet, LoadedForm
from formgen.catalog import form_ids
from formgen.writers.options import WordOptions

CASES = Path(__file__).parents[2] / "cases"
EVERYTHING = str(CASES / "everything.xml.j2")
LONG = str(Path(__file__).with_name("long_table.xml.j2"))
FORMS = (*form_ids(), EVERYTHING, LONG)
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
    if name == LONG:
        return loaded.fill({"name_3": "光猫", "result_3": "是", "name_60": "网线"})
    samples = loaded.samples().values()
    return loaded.fill(max(samples, key=lambda each: sum(map(len, map(str, each.values.values())))))


@cache
def word(name: str, *, filled: bool, protect: bool = False, embed: bool = False) -> bytes:
    """Return the Word document of a sheet."""
    return sheet(name, filled=filled).write("docx", WordOptions(protect, embed))
