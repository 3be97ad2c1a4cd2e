import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from formgen.batch.plan import DataSource, FormSource, Plan, Targets
from formgen.batch.run import run_batch
from formgen.batch.tally import Tally
from formgen.diagnostics import Diagnostic
from tests.cli.conftest import FORM

GOOD = ("王小明", "李一", "张三丰", "欧阳修", "Ann")


class Listener:
    """Keeps what it is told, and does something once so many records are done."""

    def __init__(self, after: int = 0, do: Callable[[], None] = lambda: None) -> None:
        self.diagnostics: list[Diagnostic] = []
        self.moves = 0
        self._after, self._do = after, do

    def told(self, diagnostics: Sequence[Diagnostic]) -> None:
        self.diagnostics += diagnostics

    def moved(self, tally: Tally) -> None:
        self.moves += 1
        if self.moves == self._after:
            self._do()

    @property
    def codes(self) -> list[str]:
        return [each.code for each in self.diagnostics]


def rows(count: int, bad: Sequence[int] = ()) -> str:
    """Return a CSV file of `count` records; those numbered `bad` ask for an unknown option."""
    lines = [
        f"R-{i},{GOOD[i % len(GOOD)]}{i},{'很好' if i in bad else '满意'},备注{i}"
        for i in range(1, count + 1)
    ]
    return "\n".join(["record_id,姓名,评价,remark", *lines]) + "\n"


def contents(folder: Path) -> dict[str, str]:
    """Return the names of all files in a folder, with digests of what is in them."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
        if path.is_file()
    }


@pytest.fixture
def form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FormSource:
    """A form of two fields; the working folder is the one that it is in."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "form.xml.j2").write_text(FORM, encoding="utf-8")
    return FormSource("own")


@pytest.fixture
def plan(form: FormSource, tmp_path: Path) -> Plan:
    """A plan to print six records into `out`, in this process."""
    (tmp_path / "data.csv").write_text(rows(6), encoding="utf-8")
    return Plan(form, DataSource("data.csv"), Targets(folder=Path("out")), jobs=1)


@pytest.fixture
def whole(plan: Plan) -> dict[str, str]:
    """What a run of the plan leaves in its folder if nothing disturbs it."""
    run_batch(plan, Listener())
    found = contents(Path("out"))
    Path("out").rename("whole")
    return found
