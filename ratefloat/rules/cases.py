"""One rule among several: the first that applies, or the only one that does."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from ratefloat.errors import DefinitionError
from ratefloat.rules.pipeline import When
from ratefloat.rules.rows import Rows, Stage
from ratefloat.rules.rule import STAGES, AnyRule, Context, Rule
from ratefloat.rules.values import Mask, Values


class Cases(Rule):
    """Rules under conditions, of which one is taken; `otherwise` where none applies."""

    takes: ClassVar[tuple[Stage | None, ...]] = (None, *STAGES)

    cases: tuple[AnyRule, ...]
    otherwise: AnyRule | None = None

    def model_post_init(self, context: Any) -> None:
        loose = [case for case in self.cases if not isinstance(case, When)]
        if loose:
            raise DefinitionError(f"{self.name}: {loose[0].name} has no condition; expected rule.when(condition)")

    def stage_after(self, given: Stage | None) -> Stage:
        rules = [case.rule for case in self.whens()] + ([self.otherwise] if self.otherwise else [])
        after = {rule.stage_after(_start(rule, given)) for rule in rules}
        if len(after) != 1:
            raise DefinitionError(f"{self.name}: cases give {' and '.join(sorted(after))}; expected one unit")
        return after.pop()

    def whens(self) -> tuple[When, ...]:
        """The cases, each with its condition."""
        return tuple(case for case in self.cases if isinstance(case, When))

    def parts(self) -> tuple[Rule, ...]:
        return (*self.cases, *([self.otherwise] if self.otherwise else []))

    def check(self, context: Context) -> None:
        seen = context
        for case in self.whens():
            case.rule.check(seen.guard(case.condition))
            seen = Context(seen.domains, seen.secured | case.condition.secures_otherwise())
        if self.otherwise:
            self.otherwise.check(seen)

    def apply(self, value: Values | None, rows: Rows) -> Values:
        stage = self.stage_after(None if value is None else rows.stage)
        here = rows.at("step") if value is None else rows
        masks = self.claims(rows)
        result = value if value is not None and rows.stage == stage else Values.constant(0, rows.n)
        for case, mask in zip(self.whens(), masks, strict=True):
            taken = case.rule.apply(_given(case.rule, value, here), here.narrow(mask, condition=case.condition))
            result = result.where(mask, taken)
        rest = ~np.logical_or.reduce(masks) if masks else np.ones(rows.n, dtype=np.bool_)
        if self.otherwise is None:
            rows.refuse(rest, f"none of the cases applies and nothing is said otherwise ({self.name})")
            return result
        return result.where(rest, self.otherwise.apply(_given(self.otherwise, value, here), here.narrow(rest)))

    def claims(self, rows: Rows) -> list[Mask]:
        """Which rows each case takes."""
        raise NotImplementedError

    def __repr__(self) -> str:
        parts = [*map(repr, self.cases)]
        parts += [f"otherwise={self.otherwise!r}"] if self.otherwise else []
        parts += [f"clause={self.clause!r}"] if self.clause else []
        return f"{self.kind}({', '.join(parts)})"


def _start(rule: Rule, given: Stage | None) -> Stage | None:
    """A case that stands first may set a value: then it is one of steps."""
    return "step" if given is None and None not in rule.takes else given


def _given(rule: Rule, value: Values | None, rows: Rows) -> Values | None:
    if value is None and None not in rule.takes:
        return Values.constant(0, rows.n)
    return value


class FirstOf(Cases):
    """The first case that applies."""

    kind: ClassVar[str] = "first_of"

    def claims(self, rows: Rows) -> list[Mask]:
        free = np.ones(rows.n, dtype=np.bool_)
        masks = []
        for case in self.whens():
            mask = case.condition.mask(rows) & free
            free &= ~mask
            masks.append(mask)
        return masks

    def words(self, lang: str, stage: str) -> str:
        return "依次适用" if lang == "zh" else "the first that applies of"


class OneOf(Cases):
    """The one case that applies; two at once are a conflict."""

    kind: ClassVar[str] = "one_of"

    def claims(self, rows: Rows) -> list[Mask]:
        whens = self.whens()
        masks = [case.condition.mask(rows) for case in whens]
        for later in range(1, len(masks)):
            for earlier in range(later):
                both = masks[earlier] & masks[later]
                rows.refuse(
                    both, f"{whens[earlier].rule.name} and {whens[later].rule.name} both claim this case "
                    f"and nothing says which goes first ({self.name})", conflict=True,
                )
        return masks

    def words(self, lang: str, stage: str) -> str:
        return "分别适用" if lang == "zh" else "whichever applies of"


def first_of(*cases: Rule, otherwise: Rule | None = None, clause: Any = None) -> FirstOf:
    """The first case whose condition holds; without `otherwise`, the rest is refused as uncovered.

    >>> from ratefloat.rules.set_to import set_to
    >>> from ratefloat.rules.conditions import indicator
    >>> first_of(set_to(2).when(indicator("deaths") >= 3), otherwise=set_to(0))
    first_of(set_to(2).when((indicator('deaths') >= 3)), otherwise=set_to(0))
    """
    return FirstOf(cases=cases, otherwise=otherwise, clause=clause)


def one_of(*cases: Rule, otherwise: Rule | None = None, clause: Any = None) -> OneOf:
    """The only case whose condition holds; two at once are a conflict that the policy refuses.

    >>> from ratefloat.rules.set_to import set_to
    >>> from ratefloat.rules.conditions import indicator
    >>> one_of(set_to(2).when(indicator("deaths") >= 3), otherwise=set_to(0)).kind
    'one_of'
    """
    return OneOf(cases=cases, otherwise=otherwise, clause=clause)
