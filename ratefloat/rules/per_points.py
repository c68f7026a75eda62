"""So much for every so many points: a discount below one mark of an indicator, a surcharge above another."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from ratefloat.errors import DefinitionError
from ratefloat.rules.rows import Rows, Stage
from ratefloat.rules.rule import Rule
from ratefloat.rules.values import Values
from ratefloat.rules.words import signed_points
from ratefloat.units import Percent, percent_text


class PerPoints(Rule):
    """100 % less `by` for every whole `every` below a mark, more above the other; replaces any factor before it.

    An employer without denominator has 100 %; with benefits all the same it is refused.
    """

    kind: ClassVar[str] = "per_points"
    takes: ClassVar[tuple[Stage | None, ...]] = (None, "factor")
    gives: ClassVar[Stage | None] = "factor"

    indicator: str
    below: Percent
    above: Percent
    every: Percent
    by: Percent
    most: Percent

    def model_post_init(self, context: Any) -> None:
        if not 0 <= self.below <= self.above:
            raise DefinitionError(f"{self.name}: below {self.below}, above {self.above}; expected 0 <= below <= above")
        if self.every <= 0 or self.by <= 0 or (self.most / self.by).denominator != 1:
            raise DefinitionError(
                f"{self.name}: {percent_text(self.by)} for every {percent_text(self.every)}, at most "
                f"{percent_text(self.most)}; expected numbers above 0, the most a whole number of steps"
            )
        if self.below // self.every * self.by > 1:
            raise DefinitionError(f"{self.name}: a discount of more than 100%; expected less for every point")

    def apply(self, value: Values | None, rows: Rows) -> Values:
        column = rows.column(self.indicator)
        has = column.has_value()
        steps = np.zeros(rows.n, dtype=np.intp)
        for number in range(1, int(self.below // self.every) + 1):
            steps -= ~column.above(self.below - number * self.every) & has
        for number in range(1, int(self.most / self.by) + 1):
            steps += column.at_least(self.above + number * self.every) & has
        rows.refuse(column.over_nothing(), f"{self.indicator}: benefits without premium ({self.name})")
        lowest = int(steps.min(initial=0))
        factors = Values.of(1 + number * self.by for number in range(lowest, int(steps.max(initial=0)) + 1))
        return rows.at("factor").settle(self, value, Values(factors.codes[steps - lowest], factors.pool))

    def words(self, lang: str, stage: str) -> str:
        points, low, high = (percent_text(number) for number in (self.every, self.below, self.above))
        less, more = signed_points(-self.by, lang), signed_points(self.by, lang)
        if lang == "zh":
            return f"低于{low}每满{points}{less}，高于{high}每满{points}{more}，最多{percent_text(self.most)}"
        most = percent_text(self.most)
        return f"{less} for every {points} below {low}, {more} for every {points} above {high}, at most {most}"

    def __repr__(self) -> str:
        numbers = ", ".join(
            f"{name}={percent_text(getattr(self, name))!r}" for name in ("below", "above", "every", "by", "most")
        )
        return f"per_points({self.indicator!r}, {numbers}{f', clause={self.clause!r}' if self.clause else ''})"


def per_points(
    indicator: str, *, below: Any, above: Any, every: Any = "10%", by: Any, most: Any, clause: Any = None
) -> PerPoints:
    """100 % less so much for every so many points below a mark, and more above another.

    Args:
        indicator: name of a ratio.
        below, above: the marks between which nothing changes.
        every: whole points that count; a part of them counts nothing.
        by: the change for each.
        most: the greatest surcharge.

    Source: Taiwan, performance-rate regulation of 2022: 5 % for every 10 % below 60 or above 80, at most 30 %.

    >>> per_points("loss_ratio", below="60%", above="80%", by="5%", most="30%").stage_after(None)
    'factor'
    """
    return PerPoints(indicator=indicator, below=below, above=above, every=every, by=by, most=most, clause=clause)
