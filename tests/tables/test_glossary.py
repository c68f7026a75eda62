"""The glossary: the words that labels use, and the words for steps."""

from __future__ import annotations

import pytest

from ratefloat.errors import DefinitionError
from ratefloat.tables.glossary import glossary, step_text, term


@pytest.mark.parametrize(
    ("name", "en", "zh"),
    [
        ("loss_ratio", "loss ratio", "支缴率"), ("deaths", "deaths", "工亡"), ("arrears", "arrears", "欠费"),
        ("frequency", "claim frequency", "工伤发生率"), ("base_rate", "base rate", "基准费率"),
        ("insured_months", "insured months", "参保月数"), ("injuries", "injuries", "工伤人数"),
        ("experience_period", "experience period", "考核期"), ("successor", "successor", "承继单位"),
        ("phase_reduction", "phase reduction", "阶段性降低费率"),
        ("reserve_months", "months of reserve", "可支付月数"),
    ],
)
def test_terms(name: str, en: str, zh: str) -> None:
    assert (term(name, "en"), term(name, "zh")) == (en, zh)


def test_an_unlisted_word_is_its_own_name() -> None:
    assert term("near_misses_reported", "en") == "near misses reported"
    assert term("near_misses_reported", "zh") == "near misses reported"


@pytest.mark.parametrize(
    ("step", "en", "zh"),
    [
        (0, "base step", "基准档"), (1, "up one step", "上浮一档"), (-1, "down one step", "下浮一档"),
        (2, "up two steps", "上浮两档"), (-2, "down two steps", "下浮两档"), (5, "up five steps", "上浮五档"),
        (12, "up 12 steps", "上浮十二档"),
    ],
)
def test_step_text(step: int, en: str, zh: str) -> None:
    assert (step_text(step, "en"), step_text(step, "zh")) == (en, zh)


def test_every_term_is_told_once_and_completely() -> None:
    terms = glossary()
    assert len({entry.name for entry in terms}) == len(terms)
    assert all(entry.en and entry.zh and entry.meaning and entry.home for entry in terms)


@pytest.mark.parametrize("say", [lambda: term("deaths", "fr"), lambda: step_text(1, "ZH")])
def test_an_unknown_language_is_refused(say: object) -> None:
    with pytest.raises(DefinitionError, match="unknown; expected en or zh"):
        say()  # type: ignore[operator]
