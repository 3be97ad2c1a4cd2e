"""What Word cannot say: each loss names the element, so that nothing is dropped in silence."""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum

from formgen.dataclass import dataclass
from formgen.diagnostics import NOWHERE, Diagnostic, Place, Severity


class LossKind(StrEnum):
    """The kinds of losses; the value is the code of the diagnostic."""

    NUMBER_IN_BOX = "word-number-in-box"
    VERTICAL_STYLES = "word-vertical-styles"
    INLINE_COMB = "word-inline-comb"
    MANY_COLUMNS = "word-many-columns"
    MERGED_CODE = "merge-code"
    MERGED_PICTURE = "merge-picture"
    MERGED_LIST = "merge-list"
    MERGED_TOTAL = "merge-computed"
    MERGED_PAGE_TOTAL = "merge-page-total"
    MERGED_OPTION = "merge-option"
    MERGED_FIGURES = "merge-figures"
    MERGED_COMB = "merge-comb"
    MERGED_LINES = "merge-lines"
    MERGED_IDENTITY = "merge-identity"


_TELLS = {
    LossKind.NUMBER_IN_BOX: "Word has no box with {} in it that can be ticked; the box is empty",
    LossKind.VERTICAL_STYLES: "vertical text {} is set in one style in Word",
    LossKind.INLINE_COMB: "the comb {} fits no table of one row: in Word its boxes are a drawing",
    LossKind.MANY_COLUMNS: "a table has {} columns; Word takes 63, and may refuse the document",
    LossKind.MERGED_CODE: "a mail merge draws no code: {} stands as text in its place",
    LossKind.MERGED_PICTURE: "a mail merge sets no picture: the frame of {} stays empty",
    LossKind.MERGED_LIST: "a mail merge has no rows that repeat: those of {} stay blank",
    LossKind.MERGED_TOTAL: "a mail merge computes nothing: {} is a column, to be filled in",
    LossKind.MERGED_PAGE_TOTAL: "a mail merge computes nothing: {} stays blank",
    LossKind.MERGED_OPTION: "a mail merge may tick the box of another answer for `{}`",
    LossKind.MERGED_FIGURES: "a mail merge spaces {} so that figures stand in its boxes, nearly",
    LossKind.MERGED_COMB: "a mail merge cannot part {} into boxes; it can space figures alone",
    LossKind.MERGED_LINES: "in a mail merge {} starts below its label, on the second line",
    LossKind.MERGED_IDENTITY: "{} of all merged sheets is that of a blank one",
}


@dataclass(frozen=True, slots=True)
class Loss:
    """One thing that Word cannot say; `element` names it."""

    kind: LossKind
    element: str
    place: Place = NOWHERE

    def diagnostic(self, severity: Severity = Severity.WARNING) -> Diagnostic:
        """Return the loss as a diagnostic."""
        return Diagnostic(
            self.kind.value, _TELLS[self.kind].format(self.element), self.place, "", severity
        )


@dataclass(slots=True)
class Losses:
    """Gathers the losses of one document, each once."""

    _seen: dict[Loss, None] = field(default_factory=dict)

    def add(self, kind: LossKind, element: str, place: Place = NOWHERE) -> None:
        """Add a loss."""
        self._seen.setdefault(Loss(kind, element, place))

    def found(self) -> tuple[Loss, ...]:
        """Return what was lost, in the order in which it was met."""
        return tuple(self._seen)
