"""What comes of printing many records: of each one, and of a file with all of them."""

from __future__ import annotations

from formgen.dataclass import dataclass
from formgen.diagnostics import Diagnostic


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one record of a batch; `index` is its number among them, from 1.

    `data` is its file (empty in a merged one) and `pages` how many pages it has; a record that
    was rejected has none. `diagnostics` say why, or are warnings.
    """

    index: int
    key: str
    sheet_id: str
    pages: int
    data: bytes
    diagnostics: tuple[Diagnostic, ...]

    @property
    def ok(self) -> bool:
        """Whether the record was printed."""
        return self.pages > 0


@dataclass(frozen=True, slots=True)
class Summary:
    """What came of a merged file: its sheets and pages, and the records that were rejected.

    `warnings` are of records that were printed, and what the kind of file cannot say.
    """

    sheets: int
    pages: int
    rejected: tuple[Result, ...]
    warnings: tuple[Diagnostic, ...] = ()
