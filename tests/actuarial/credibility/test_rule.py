"""A fitted model as a rule of a policy: exact, frozen, and the same numbers as the fit."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

import ratefloat as rf
from ratefloat.actuarial.credibility import buhlmann_straub, poisson_gamma
from ratefloat.rules import (
    at_least,
    bands,
    base_rate,
    credibility,
    hole,
    indicator,
    ladder,
    round_to,
    yuan,
)

ON = "2023-01-01"
OPEN: dict[str, Any] = {"expected": "60%", "k": 500_000, "no_premium": "100%"}


def policy(rule: Any, **change: Any) -> rf.FloatPolicy:
    fields: dict[str, Any] = {
        "id": "credibility-example", "title": {"en": "Credibility", "zh": "可信度"}, "source": "an illustration",
        "effective": "2022-01-01/2027-01-01", "review": rf.Review(every_years=1, anchor="2022-01-01"),
        "window": rf.Window(months=24), "base": "cn-national-2015", "rule": rule,
        "indicators": {
            "loss_ratio": rf.ratio(rf.benefits(), rf.premium("paid")),
            "premium": rf.amount(rf.premium("paid")),
            "deaths": rf.count("death"),
        },
    }
    return rf.FloatPolicy(**(fields | change))


def factor(found: rf.FloatPolicy, **given: Any) -> Fraction:
    decided = found.decide(on=ON, risk_class=3, **given).factor
    assert decided is not None
    return decided


@pytest.mark.parametrize(
    ("ratio", "premium", "expected"),
    [
        ("60%", 500_000, Fraction(1)),
        ("90%", 500_000, Fraction(5, 4)),
        ("0", 500_000, Fraction(1, 2)),
        ("90%", 0, Fraction(1)),
        ("90%", 1_500_000, 1 + Fraction(3, 4) / 2),
        ("120%", 1, 1 + Fraction(1, 500_001)),
        ((1, 3), 500_000, 1 + Fraction(1, 2) * (Fraction(1, 3) / Fraction(3, 5) - 1)),
        (None, 0, Fraction(1)),
        ((7, 0), 0, Fraction(1)),
    ],
)
def test_formula_by_hand(ratio: Any, premium: int, expected: Fraction) -> None:
    plan = policy(credibility("loss_ratio", "premium", **OPEN) >> base_rate())
    assert factor(plan, loss_ratio=ratio, premium=premium) == expected


def test_k_in_yuan_is_in_fen() -> None:
    plan = policy(credibility("loss_ratio", "premium", **(OPEN | {"k": yuan("5000")})) >> base_rate())
    assert factor(plan, loss_ratio="90%", premium=500_000) == Fraction(5, 4)


def test_document_keeps_the_exact_numbers() -> None:
    rule = credibility("loss_ratio", "premium", expected="63.97%", k="1830.1046", no_premium="100%", clause="art. 3")
    plan = policy(rule >> base_rate())
    assert '"k": "1830.1046"' in plan.to_json()
    assert type(plan).from_json(plan.to_json()) == plan
    assert repr(rule) == (
        "credibility('loss_ratio', 'premium', expected='63.97%', k='1830.1046', no_premium='100%', clause='art. 3')"
    )


def test_words() -> None:
    rule = credibility("loss_ratio", "premium", **OPEN)
    assert rule.words("en", "factor") == "1 + Z (loss_ratio / 60% - 1), credibility Z = premium / (premium + 500000)"
    assert rule.words("zh", "factor") == "1 + Z ×（loss_ratio ÷ 60% - 1），可信度 Z = premium ÷（premium + 500000）"


def test_large_employers_only() -> None:
    """Bands for small employers, their own record for large ones."""
    formula = credibility("loss_ratio", "premium", expected="60%", k=500_000, clause="art. 8")
    large = indicator("loss_ratio").has_value() & (indicator("premium") >= yuan("5000"))
    table = bands("loss_ratio", {"no premium": 0, "[0, 100%]": 0, "(100%, inf)": 1})
    plan = policy(table >> ladder({0: "100%", 1: "120%"}) >> formula.when(large) >> base_rate())
    assert factor(plan, loss_ratio="150%", premium=499_999) == Fraction(6, 5)
    assert factor(plan, loss_ratio="150%", premium=500_000) == Fraction(7, 4)
    decided = plan.decide(on=ON, risk_class=3, loss_ratio="150%", premium=500_000)
    assert "art. 8" in [str(clause).strip("'") for clause in decided.clauses]


def test_template_with_holes() -> None:
    rule = credibility("loss_ratio", "premium", expected=hole("expected"), k=hole("k"), no_premium="100%")
    template = policy(rule >> base_rate())
    assert [found.hole for found in template.holes] == ["expected", "k"]
    filled = template.fill({"expected": "60%", "k": 500_000})
    assert factor(filled, loss_ratio="90%", premium=500_000) == Fraction(5, 4)


@pytest.mark.parametrize("change", [{"expected": 0}, {"k": 0}, {"k": "-1"}, {"no_premium": "-1%"}, {"k": 0.5}])
def test_refused_numbers(change: dict[str, Any]) -> None:
    with pytest.raises(rf.DefinitionError, match=next(iter(change)) if change != {"k": 0.5} else "float"):
        credibility("loss_ratio", "premium", **(OPEN | change))


def test_ratio_without_premium_must_be_decided() -> None:
    with pytest.raises(rf.DefinitionError, match="loss_ratio has no value without premium; expected no_premium="):
        policy(credibility("loss_ratio", "premium", expected="60%", k=1) >> base_rate())


def test_fitted_straub_is_the_rule() -> None:
    """Factor x collective is the credibility premium, up to the decimals that the definition keeps."""
    premium = np.array([[100, 120], [50, 60], [400, 380]])
    losses = np.array([[50, 84], [45, 78], [80, 114]])
    fit = buhlmann_straub(losses / premium, premium)
    rule = fit.rule("loss_ratio", "premium", decimals=8, scale=100, clause="art. 3")
    plan = policy(rule >> base_rate())
    for place in range(3):
        paid, lost = int(premium[place].sum()) * 100, int(losses[place].sum()) * 100
        found = factor(plan, loss_ratio=(lost, paid), premium=paid)
        assert float(found) == pytest.approx(fit.premiums[place] / fit.collective, rel=1e-6)
    assert factor(plan, loss_ratio=None, premium=0) == 1


def test_fitted_poisson_gamma_is_the_rule() -> None:
    fit = poisson_gamma([0, 9, 30], [1000, 2000, 3000])
    rule = fit.rule("frequency", "head_months", decimals=9)
    for n, e, relativity in zip([0, 9, 30], [1000, 2000, 3000], fit.relativity, strict=True):
        assert float(rule.factor(Fraction(n, e), e)) == pytest.approx(relativity, rel=1e-5)


def test_frozen_decimals() -> None:
    fit = buhlmann_straub([[1, 3], [5, 9]], [[1, 2], [3, 4]])
    rule = fit.rule("loss_ratio", "premium", decimals=2)
    assert isinstance(rule.k, Fraction)
    assert isinstance(rule.expected, Fraction)
    assert rule.k == Fraction(round(fit.k * 100), 100)
    assert rule.expected == Fraction(round(fit.collective * 100), 100)


def test_rare_frequencies_keep_nine_digits() -> None:
    """The collective is 39 / 6,000,000 = 0.0000065 up to credibility: six decimals would keep one digit of it."""
    fit = poisson_gamma([0, 9, 30], [1e6, 2e6, 3e6])
    rule = fit.rule("frequency", "head_months")
    for n, e, relativity in zip([0, 9, 30], [1_000_000, 2_000_000, 3_000_000], fit.relativity, strict=True):
        assert float(rule.factor(Fraction(n, e), e)) == pytest.approx(relativity, rel=1e-8)


def test_what_can_not_be_frozen() -> None:
    alike = buhlmann_straub([[1, 9], [9, 1], [2, 8]], [[1, 1], [2, 2], [3, 3]])
    with pytest.raises(rf.DefinitionError, match="no variance between risks was found"):
        alike.rule("loss_ratio", "premium")
    small = poisson_gamma([0, 9, 30], [1e6, 2e6, 3e6])
    with pytest.raises(rf.DefinitionError, match="collective .* is 0 at 4 decimals; .* more decimals"):
        small.rule("frequency", "head_months", decimals=4)


def test_book_of_rows_like_single_ones() -> None:
    """The rule in a batch, through the direct path, against exact arithmetic."""
    from ratefloat.rules.column import IntegerColumn, RatioColumn
    from ratefloat.rules.rows import Constants, Log, Rows

    rng = np.random.default_rng(3)
    lost, paid = rng.integers(0, 10**9, 300), rng.integers(0, 10**9, 300)
    paid[:5] = 0
    rule = credibility("loss_ratio", "premium", **OPEN)
    columns = {"loss_ratio": RatioColumn(lost, paid), "premium": IntegerColumn(paid)}
    from datetime import date

    rows = Rows(300, columns, Constants(date(2023, 1, 1), 24), Log(tracing=True))
    found = rule.apply(None, rows).numbers()
    for own, w, n in zip(found, paid.tolist(), lost.tolist(), strict=True):
        expected = 1 + Fraction(w, w + 500_000) * (Fraction(n, w) / Fraction(3, 5) - 1) if w else Fraction(1)
        assert own == expected


def test_negative_weight_is_refused() -> None:
    from datetime import date

    from ratefloat.rules.column import IntegerColumn, RatioColumn
    from ratefloat.rules.rows import Constants, Log, Rows

    columns = {
        "loss_ratio": RatioColumn(np.array([1, 1]), np.array([2, 2])), "premium": IntegerColumn(np.array([5, -5])),
    }
    log = Log()
    credibility("loss_ratio", "premium", **OPEN).apply(None, Rows(2, columns, Constants(date(2023, 1, 1), 24), log))
    assert [refusal.mask.tolist() for refusal in log.refusals] == [[False, True]]
    assert log.refusals[0].reason == "premium is negative (credibility)"


def test_bounds_and_rounding_follow() -> None:
    plan = policy(credibility("loss_ratio", "premium", **OPEN) >> at_least("50%") >> round_to("1%") >> base_rate())
    assert factor(plan, loss_ratio="0", premium=10**12) == Fraction(1, 2)
    assert factor(plan, loss_ratio="62%", premium=500_000) == Fraction(102, 100)
