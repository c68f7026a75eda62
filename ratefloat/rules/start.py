"""Where a pipeline starts: at the base step, or at the employer's present step."""

from __future__ import annotations

from typing import Any, ClassVar

from ratefloat.rules.rows import Rows, Stage
from ratefloat.rules.rule import Rule
from ratefloat.rules.values import Values


class StartFromBase(Rule):
    """Every employer starts at the base step."""

    kind: ClassVar[str] = "start_from_base"
    takes: ClassVar[tuple[Stage | None, ...]] = (None,)
    gives: ClassVar[Stage | None] = "step"

    def apply(self, value: Values | None, rows: Rows) -> Values:
        return rows.at("step").settle(self, value, Values.constant(0, rows.n))

    def words(self, lang: str, stage: str) -> str:
        return "从基准档起算" if lang == "zh" else "start from the base step"


class StartFromPrior(Rule):
    """Every employer starts at the step in force before the review; a new one at the base step."""

    kind: ClassVar[str] = "start_from_prior"
    takes: ClassVar[tuple[Stage | None, ...]] = (None,)
    gives: ClassVar[Stage | None] = "step"

    def apply(self, value: Values | None, rows: Rows) -> Values:
        return rows.at("step").settle(self, value, rows.column("prior_step").pooled())

    def words(self, lang: str, stage: str) -> str:
        return "从现行档次起算" if lang == "zh" else "start from the present step"


def start_from_base(*, clause: Any = None) -> StartFromBase:
    """Every employer starts at the base step.

    >>> start_from_base()
    start_from_base()
    """
    return StartFromBase(clause=clause)


def start_from_prior(*, clause: Any = None) -> StartFromPrior:
    """Every employer starts at the step in force before the review (indicator `prior_step`).

    >>> start_from_prior(clause="art. 6")
    start_from_prior(clause='art. 6')
    """
    return StartFromPrior(clause=clause)
