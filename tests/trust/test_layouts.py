"""Every hostile layout ends in its diagnostic, within 5 seconds and 500 MB."""

import tomllib
from pathlib import Path

from tests.trust.case import PRINTS, Case
from tests.trust.layouts import LAYOUTS, OUTCOMES, layout_cases


def _faults(cases: list[Case]) -> list[str]:
    told = ((case, case.fault(case.run())) for case in cases)
    return [f"{case.name}: {fault}" for case, fault in told if fault]


def test_every_layout_of_the_folder_has_an_outcome() -> None:
    names = {path.name.removesuffix(".xml.j2") for path in LAYOUTS.glob("*.xml.j2")}
    assert names == set(tomllib.loads(OUTCOMES.read_text("utf-8")))


def test_hostile_layouts_end_in_a_diagnostic(tmp_path: Path) -> None:
    assert _faults([case for case in layout_cases(tmp_path) if case.expected != PRINTS]) == []


def test_large_but_honest_layouts_print(tmp_path: Path) -> None:
    assert _faults([case for case in layout_cases(tmp_path) if case.expected == PRINTS]) == []
