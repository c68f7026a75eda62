"""What was seen of an employer, in words: an indicator with its value, a condition that held."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ratefloat.policy.derive import derive
from ratefloat.rules.column import BooleanColumn, CategoryColumn, IntegerColumn, PooledColumn, RatioColumn
from ratefloat.rules.conditions import And, Compare, Condition, HasValue, IsIn, Not, Or, Yes
from ratefloat.rules.domain import Ratio
from ratefloat.tables.currencies import currency_name
from ratefloat.tables.glossary import term
from ratefloat.units import decimal_text, money_text, percent_text

if TYPE_CHECKING:
    from ratefloat.policy.decision import Decision

COUNTED = {"deaths": ("人", ""), "injuries": ("人", ""), "insured_months": ("个月", " months")}


def name_words(decision: Decision, name: str, lang: str) -> str:
    """The name of an indicator: its own label, else the field's term."""
    label = getattr(decision.policy.indicator_map.get(name), "label", None)
    return str(label.text(lang)) if label is not None else term(name, lang)


def seen(decision: Decision, name: str, lang: str) -> str:
    """An indicator with its value, such as "loss ratio 62.4%"."""
    words = name_words(decision, name, lang)
    return f"{words} {value_of(decision, name, lang)}".rstrip()


def value_of(decision: Decision, name: str, lang: str) -> str:
    """The value of an indicator as text; a ratio has as many digits as tell its band."""
    column = decision.columns[name]
    if isinstance(column, RatioColumn):
        return _ratio(column, decision.policy.structure.domains[name], edges_of(decision, name), lang)
    if isinstance(column, IntegerColumn):
        return _whole(name, int(column.values[0]), decision, lang)
    if isinstance(column, BooleanColumn):
        yes = bool(column.values[0])
        return ("是" if yes else "否") if lang == "zh" else ("yes" if yes else "no")
    if isinstance(column, CategoryColumn):
        return column.categories[int(column.codes[0])]
    assert isinstance(column, PooledColumn)
    return percent_text(column.values.numbers()[0])


def _ratio(column: RatioColumn, domain: Any, edges: Collection[Fraction], lang: str) -> str:
    top, bottom = int(column.numerator[0]), int(column.denominator[0])
    if not bottom:
        return "无缴费" if lang == "zh" else "(no premium)"
    group = 0 if column.groups is None else int(column.groups[0])
    value = Fraction(top, bottom) / (column.scale[group] if column.scale else 1)
    unit = domain.unit if isinstance(domain, Ratio) else "%"
    scale = {"%": 100, "‰": 1000, "": 1}[unit]
    return f"{readable(value * scale, [edge * scale for edge in edges])}{unit}"


def readable(value: Fraction, edges: Collection[Fraction]) -> str:
    """A number as few digits as tell on which side of every edge it lies; exact where it has few digits anyway.

    >>> readable(Fraction(500001, 10000), [Fraction(50)]), readable(Fraction(200, 3), [Fraction(50)])
    ('50.0001', '66.67')
    """
    exactly = decimal_text(value)
    if "/" not in exactly and len(exactly) <= 7:
        return exactly
    for places in range(2, 20):
        unit = Fraction(1, 10**places)
        rounded = (value / unit + Fraction(1, 2)).__floor__() * unit
        if all((rounded > edge) == (value > edge) and (rounded < edge) == (value < edge) for edge in edges):
            return decimal_text(rounded)
    return f"{value.numerator}/{value.denominator}"


def edges_of(decision: Decision, name: str) -> set[Fraction]:
    """Every number that the policy compares an indicator with."""
    derived = derive(decision.policy, decision.on)
    return {edge for cuts in (*derived.cuts, derived.rate_cuts) if name in cuts for edge, _ in cuts[name].edges}


def _whole(name: str, value: int, decision: Decision, lang: str) -> str:
    domain = decision.policy.structure.domains[name]
    if getattr(domain, "unit", "") == "fen":
        unit = currency_name(decision.currency, lang)
        return f"{money_text(value, decision.currency)}{unit if lang == 'zh' else f' {unit}'}"
    zh, en = COUNTED.get(name, ("", ""))
    return f"{value} {zh}".rstrip() if lang == "zh" else f"{value}{en}"


def condition_words(decision: Decision, condition: Condition, lang: str) -> str:
    """A condition that held, with the values that made it so."""
    if isinstance(condition, Compare):
        return seen(decision, condition.indicator, lang)
    if isinstance(condition, Yes):
        return name_words(decision, condition.indicator, lang)
    if isinstance(condition, IsIn):
        return seen(decision, condition.indicator, lang)
    if isinstance(condition, HasValue):
        return ""
    if isinstance(condition, Not):
        inner = condition_words(decision, condition.part, lang)
        if isinstance(condition.part, Yes):
            return f"无{inner}" if lang == "zh" else f"no {inner}"
        return inner
    assert isinstance(condition, And | Or)
    parts = [condition_words(decision, part, lang) for part in condition.parts if _held(decision, condition, part)]
    return ("，" if lang == "zh" else ", ").join(dict.fromkeys(part for part in parts if part))


def _held(decision: Decision, join: And | Or, part: Condition) -> bool:
    if isinstance(join, And):
        return True
    from ratefloat.policy.engine import constants
    from ratefloat.rules.rows import Log, Rows

    policy = decision.policy
    setting = constants(policy.structure, decision.on)
    return bool(part.mask(Rows(1, decision.columns, setting, Log()))[0])


