"""Records that cannot share a sheet: fields that outgrow their places, structures that differ.

python apart.py growing|structure COUNT: prints milliseconds a sheet, each record a file, and all
in one file.
"""

from __future__ import annotations

import io
import random
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from rows import COLUMNS, rows

import formgen
from formgen.api import LoadedForm

GROWING = Path(__file__).with_name("growing")
"""The macro of the reference form's questions, with reasons that grow."""
SERVICES = ("电话", "宽带", "iTV")
_ROUNDS = 3
_WARM = 20
_REASONS = (
    "高峰时段偶有卡顿，请排查光缆。", "速率达不到签约值，希望尽快改进；",
    "需要多次催促，回复较慢，", "数据机房已持续12天丢包明显。",
)  # fmt: skip

Record = dict[str, str]


def main() -> None:
    """Print the two figures; the best of several rounds."""
    form, records = JOBS[sys.argv[1]](int(sys.argv[2]))
    list(form.batch(records[:_WARM]))
    own = _timed(len(records), lambda: all(result.ok for result in form.batch(records)))
    merged = _timed(len(records), lambda: not form.merge(records, io.BytesIO()).rejected)
    print(own, merged)


def growing(count: int) -> tuple[LoadedForm, list[Record]]:
    """The reference form with reasons of any length: most records have two or three long ones."""
    form = formgen.load("satisfaction_callback", templates=[GROWING])
    return form, list(_long_records(count))


def structure(count: int) -> tuple[LoadedForm, list[Record]]:
    """Telephone callbacks, each about services of its own, which decide the caller's script."""
    return formgen.load("phone_callback"), list(_callbacks(count))


def _long_records(count: int) -> Iterator[Record]:
    dice = random.Random(3)
    for row in rows(count):
        record = dict(zip(COLUMNS, row, strict=True))
        for column in COLUMNS:
            if column.endswith("不满意原因") and dice.random() < 0.5:
                record[column] = "".join(dice.choices(_REASONS, k=dice.randrange(3, 9)))
        yield record


def _callbacks(count: int) -> Iterator[Record]:
    dice = random.Random(5)
    for number, row in enumerate(rows(count), 1):
        served = [each for each in SERVICES if dice.random() < 0.6]
        yield {
            "编号": f"DH-2026-{number:06d}", "客户": row[2],
            "号码": f"13{dice.randrange(10**9):09d}", "业务": "、".join(served),
            "装机日期": row[-1], "回访员": row[-2], "第几次呼叫": "1",
            "呼叫时间": f"{row[-1]} 09:20", "呼叫结果": "接通", "使用正常": dice.choice("是否"),
            "使用正常备注": dice.choice(("", "晚高峰卡顿，已报修")), "日期": row[-1],
        }  # fmt: skip


def _timed(count: int, print_all: Callable[[], bool]) -> float:
    """Return milliseconds a sheet."""
    best = float("inf")
    for _ in range(_ROUNDS):
        start = time.perf_counter()
        if not print_all():
            raise SystemExit("a record was rejected")
        best = min(best, time.perf_counter() - start)
    return best / count * 1000


JOBS: dict[str, Callable[[int], tuple[LoadedForm, list[Record]]]] = {
    job.__name__: job for job in (growing, structure)
}

if __name__ == "__main__":
    main()
