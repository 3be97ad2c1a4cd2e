"""A hostile case: a command, and the only way in which it may end."""

from dataclasses import dataclass
from pathlib import Path

from tests.trust.child import Outcome, run

PRINTS = "prints"


@dataclass(frozen=True)
class Case:
    """A command that is given something hostile: `expected` is the code of its first diagnostic.

    `prints` stands for a command that does its work, for the input is odd but honest.
    """

    kind: str
    name: str
    command: tuple[str, ...]
    expected: str

    def run(self, cwd: Path | None = None) -> Outcome:
        """Run the command as a user would."""
        return run(*self.command, cwd=cwd)

    def fault(self, outcome: Outcome) -> str:
        """Return what is wrong with how it ended, "" if nothing is."""
        ended = outcome.codes[0] if outcome.codes else PRINTS
        if not outcome.is_orderly:
            spent = f"{outcome.seconds:.1f} s, {outcome.megabytes:.0f} MB"
            return f"ended with {outcome.status} after {spent}: {outcome.output[:500]}"
        return "" if ended == self.expected else f"ended in {ended}, not in {self.expected}"
