"""Machines that break in the middle of a run, and what their user is left with."""

import os
import signal
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.trust import breaking
from tests.trust.case import PRINTS
from tests.trust.child import Outcome
from tests.trust.desk import Desk, UnmetError, codes_of


@dataclass(frozen=True)
class MachineCase:
    """Something that befalls a run: `act` brings it about and returns how the last run ended.

    `expected` is the code that it ends in, as in `Case`; what is wrong with the data is left out.
    """

    name: str
    act: Callable[[Desk], breaking.Ended]
    expected: str = PRINTS
    kind: str = "machine"

    def run(self) -> Outcome:
        """Bring it about, in a folder that is made for it."""
        before = os.times()
        with tempfile.TemporaryDirectory() as folder:
            try:
                status, said = self.act(Desk(Path(folder)))
            except UnmetError as error:
                status, said = -1, str(error)
        spent = sum(os.times()[:4]) - sum(before[:4])
        return Outcome(status, said, codes_of(said), spent, megabytes=0)  # of several runs: none

    def fault(self, outcome: Outcome) -> str:
        """Return what is wrong with how it ended, "" if nothing is."""
        if outcome.status not in (0, 1, 2):
            return f"ended with {outcome.status}: {outcome.output[:1500]}"
        ended = outcome.codes[0] if outcome.codes else PRINTS
        return "" if ended == self.expected else f"ended in {ended}, not in {self.expected}"


def machine_cases() -> Iterator[MachineCase]:
    """Yield all that can befall a machine here."""
    for name in ("files", "merged_word", "both", "mail"):
        yield MachineCase(f"killed_{name}", partial(breaking.killed, name))
    told = {"both": signal.SIGINT, "merged_word": signal.SIGTERM, "mail": signal.SIGHUP}
    for name, number in told.items():
        act = partial(breaking.told_to_end, name, number)
        yield MachineCase(f"{number.name.lower()}_{name}", act)
    yield MachineCase("sigint_while_it_loads", breaking.told_while_it_loads)
    yield MachineCase("terminal_gone_with_nohup", breaking.terminal_gone)
    yield MachineCase("worker_killed", breaking.worker_killed, "worker-died")
    for name in breaking.WRITING:
        yield MachineCase(f"disk_full_{name}", partial(breaking.disk_full, name), "disk-full")
    yield MachineCase("disk_full_standard_output", breaking.output_full, "disk-full")
    act = breaking.no_room_for_temporary_files
    yield MachineCase("no_room_for_temporary_files", act, "not-written")
    yield MachineCase("nobody_reads_the_output", breaking.nobody_reads)
    yield MachineCase("standard_streams_closed", breaking.closed_streams, "not-written")
    if breaking.can_seal():
        for name in ("render", "files", "mail"):
            yield MachineCase(
                f"read_only_{name}", partial(breaking.read_only, name), "no-permission"
            )
    yield MachineCase("folder_removed", breaking.folder_removed, "no-such-folder")
    yield from _in_the_way()
    yield MachineCase("font_cut_short", breaking.font_cut_short, "font-truncated")
    yield from _damaged()
    yield MachineCase("data_changed_before_resume", breaking.data_changed, "changed-since")
    yield MachineCase("clock_set_back", breaking.clock_set_back)
    for name in ("files", "merged", "mail"):
        yield MachineCase(f"two_at_once_{name}", partial(breaking.two_at_once, name), "in-use")


def _in_the_way() -> Iterator[MachineCase]:
    blocked = {
        "render": "made.pdf", "files": "out/R-3.pdf", "mail": "out/R-3.eml",
    }  # fmt: skip
    for name, path in blocked.items():
        act = partial(breaking.folder_in_the_way, name, path)
        yield MachineCase(f"folder_in_the_way_{name}", act, "is-a-folder")
    act = partial(breaking.folder_in_the_way, "files", "out/manifest.csv")
    yield MachineCase("folder_in_the_way_manifest", act, "is-a-folder")


def _damaged() -> Iterator[MachineCase]:
    contents = {
        "cut_short": (b'{"formgen": "0.', "bad-journal"),
        "empty": (b"", PRINTS),
        "garbage": (b"\xff\xfe\0garbage", "bad-journal"),
        "deep": (b"[" * 100_000, "bad-journal"),
        "of_another_version": (b"other", "changed-since"),
    }
    for how, (content, code) in contents.items():
        act = partial(breaking.journal_damaged, content)
        yield MachineCase(f"journal_{how}", act, code)
    for how in ("cut", "garbage", "numbers"):
        yield MachineCase(f"manifest_{how}", partial(breaking.manifest_damaged, how))
