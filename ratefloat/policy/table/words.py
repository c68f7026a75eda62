"""The words of a decision table in both languages: names of indicators, cases, results."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from ratefloat.rules.domain import BENEFITS_WITHOUT_PREMIUM, NO_PREMIUM, Cell
from ratefloat.rules.interval import between
from ratefloat.rules.words import value_words
from ratefloat.tables.currencies import NAMES, currency_name
from ratefloat.tables.glossary import term
from ratefloat.tables.words import in_language
from ratefloat.units import decimal_text, percent_text

if TYPE_CHECKING:
    from ratefloat.policy.document import FloatPolicy

ANY = "any"
NO_BENEFITS = "no premium, no benefits"
"""The case 0/0 where it stands alone; "no premium" is both cases."""
RESULTS = ("rated class", "step", "factor")
CHINESE = {
    ANY: "不限", "yes": "是", "no": "否", NO_PREMIUM: "无缴费", NO_BENEFITS: "无缴费且无待遇支出",
    BENEFITS_WITHOUT_PREMIUM: "无缴费但有待遇支出", "clauses": "依据", "from": "起点", "refused": "不予核定",
}


def said(text: str, lang: str) -> str:
    """A fixed word of the table in a language.

    >>> said("any", "zh"), said("(50%, 100%]", "zh")
    ('不限', '(50%, 100%]')
    """
    return in_language(lang, text, CHINESE.get(text, text))


def named(policy: FloatPolicy, name: str, lang: str) -> str:
    """An indicator at the head of a column: its own label, in Chinese else the statutory term."""
    label = getattr(policy.indicator_map.get(name), "label", None)
    if label is not None:
        return str(label.text(lang))
    return in_language(lang, name, term(name.removeprefix("privilege_used."), "zh"))


def result_words(value: Fraction, name: str, lang: str) -> str:
    """A result as a person reads it; `name` is one of "rated class", "step", "factor" and "rate"."""
    return value_words(value, "class" if name == "rated class" else name, lang)


def share_text(value: Fraction, *, places: int = 0) -> str:
    """A factor or rate as exact text that reads back: percent, else p/q where it has no finite decimal.

    >>> share_text(Fraction(6, 5)), share_text(Fraction(1, 300)), share_text(Fraction(9, 1000), places=2)
    ('120%', '1/300', '0.90%')
    """
    text = percent_text(value, places=places)
    return decimal_text(value) if text.startswith("(") else text


def span_text(cells: Sequence[Cell], start: int, stop: int, lang: str = "en") -> str:
    """The text of neighbouring cells of one indicator together."""
    if stop - start == len(cells):
        return said(ANY, lang)
    joint = in_language(lang, " or ", " 或 ")
    return joint.join(span_parts(cells[start:stop], lang))


def span_parts(chosen: Sequence[Cell], lang: str = "en") -> list[str]:
    """The texts of some neighbouring cells: named ones each, ordered ones as one interval."""
    words = [cell.text for cell in chosen if cell.interval is None]
    if NO_PREMIUM in words:
        both = BENEFITS_WITHOUT_PREMIUM in words
        words = [NO_PREMIUM if both else NO_BENEFITS, *(w for w in words[1:] if not both)]
    ordered = [cell for cell in chosen if cell.interval is not None]
    return [*(said(word, lang) for word in words), *([_joined(ordered, lang)] if ordered else [])]


def _joined(cells: Sequence[Cell], lang: str) -> str:
    """The text of ordered neighbours: an interval, or "2 to 8" of whole numbers."""
    first, last = cells[0], cells[-1]
    if any(mark in first.text + last.text for mark in "%‰(["):
        assert first.interval is not None and last.interval is not None
        unit = next((mark for mark in "%‰" if mark in first.text + last.text), "")
        return between(first.interval.start, last.interval.stop).text(unit)
    low, high = first.text.split(" to ")[0], last.text.split(" to ")[-1]
    low, high = _money(low, lang), _money(high, lang)
    if high.startswith(">="):
        return f">= {low.removeprefix('>= ')}"
    return low if low == high else f"{low}{in_language(lang, ' to ', ' 至 ')}{high}"


def _money(text: str, lang: str) -> str:
    """An amount with its currency called by its name in a language."""
    number, _, name = text.removeprefix(">= ").partition(" ")
    currency = next((code for code, (english, _) in NAMES.items() if english == name), None)
    return text if currency is None else text.replace(f"{number} {name}", f"{number} {currency_name(currency, lang)}")
