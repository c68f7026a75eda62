"""A rule in the law's words, article by article, in the order in which they apply."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ratefloat.errors import RatefloatError
from ratefloat.policy.document import FloatPolicy
from ratefloat.policy.table.words import named
from ratefloat.rules.cases import Cases
from ratefloat.rules.combine import SideBySide
from ratefloat.rules.conditions import And, Compare, Condition, HasValue, IsIn, Not, Or, Yes
from ratefloat.rules.grid import Grid
from ratefloat.rules.interval import number_text
from ratefloat.rules.operand import Hole, Money, Symbol
from ratefloat.rules.pipeline import During, Then, When
from ratefloat.rules.privilege import Privilege
from ratefloat.rules.rule import Rule
from ratefloat.rules.supplied import Supplied
from ratefloat.rules.words import value_words
from ratefloat.tables.currencies import amount_text
from ratefloat.tables.glossary import term

OPERATORS = {">=": "at least", ">": "above", "<=": "at most", "<": "below", "==": "", "!=": "not"}


@dataclass(frozen=True)
class Article:
    """One rule in words: when it applies, what it says, its clause in both languages, and the rules inside it."""

    condition: str
    words: str
    clause: tuple[str, str]
    inner: tuple[Article, ...] = ()
    grid: tuple[tuple[str, ...], ...] = ()


def articles(policy: FloatPolicy) -> tuple[Article, ...]:
    """The articles of a policy, also of a template; an open hole is said to be open."""
    found: list[Article] = []
    if policy.class_rule is not None:
        found += _read(policy, policy.class_rule, "class", "")
    if isinstance(policy.rule, Hole):
        return (*found, Article("", _open(policy.rule), ("", "")))
    return (*found, *_read(policy, policy.rule, "step", ""))


def _read(policy: FloatPolicy, rule: Rule, stage: str, condition: str) -> Iterator[Article]:
    if isinstance(rule, Then):
        for part in rule.rules:
            yield from _read(policy, part, stage, condition)
            stage = _after(part, stage)
    elif isinstance(rule, When):
        yield from _read(policy, rule.rule, stage, _joined(condition, f"if {condition_words(policy, rule.condition)}"))
    elif isinstance(rule, During):
        yield from _read(policy, rule.rule, stage, _joined(condition, f"from {rule.period.start} to {rule.period.end}"))
    elif isinstance(rule, Supplied) and isinstance(rule.rule, Rule):
        yield from _read(policy, rule.rule, stage, condition)
    else:
        inner = tuple(_inner(policy, rule, stage))
        yield Article(condition, _said(policy, rule, stage), _clause(rule), inner, _grid(policy, rule))


def _inner(policy: FloatPolicy, rule: Rule, stage: str) -> Iterator[Article]:
    if isinstance(rule, Cases):
        for case in rule.cases:
            yield from _read(policy, case, stage, "")
        if rule.otherwise is not None:
            yield from _read(policy, rule.otherwise, stage, "otherwise")
    elif isinstance(rule, SideBySide | Privilege):
        for part in rule.parts():
            yield from _read(policy, part, stage, "")


def _after(rule: Rule, stage: str) -> str:
    try:
        return rule.stage_after(None)
    except RatefloatError:
        return rule.gives or stage


def _said(policy: FloatPolicy, rule: Rule, stage: str) -> str:
    holes = [value for name in type(rule).model_fields if isinstance(value := getattr(rule, name), Hole)]
    if holes:
        return "; ".join(map(_open, holes))
    if isinstance(rule, Grid):
        return f"{_name(policy, rule.down)} and {_name(policy, rule.across)} together"
    own = _after(rule, stage) if rule.gives or None in rule.takes else stage
    name = _name(policy, getattr(rule, "indicator", "")) if rule.kind in ("bands", "per_points") else ""
    return f"{name}: {rule.words('en', own)}" if name else rule.words("en", own)


def _open(hole: Hole) -> str:
    return f"open: {hole.hole}{f' ({hole.what})' if hole.what else ''}"


def _clause(rule: Rule) -> tuple[str, str]:
    return ("", "") if rule.clause is None else (str(rule.clause.en), str(rule.clause.zh))


def _grid(policy: FloatPolicy, rule: Rule) -> tuple[tuple[str, ...], ...]:
    if not isinstance(rule, Grid):
        return ()
    head = (f"{_name(policy, rule.down)} \\ {_name(policy, rule.across)}", *rule.across_rows)
    return (head, *(
        (name, *("-" if cell is None else value_words(cell, rule.of, "en") for cell in row))
        for name, row in zip(rule.down_rows, rule.cells, strict=True)
    ))


def _joined(one: str, other: str) -> str:
    return f"{one}, {other}" if one else other


def condition_words(policy: FloatPolicy, condition: Condition, *, inside: bool = False) -> str:
    """A condition in words, such as "deaths at least 1 and no arrears"."""
    if isinstance(condition, Compare):
        words = f"{_name(policy, condition.indicator)} {OPERATORS[condition.op]} {_value(policy, condition)}"
        return " ".join(words.split())
    if isinstance(condition, Yes):
        return _name(policy, condition.indicator)
    if isinstance(condition, HasValue):
        return f"{_name(policy, condition.indicator)} has a value"
    if isinstance(condition, IsIn):
        return f"{_name(policy, condition.indicator)} is {' or '.join(condition.values)}"
    if isinstance(condition, Not):
        return f"not {condition_words(policy, condition.part, inside=True)}"
    assert isinstance(condition, And | Or)
    told = [part for part in condition.parts if not _implied(part, condition)]
    parts = [condition_words(policy, part, inside=len(told) > 1) for part in told]
    joined = (" and " if isinstance(condition, And) else " or ").join(parts)
    return f"({joined})" if inside and len(parts) > 1 else joined


def _implied(part: Condition, whole: And | Or) -> bool:
    """Whether a part only asks that a ratio be known which another part compares."""
    others = (other for other in whole.parts if isinstance(other, Compare))
    return isinstance(whole, And) and isinstance(part, HasValue) and part.indicator in {o.indicator for o in others}


def _name(policy: FloatPolicy, name: str) -> str:
    label = named(policy, name, "en")
    return term(name, "en") if label == name else label


def _value(policy: FloatPolicy, condition: Compare) -> str:
    value = condition.value
    if isinstance(value, Money):
        return amount_text(value.minor, value.currency)
    if isinstance(value, Symbol):
        return f"the {value.symbol.split('.')[1]} of the window"
    if isinstance(value, Hole):
        return f"[{_open(value)}]"
    made = policy.indicator_map.get(condition.indicator)
    unit = getattr(made.domain(), "unit", "") if made is not None else ""
    return amount_text(int(value), policy.currency) if unit == "fen" else number_text(value, unit)
