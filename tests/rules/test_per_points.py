"""So much for every so many points, against whole numbers counted by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest

from ratefloat.errors import DefinitionError, UncoveredError
from ratefloat.history import benefits, premium, ratio
from ratefloat.periods import Review, Window
from ratefloat.policy.document import FloatPolicy
from ratefloat.rules import base_rate, per_points
from ratefloat.tables.base_rates import BaseRateTable

NUMBERS = {"below": "60%", "above": "80%", "by": "5%", "most": "30%"}
RULE = per_points("loss_ratio", **NUMBERS, clause="art. 3")
POLICY = FloatPolicy(
    id="points", title="points", source="a test", effective="2024-01-01/",
    review=Review(every_years=1, anchor="2024-01-01"), window=Window(months=12),
    base=BaseRateTable.single("b", {1: "1%"}, effective="2024-01-01/", source="a test"),
    indicators={"loss_ratio": ratio(benefits(), premium("paid"))}, rule=RULE >> base_rate(clause="art. 3"),
)


@pytest.mark.parametrize("tenths", range(0, 2000, 7))
def test_whole_points_only(tenths: int) -> None:
    below, above = max(0, 600 - tenths) // 100, min(max(0, tenths - 800) // 100, 6)
    decision = POLICY.decide(on="2024-01-01", risk_class=1, loss_ratio=Fraction(tenths, 1000))
    assert decision.factor == 1 + Fraction(5 * (above - below), 100)


@pytest.mark.parametrize(("x", "factor"), [("50%", "19/20"), ("50.01%", "1"), ("90%", "21/20"), ("89.99%", "1")])
def test_edges(x: str, factor: str) -> None:
    assert POLICY.decide(on="2024-01-01", risk_class=1, loss_ratio=x).factor == Fraction(factor)


def test_without_premium() -> None:
    assert POLICY.decide(on="2024-01-01", risk_class=1, loss_ratio=None).factor == 1
    with pytest.raises(UncoveredError, match="benefits without premium"):
        POLICY.decide(on="2024-01-01", risk_class=1, loss_ratio=(1, 0))


def test_it_reads_back_and_speaks() -> None:
    assert FloatPolicy.from_json(POLICY.to_json()) == POLICY
    assert eval(repr(RULE), {"per_points": per_points}) == RULE
    said = "-5 points for every 10% below 60%, +5 points for every 10% above 80%, at most 30%"
    assert RULE.words("en", "factor") == said
    assert "每满10%" in RULE.words("zh", "factor")


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"below": "90%"}, "expected 0 <= below <= above"), ({"by": "7%"}, "the most a whole number of steps"),
        ({"every": "0"}, "expected numbers above 0"), ({"by": "30%", "most": "30%"}, "a discount of more than 100%"),
    ],
)
def test_wrong_numbers_are_refused(changed: dict[str, str], message: str) -> None:
    with pytest.raises(DefinitionError, match=message):
        per_points("loss_ratio", **{**NUMBERS, **changed})
