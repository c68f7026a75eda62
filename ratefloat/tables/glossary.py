"""The field's words and their statutory Chinese terms, and the words for steps on a ladder."""

from __future__ import annotations

import json
from functools import cache

from ratefloat.definition import Definition
from ratefloat.tables.base_rate import Mark
from ratefloat.tables.chinese_numerals import chinese_numeral
from ratefloat.tables.shipped import data_text
from ratefloat.tables.words import in_language


class Term(Definition):
    """One word of the library, its English and Chinese term, its meaning and the law it comes from."""

    name: str
    en: str
    zh: str
    meaning: str
    home: str
    mark: Mark


@cache
def glossary() -> tuple[Term, ...]:
    """All terms, by subject: rates and steps, indicators, payment, cases, benefits, fund, procedure."""
    return tuple(Term(**entry) for entry in json.loads(data_text("glossary.json")))


def term(name: str, lang: str) -> str:
    """The term of a word in one language; a word that is not listed, with spaces for underscores.

    >>> term("loss_ratio", "zh"), term("deaths", "en"), term("own_indicator", "zh")
    ('支缴率', 'deaths', 'own indicator')
    """
    found = _by_name().get(name)
    spaced = name.replace("_", " ")
    return in_language(lang, found.en, found.zh) if found else in_language(lang, spaced, spaced)


def step_text(step: int, lang: str) -> str:
    """A step from the base step, in the words of a notice.

    >>> step_text(1, "zh"), step_text(-2, "zh"), step_text(0, "zh")
    ('上浮一档', '下浮两档', '基准档')
    >>> step_text(1, "en"), step_text(-2, "en"), step_text(0, "en")
    ('up one step', 'down two steps', 'base step')
    """
    if step == 0:
        return term("base_step", lang)
    size = abs(step)
    return in_language(lang, _english_step(size, step > 0), _chinese_step(size, step > 0))


def _english_step(size: int, up: bool) -> str:
    count = _ENGLISH[size] if size < len(_ENGLISH) else str(size)
    return f"{'up' if up else 'down'} {count} step{'s' if size > 1 else ''}"


def _chinese_step(size: int, up: bool) -> str:
    # Before a measure word, two is 两.
    count = "两" if size == 2 else chinese_numeral(size)
    return f"{'上浮' if up else '下浮'}{count}档"


_ENGLISH = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@cache
def _by_name() -> dict[str, Term]:
    return {entry.name: entry for entry in glossary()}
