"""What was seen of an employer, in words: an indicator with its value, a condition that held."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ratefloat.rules.column import BooleanColumn, CategoryColumn, IntegerColumn, PooledColumn, RatioColumn
from ratefloat.rules.conditions import And, Compare, Condition, HasValue, IsIn, Not, Or, Yes
from ratefloat.rules.domain import Ratio
from ratefloat.tables.glossary import term
from ratefloat.units import decimal_text, money_text, percent_text, rounded_percent_text

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
    """The value of an indicator as text; a ratio is exact where it has few decimals, else rounded to read."""
    column = decision.columns[name]
    if isinstance(column, RatioColumn):
        return _ratio(column, decision.policy.structure.domains[name], lang)
    if isinstance(column, IntegerColumn):
        return _whole(name, int(column.values[0]), decision, lang)
    if isinstance(column, BooleanColumn):
        yes = bool(column.values[0])
        return ("是" if yes else "否") if lang == "zh" else ("yes" if yes else "no")
    if isinstance(column, CategoryColumn):
        return column.categories[int(column.codes[0])]
    assert isinstance(column, PooledColumn)
    return percent_text(column.values.numbers()[0])


def _ratio(column: RatioColumn, domain: Any, lang: str) -> str:
    top, bottom = int(column.numerator[0]), int(column.denominator[0])
    if not bottom:
        return "无缴费" if lang == "zh" else "(no premium)"
    value = Fraction(top, bottom)
    if isinstance(domain, Ratio) and domain.unit == "‰":
        shown = decimal_text(value * 1000)
        return f"{shown if len(shown) <= 6 and '/' not in shown else decimal_text(round(value * 1000, 2))}‰"
    if isinstance(domain, Ratio) and not domain.unit:
        shown = decimal_text(value)
        return shown if len(shown) <= 7 and "/" not in shown else decimal_text(round(value, 2))
    exactly = percent_text(value)
    return exactly if len(exactly) <= 7 else rounded_percent_text(value, places=2)


def _whole(name: str, value: int, decision: Decision, lang: str) -> str:
    domain = decision.policy.structure.domains[name]
    if getattr(domain, "unit", "") == "fen":
        return f"{money_text(value)}{'元' if lang == 'zh' else ' yuan'}"
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


