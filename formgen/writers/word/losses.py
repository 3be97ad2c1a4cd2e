"""What Word cannot say: each loss names the element, so that nothing is dropped in silence."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from formgen.diagnostics import NOWHERE, Diagnostic, Place, Severity


class LossKind(StrEnum):
    """The kinds of losses; the value is the code of the diagnostic."""

    NUMBER_IN_BOX = "word-number-in-box"
    VERTICAL_STYLES = "word-vertical-styles"
    INLINE_COMB = "word-inline-comb"


_TELLS = {
    LossKind.NUMBER_IN_BOX: "Word has no box with {} in it that can be ticked; the box is empty",
    LossKind.VERTICAL_STYLES: "vertical text {} is set in one style in Word",
    LossKind.INLINE_COMB: "the comb {} stands on a line of text: in Word its boxes are a drawing",
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
