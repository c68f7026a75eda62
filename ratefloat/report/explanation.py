"""A decision in words, English and Chinese: what was seen, what it led to, and the article."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from ratefloat.periods import first_day
from ratefloat.report.seen import condition_words, seen
from ratefloat.rules.bands import Bands
from ratefloat.rules.base_rate import BaseRate
from ratefloat.rules.grid import Grid
from ratefloat.rules.ladder import LadderRule
from ratefloat.rules.words import value_words
from ratefloat.units import percent_text

if TYPE_CHECKING:
    from ratefloat.policy.decision import Decision, Line

HEAD = {
    "en": "Premium rate, explained   employer {employer}   experience period {start} to {end}",
    "zh": "工伤保险费率浮动说明　单位编号 {employer}　考核期 {start} 至 {end}",
}


def explain(decision: Decision, lang: str) -> str:
    """A decision in words: a line for each rule that decided, with its clause.

    Args:
        lang: "en" or "zh".
    """
    shown = [line for line in decision.lines if line.changed or (line.active and _always(line))]
    return _sheet(decision, shown, lang)


def worksheet(decision: Decision, lang: str) -> str:
    """A decision with every rule of the policy: changed, without effect, or not applicable.

    Args:
        lang: "en" or "zh".
    """
    return _sheet(decision, decision.lines, lang)


def _always(line: Line) -> bool:
    return line.rule.converts or isinstance(line.rule, Bands | Grid)


def _sheet(decision: Decision, lines: Sequence[Line], lang: str) -> str:
    end = first_day(decision.window.end) - timedelta(days=1)
    head = HEAD[lang].format(employer=decision.employer or "-", start=first_day(decision.window.start), end=end)
    rows = list(_rows(decision, lines, lang))
    widths = [max((_width(row[i]) for row in rows), default=0) for i in range(2)]
    text = ["  ".join([_pad(row[0], widths[0]), _pad(row[1], widths[1]), row[2]]).rstrip() for row in rows]
    return "\n".join([head, *text])


def _rows(decision: Decision, lines: Sequence[Line], lang: str) -> Iterator[tuple[str, str, str]]:
    for line in lines:
        clause = line.rule.clause.text(lang) if line.rule.clause else ""
        right = _right(line, lang)
        if not line.active:
            right = "不适用" if lang == "zh" else "not applicable"
        elif not line.changed and not _always(line):
            right += "（无影响）" if lang == "zh" else " (no effect)"
        yield _left(decision, line, lang), right, clause


def _left(decision: Decision, line: Line, lang: str) -> str:
    rule = line.rule
    if isinstance(rule, Bands):
        row = rule._table()[line.branch or 0][0]
        return seen(decision, rule.indicator, lang) + _inside(row, lang)
    if isinstance(rule, Grid):
        return "，".join(seen(decision, name, lang) for name in (rule.down, rule.across))
    if isinstance(rule, BaseRate):
        return _base(decision, line, lang)
    if isinstance(rule, LadderRule):
        return "浮动比例" if lang == "zh" else "factor"
    said = [condition_words(decision, condition, lang) for condition in line.conditions]
    return ("，" if lang == "zh" else ", ").join([*filter(None, said), rule.words(lang, line.stage)])


def _inside(row: str, lang: str) -> str:
    if "," in row:
        return f"，在 {row} 内" if lang == "zh" else f", within {row}"
    return ""


def _base(decision: Decision, line: Line, lang: str) -> str:
    base = percent_text(decision.base_rate, places=2) if decision.base_rate is not None else ""
    kind = value_words(decision.risk_class, "class", lang) if decision.risk_class is not None else ""  # type: ignore[arg-type]
    factor = percent_text(decision.factor) if decision.factor is not None else "100%"
    if lang == "zh":
        return f"基准费率 {base}（{kind}）× {factor}"
    return f"base rate {base} ({kind}) x {factor}"


def _right(line: Line, lang: str) -> str:
    return value_words(line.after, line.stage, lang)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _pad(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
