"""A temporary cut of the rate that names what it cuts."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from typing import Any, ClassVar

from ratefloat.errors import DefinitionError
from ratefloat.periods import day
from ratefloat.rules.rows import Rows, Stage
from ratefloat.rules.rule import Rule
from ratefloat.rules.values import Values
from ratefloat.units import Percent, percent_text

FLOATED, BASE = "floated rate", "base rate"
_IN_FORCE = re.compile(r"^rate in force on (\d{4}-\d{2}-\d{2})$")


class PhaseCut(Rule):
    """A share taken off the floated rate, off the base rate before it was floated, or off the rate of a past day.

    Cutting the rate in force on a day gives (1 - by) x that rate, so that cuts in a row do not compound.
    """

    kind: ClassVar[str] = "phase_cut"
    takes: ClassVar[tuple[Stage | None, ...]] = ("rate",)

    by: Percent
    of: str = FLOATED

    def model_post_init(self, context: Any) -> None:
        if not 0 <= self.by <= 1:
            raise DefinitionError(f"{self.name}: cut of {percent_text(self.by)}; expected 0 to 100%")
        if self.of not in (FLOATED, BASE) and not _IN_FORCE.match(self.of):
            raise DefinitionError(
                f"{self.name}: cuts {self.of!r}; expected {FLOATED!r}, {BASE!r} or 'rate in force on YYYY-MM-DD'"
            )
        _ = self.in_force_on

    @property
    def in_force_on(self) -> date | None:
        """The day whose rate is cut, if it is one of a past day."""
        match = _IN_FORCE.match(self.of)
        return day(match[1]) if match else None

    def apply(self, value: Values | None, rows: Rows) -> Values:
        assert value is not None
        left = 1 - self.by
        if self.of == FLOATED:
            return rows.settle(self, value, value.map(lambda rate: rate * left))
        if self.of == BASE:
            one = Values.constant(Fraction(1), rows.n)
            floated = rows.log.kept.get("factor", one).combine(rows.base_rates(), lambda f, base: f * base)
            return rows.settle(self, value, value.combine(floated, lambda rate, cut: rate - cut * self.by))
        before = rows.column(f"rate_in_force.{self.in_force_on}").pooled()
        return rows.settle(self, value, before.map(lambda rate: rate * left))

    def __repr__(self) -> str:
        of = "" if self.of == FLOATED else f", of={self.of!r}"
        return f"phase_cut({percent_text(self.by)!r}{of}{f', clause={self.clause!r}' if self.clause else ''})"

    def words(self, lang: str, stage: str) -> str:
        cut = percent_text(self.by)
        if lang == "zh":
            of = {FLOATED: "浮动后费率", BASE: "基准费率"}.get(self.of, f"{self.in_force_on}执行费率")
            return f"{of}阶段性下调{cut}"
        return f"{cut} off the {self.of}"


def phase_cut(by: Any, *, of: str = FLOATED, clause: Any = None) -> PhaseCut:
    """A temporary cut: of="floated rate", "base rate" or "rate in force on 2018-04-30".

    >>> phase_cut("20%", of="floated rate", clause="notice 25, clause 3").words("en", "rate")
    '20% off the floated rate'
    """
    return PhaseCut(by=by, of=of, clause=clause)
