"""A place in a template for the articles that only the agency has."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from ratefloat.errors import DefinitionError
from ratefloat.rules.operand import Hole, open_hole
from ratefloat.rules.rows import Rows, Stage
from ratefloat.rules.rule import STAGES, AnyRule, Rule
from ratefloat.rules.values import Values


class Supplied(Rule):
    """A rule that the agency supplies; until then a named hole that says what the rule has to give."""

    kind: ClassVar[str] = "supplied"
    takes: ClassVar[tuple[Stage | None, ...]] = (None, *STAGES)

    rule: AnyRule | Hole
    of: Literal["step", "factor", "rate"] = "step"

    def stage_after(self, given: Stage | None) -> Stage:
        if given not in (None, self.of):
            raise DefinitionError(f"{self.name}: gives a {self.of}; found a {given} before it")
        if isinstance(self.rule, Rule) and (found := self.rule.stage_after(given)) != self.of:
            raise DefinitionError(f"{self.name}: {self.rule.name} gives a {found}; expected a {self.of}")
        return self.of

    def parts(self) -> tuple[Rule, ...]:
        return (self.rule,) if isinstance(self.rule, Rule) else ()

    def apply(self, value: Values | None, rows: Rows) -> Values:
        if isinstance(self.rule, Hole):
            raise open_hole(self.rule)
        return self.rule.apply(value, rows)

    def __repr__(self) -> str:
        of = "" if self.of == "step" else f", of={self.of!r}"
        return f"supplied({self.rule!r}{of}{f', clause={self.clause!r}' if self.clause else ''})"

    def words(self, lang: str, stage: str) -> str:
        return "由经办机构规定" if lang == "zh" else "as the agency's rule says"


def supplied(rule: Hole | Rule, *, of: Literal["step", "factor", "rate"] = "step", clause: Any = None) -> Supplied:
    """A rule that the agency supplies, for a template: policy.fill({"floating articles": bands(...) >> ...}).

    Args:
        rule: a hole, or the rule that fills it.
        of: what the rule gives, so that the template is checked before it is filled.

    >>> from ratefloat.rules.operand import hole
    >>> supplied(hole("floating articles")).stage_after(None)
    'step'
    """
    return Supplied(rule=rule, of=of, clause=clause)
