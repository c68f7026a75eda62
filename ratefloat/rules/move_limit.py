"""At most so many steps from the employer's present step in one review."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, ClassVar

from ratefloat.errors import DefinitionError
from ratefloat.rules.rows import Rows, Stage
from ratefloat.rules.rule import Rule
from ratefloat.rules.values import Values


class MoveLimit(Rule):
    """Holds the step within reach of the prior step; None: that direction is free."""

    kind: ClassVar[str] = "move_limit"
    takes: ClassVar[tuple[Stage | None, ...]] = ("step",)

    down: int | None = None
    up: int | None = None

    def model_post_init(self, context: Any) -> None:
        if self.down is None and self.up is None:
            raise DefinitionError(f"{self.name}: limits nothing; expected down=, up= or both")
        if min(self.down or 0, self.up or 0) < 0:
            raise DefinitionError(f"{self.name}: negative limit; expected steps, 0 or more")

    def apply(self, value: Values | None, rows: Rows) -> Values:
        assert value is not None
        return rows.settle(self, value, value.combine(rows.column("prior_step").pooled(), self.hold))

    def hold(self, value: Fraction, prior: Fraction) -> Fraction:
        """The step within reach of the prior one."""
        if self.down is not None:
            value = max(value, prior - self.down)
        return value if self.up is None else min(value, prior + self.up)

    def words(self, lang: str, stage: str) -> str:
        if lang == "zh":
            limits = [f"下浮不超过{self.down}档"] if self.down is not None else []
            limits += [f"上浮不超过{self.up}档"] if self.up is not None else []
            return "，".join(["与上一考核期相比", *limits])
        limits = [f"{self.down} down"] if self.down is not None else []
        limits += [f"{self.up} up"] if self.up is not None else []
        return f"steps in one review: at most {', '.join(limits)}"


def move_limit(*, down: int | None = None, up: int | None = None, clause: Any = None) -> MoveLimit:
    """At most so many steps from the prior step (indicator `prior_step`) in one review.

    >>> move_limit(down=1, up=1, clause="art. 10")
    move_limit(clause='art. 10', down=1, up=1)
    """
    return MoveLimit(down=down, up=up, clause=clause)
