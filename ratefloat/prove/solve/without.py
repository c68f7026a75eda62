"""A policy as it would be without one of its rules."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from ratefloat.policy.document import FloatPolicy
from ratefloat.rules.rows import Rows, Stage
from ratefloat.rules.rule import STAGES, Rule
from ratefloat.rules.values import Values


class Stays(Rule):
    """What stands in the place of a rule that was taken out: the value stays. It has no kind, so no document has it."""

    takes: ClassVar[tuple[Stage | None, ...]] = STAGES

    def apply(self, value: Values | None, rows: Rows) -> Values:
        assert value is not None
        return value


def without(policy: FloatPolicy, leave_out: Callable[[Rule], bool]) -> FloatPolicy:
    """The policy with the value staying as it was wherever a rule that is left out stood.

    Args:
        leave_out: whether a rule is left out; it is asked of every rule, outer ones first.

    >>> from ratefloat.plans import load_plan
    >>> plan = load_plan("cn-shenzhen-2018")
    >>> bare = without(plan, lambda rule: rule.kind == "no_decrease")
    >>> [p.decide(on="2018-03-01", risk_class=1, loss_ratio="50%").step for p in (plan, bare)]
    [0, -1]
    """

    def kept(value: Any) -> Any:
        if isinstance(value, Rule):
            return Stays() if leave_out(value) else _inside(value, kept)
        return tuple(kept(item) for item in value) if isinstance(value, tuple) else value

    rule, class_rule = kept(policy.rule), kept(policy.class_rule)
    if rule is policy.rule and class_rule is policy.class_rule:
        return policy
    return policy.replace(rule=rule, class_rule=class_rule)


def _inside(rule: Rule, kept: Callable[[Any], Any]) -> Rule:
    """A rule with the rules in its fields replaced; itself where nothing in it changed."""
    fields = {name: getattr(rule, name) for name in type(rule).model_fields}
    held = {name: value for name, value in fields.items() if isinstance(value, Rule) or _rules(value)}
    new = {name: kept(value) for name, value in held.items()}
    changed = {name: value for name, value in new.items() if not _same(value, held[name])}
    return rule.replace(**changed) if changed else rule


def _rules(value: Any) -> bool:
    return isinstance(value, tuple) and any(isinstance(item, Rule) for item in value)


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, tuple):
        return all(a is b for a, b in zip(one, other, strict=True))
    return one is other
