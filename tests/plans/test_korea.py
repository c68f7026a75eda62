"""Korea 2026: the triggers and the protected part hold whatever Table 1 says; levies stand on top."""

from __future__ import annotations

from typing import Any

import pytest

from plans.filled import complete
from ratefloat.plans import load_plan
from ratefloat.policy.decision import Decision
from ratefloat.rules import bands
from ratefloat.units import exact


def decide(x: object, risk_class: int = 3, **given: Any) -> Decision:
    asked = {"head_months": 360, "insured_months": 36, **given}
    return complete("kr-2026").decide(on="2026-01-01", risk_class=risk_class, loss_ratio=x, **asked)


@pytest.mark.parametrize(("risk_class", "rate"), [(9, "14.56‰"), (15, "36.56‰")])
def test_levies_on_top(risk_class: int, rate: str) -> None:
    # KR-1, KR-2: 13 or 35, and 0.6 + 0.9 + 0.06; per month 3,000,000 gives 43,680 won.
    made = decide("80%", risk_class, head_months=240).rate
    assert made == exact(rate)
    if risk_class == 9:
        assert (3_000_000 * made, 12 * 3_000_000 * made) == (43_680, 524_160)  # type: ignore[operator]
    else:
        # A contract of 500,000,000 has 27 % of payroll.
        assert 500_000_000 * exact("27%") * made == 4_935_600  # type: ignore[operator]


def test_the_lowest_band_keeps_commuting_whole() -> None:
    # KR-4: 16 x 0.80 is 12.8, and 0.6 for commuting.
    made = decide("0", 3)
    assert made.factor == exact("80%")
    assert made.rate == exact("12.8‰") + exact("0.6‰") + exact("0.9‰") + exact("0.06‰")


def test_government_pays_no_wage_claim_levy_and_small_firms_no_asbestos_levy() -> None:
    assert decide("80%", 27, head_months=240).rate == exact("9.66‰")
    assert decide("80%", 27, head_months=239).rate == exact("9.6‰")


@pytest.mark.parametrize(("x", "factor"), [("75%", "80%"), ("75.01%", "100%"), ("85%", "100%"), ("85.01%", "120%")])
def test_triggers_and_width_hold_against_any_table(x: str, factor: str) -> None:
    wild = bands("loss_ratio", {"no premium": 1, "[0, 80%]": "10%", "(80%, inf)": "300%"}, of="factor", clause="a test")
    policy = load_plan("kr-2026").fill({"Table 1": wild})
    made = policy.decide(on="2026-01-01", risk_class=3, loss_ratio=x, head_months=360, insured_months=36)
    assert made.factor == exact(factor)


def test_who_does_not_float() -> None:
    assert decide("0", 3, head_months=359).factor == decide("0", 3, insured_months=35).factor == 1
    assert decide("0", 15, head_months=0).factor == exact("80%")
