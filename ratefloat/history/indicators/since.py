"""Years since something was decided."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

import numpy as np

from ratefloat.errors import DefinitionError
from ratefloat.history.experience import Experience
from ratefloat.history.indicator import Indicator
from ratefloat.history.observed import ALWAYS
from ratefloat.history.values import MISSING
from ratefloat.periods import Span, month_of
from ratefloat.rules.column import Column, IntegerColumn
from ratefloat.rules.domain import Domain, Integer


class YearsSince(Indicator):
    """Whole years from the latest decision that raised (or lowered) the step to the start of the review.

    At most `within`, which also stands for never. The first decision counts against the base step.
    """

    kind: ClassVar[str] = "years since"

    event: Literal["increase", "decrease"]
    within: int

    def domain(self) -> Domain:
        return Integer(0, self.within)

    def column(self, name: str, experience: Experience) -> Column:
        start = experience.dates.period.start
        end = month_of(start)
        experience.require("decisions", Span(end - 12 * self.within, end))
        memory = experience.memory
        past = memory.days("start") < np.datetime64(start)
        owners, starts = memory.owners[past], memory.days("start")[past]
        steps = memory.decisions.numbers("step")[memory.rows[past]]
        lacking = np.zeros(experience.rows, dtype=np.bool_)
        lacking[owners[steps == MISSING]] = True
        experience.refuse(lacking, f"{name}: a decision without a step; expected one in decisions")
        steps = np.where(steps == MISSING, 0, steps)
        before = np.zeros_like(steps)
        before[1:] = np.where(owners[1:] == owners[:-1], steps[:-1], 0)
        raised = steps > before if self.event == "increase" else steps < before
        last = np.full(experience.rows, ALWAYS, dtype="datetime64[D]")
        np.maximum.at(last, owners[raised], starts[raised])
        months = end - (last.astype("datetime64[M]").astype(np.int64) + 1970 * 12)
        return IntegerColumn(np.minimum(months // 12, self.within))


def years_since(event: Literal["increase", "decrease"], *, within: int, label: Any = None) -> YearsSince:
    """Whole years since the step was last raised or lowered, at most `within`.

    Source: Ordos, a second event within three years after an increase; three clean years after it.

    >>> years_since("increase", within=3)
    years since(event='increase', within=3)
    """
    if within < 1:
        raise DefinitionError(f"years_since within {within}; expected 1 or more")
    return YearsSince(event=event, within=within, label=label)
