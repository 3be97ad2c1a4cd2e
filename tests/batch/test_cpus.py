import os
from pathlib import Path

import pytest

from formgen.batch import cpus as module
from formgen.batch.cpus import cpus


@pytest.mark.parametrize(
    ("quota", "count"), [("max 100000\n", 8), ("200000 100000\n", 2), ("50000 100000\n", 1)]
)
def test_processors_are_those_that_the_container_grants(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, quota: str, count: int
) -> None:
    (tmp_path / "cpu.max").write_text(quota)
    monkeypatch.setattr(module, "_QUOTA", tmp_path / "cpu.max")
    monkeypatch.setattr(module, "_OLD_QUOTA", tmp_path / "none")
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(8)), raising=False)
    assert cpus() == count


def test_there_is_at_least_one() -> None:
    assert cpus() >= 1
