"""A privilege: a rule that an employer may use once, or while it is entitled to it."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, ClassVar

from ratefloat.errors import DefinitionError
from ratefloat.rules.rows import Rows, Stage
from ratefloat.rules.rule import AnyRule, Rule
from ratefloat.rules.values import Values


class Privilege(Rule):
    """A rule under a name; a one-time privilege is spent when it has had an effect.

    Whether it is spent is the indicator `privilege_used.<name>`, read from earlier decisions.
    """

    kind: ClassVar[str] = "privilege"

    name_of: str
    rule: AnyRule
    times: int | None = 1

    def model_post_init(self, context: Any) -> None:
        if not self.name_of.strip() or set(self.name_of) & {";", "；"}:
            raise DefinitionError(f"privilege {self.name_of!r}: expected a name without semicolons, which part a list")

    def stage_after(self, given: Stage | None) -> Stage:
        after = self.rule.stage_after(given)
        if after != given:
            raise DefinitionError(
                f"{self.name} of {self.rule.name}: must keep the stage, found {given or 'the start'} to {after}; "
                f"expected a rule that leaves a value for those who may not use it"
            )
        return after

    def parts(self) -> tuple[Rule, ...]:
        return (self.rule,)

    @property
    def used(self) -> str:
        """The indicator that says whether the privilege is spent."""
        return f"privilege_used.{self.name_of}"

    def apply(self, value: Values | None, rows: Rows) -> Values:
        if self.times is None:
            return self.rule.apply(value, rows)
        left = ~rows.column(self.used).at_least(Fraction(self.times))
        return self.rule.apply(value, rows.narrow(left, privilege=self.name_of))

    def words(self, lang: str, stage: str) -> str:
        limit = "" if self.times is None else (f"（限{self.times}次）" if lang == "zh" else f" ({self.times} times)")
        return f"优惠{limit}" if lang == "zh" else f"privilege{limit}"

    def __repr__(self) -> str:
        times = "" if self.times == 1 else f", times={self.times!r}"
        clause = f", clause={self.clause!r}" if self.clause else ""
        return f"privilege({self.name_of!r}, {self.rule!r}{times}{clause})"


def privilege(name: str, rule: Rule, *, times: int | None = 1, clause: Any = None) -> Privilege:
    """A rule that an employer may use so many times (None: without limit).

    >>> from ratefloat.rules.move import move
    >>> privilege("standardisation level 1", move(-2))
    privilege('standardisation level 1', move(-2))
    """
    return Privilege(name_of=name, rule=rule, times=times, clause=clause)
