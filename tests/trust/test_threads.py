"""Loaded forms are shared: what threads print side by side is what one would print alone."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

import formgen

THREADS = 8
GROWING = """\
<form title="登记表">
  <table cols="30mm 1fr">
    <tr><th>意见</th><td><text name="opinion" label="意见" overflow="grow"/></td></tr>
    <rows name="visits" label="上门"><tr><td><text name="day" label="日"/></td>
      <td><text name="what" label="事项"/></td></tr></rows>
  </table>
  <p><computed name="times" label="次数" expr="count(visits)"/></p>
</form>
"""


def growing() -> formgen.LoadedForm:
    return formgen.load("own", templates=formgen.MemoryLibrary({"own/form.xml.j2": GROWING}))


def long_records() -> list[formgen.Record]:
    row = {"日": "周一", "事项": "更换光猫，调整线路"}
    return [{"意见": "很好，" * 20 * n, "上门": [row] * (n * 9)} for n in (0, 1, 3, 4, 9)]


def samples(form_id: str) -> list[formgen.Record]:
    return list(formgen.load(form_id).samples().values())[:5]


CASES: dict[str, tuple[Callable[[], formgen.LoadedForm], Callable[[], list[formgen.Record]]]] = {
    "one layout for all": (
        lambda: formgen.load("satisfaction_callback"),
        lambda: samples("satisfaction_callback"),
    ),
    "a layout for each record": (
        lambda: formgen.load("phone_callback"),
        lambda: samples("phone_callback"),
    ),
    "sheets that grow": (growing, long_records),
}


@pytest.mark.parametrize("kind", ["pdf", "docx"])
@pytest.mark.parametrize("case", CASES)
def test_threads_print_what_one_prints(case: str, kind: str) -> None:
    load, records_of = CASES[case]
    records = records_of()
    alone = load()
    expected = [alone.render(record, kind) for record in records]
    batched = [result.data for result in alone.batch(records, kind)]
    shared, start = load(), Barrier(THREADS)

    def work(thread: int) -> bool:
        turned = [(thread + n) % len(records) for n in range(len(records))]
        start.wait()
        rendered = all(shared.render(records[n], kind) == expected[n] for n in turned)
        return rendered and [r.data for r in shared.batch(records, kind)] == batched

    with ThreadPoolExecutor(THREADS) as pool:
        assert all(pool.map(work, range(THREADS)))
