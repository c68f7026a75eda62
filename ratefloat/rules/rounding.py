"""Rounding, only where the law rounds: to a stated unit, in a stated mode."""

from __future__ import annotations

from typing import Any, ClassVar

from ratefloat.errors import DefinitionError
from ratefloat.numeric.rounding import ROUNDING_MODES, round_fraction
from ratefloat.rules.rows import Rows, Stage
from ratefloat.rules.rule import Rule
from ratefloat.rules.values import Values
from ratefloat.units import Percent, percent_text


class RoundTo(Rule):
    """The factor or the rate as a multiple of a unit."""

    kind: ClassVar[str] = "round_to"
    takes: ClassVar[tuple[Stage | None, ...]] = ("factor", "rate")

    unit: Percent
    mode: str = "half_up"

    def model_post_init(self, context: Any) -> None:
        if self.mode not in ROUNDING_MODES:
            raise DefinitionError(f"{self.name}: mode {self.mode!r}; expected one of {', '.join(ROUNDING_MODES)}")
        if self.unit <= 0:
            raise DefinitionError(f"{self.name}: unit {percent_text(self.unit)}; expected above 0")

    def apply(self, value: Values | None, rows: Rows) -> Values:
        assert value is not None
        return rows.settle(self, value, value.map(lambda x: round_fraction(x, self.unit, self.mode)))

    def __repr__(self) -> str:
        mode = "" if self.mode == "half_up" else f", mode={self.mode!r}"
        return f"round_to({percent_text(self.unit)!r}{mode}{f', clause={self.clause!r}' if self.clause else ''})"

    def words(self, lang: str, stage: str) -> str:
        unit = percent_text(self.unit)
        return f"按{unit}取整" if lang == "zh" else f"rounded to {unit} ({self.mode.replace('_', ' ')})"


def round_to(unit: Any, *, mode: str = "half_up", clause: Any = None) -> RoundTo:
    """The factor or the rate rounded to a unit: modes half_up, half_even, up, down.

    >>> round_to("0.01%", clause="art. 12").words("en", "rate")
    'rounded to 0.01% (half up)'
    """
    return RoundTo(unit=unit, mode=mode, clause=clause)
