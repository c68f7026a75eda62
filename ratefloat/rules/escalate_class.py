"""Rate an employer in another risk class."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, ClassVar

from ratefloat.errors import DefinitionError
from ratefloat.rules.rows import Rows, Stage
from ratefloat.rules.rule import Rule
from ratefloat.rules.values import Values


class EscalateClass(Rule):
    """So many classes higher, up to the highest; never lower."""

    kind: ClassVar[str] = "escalate_class"
    takes: ClassVar[tuple[Stage | None, ...]] = ("class",)

    by: int
    highest: int

    def model_post_init(self, context: Any) -> None:
        if self.by < 1:
            raise DefinitionError(f"{self.name}: by {self.by}; expected one class or more")

    def apply(self, value: Values | None, rows: Rows) -> Values:
        assert value is not None
        top = Fraction(self.highest)
        return rows.settle(self, value, value.map(lambda c: max(c, min(c + self.by, top))))

    def words(self, lang: str, stage: str) -> str:
        return f"按上{self.by}类行业计" if lang == "zh" else f"rated {self.by} class higher"


def escalate_class(by: int, *, highest: int, clause: Any = None) -> EscalateClass:
    """Rate in a class so many higher, up to the highest; for the class rule of a policy.

    >>> escalate_class(1, highest=8, clause="art. 5")
    escalate_class(clause='art. 5', by=1, highest=8)
    """
    return EscalateClass(by=by, highest=highest, clause=clause)
