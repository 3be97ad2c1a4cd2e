"""How many processors this machine gives to this process."""

from __future__ import annotations

import os
from pathlib import Path

_QUOTA = Path("/sys/fs/cgroup/cpu.max")
_OLD_QUOTA = Path("/sys/fs/cgroup/cpu/cpu.cfs_quota_us")
_OLD_PERIOD = Path("/sys/fs/cgroup/cpu/cpu.cfs_period_us")


def cpus() -> int:
    """Return how many processors may be used: those allowed, within a container's quota."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return max(1, min(allowed or 1, _quota()))


def _quota() -> int:
    """Return the processors that the control group grants, rounded; very many if it sets no limit.

    See cpu.max in the kernel's documentation of control groups, version 2.
    """
    for read in (_new_quota, _old_quota):
        try:
            quota, period = read()
        except (OSError, ValueError):
            continue
        if quota > 0 and period > 0:
            return max(1, round(quota / period))
    return 1 << 16


def _new_quota() -> tuple[int, int]:
    quota, period = _QUOTA.read_text().split()
    return int(quota), int(period)


def _old_quota() -> tuple[int, int]:
    return int(_OLD_QUOTA.read_text()), int(_OLD_PERIOD.read_text())
