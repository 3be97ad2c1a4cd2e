"""Whatever befalls the machine: nothing is lost, nothing is half written, no traceback is shown."""

import sys

import pytest

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="what befalls a machine is brought about on Linux"
)


def test_what_befalls_a_machine_costs_no_work() -> None:
    from tests.trust.machines import machine_cases

    told = ((case, case.fault(case.run())) for case in machine_cases())
    assert [f"{case.name}: {fault}" for case, fault in told if fault] == []
