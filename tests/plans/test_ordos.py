"""Ordos in both versions: counts by disability grade, an increase that is remembered, years without accident."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pandas as pd
import pytest

from plans.filled import complete
from ratefloat.errors import UncoveredError
from ratefloat.history import Book
from ratefloat.policy.decision import Decision
from ratefloat.policy.rate import rate

CALM = {
    "minor_injuries": 0, "major_injuries": 0, "deaths": 0, "loss_ratio": "0", "clean_years": 1,
    "years_since_increase": 4, "award": False, "prior_step": 0,
}
HIT = {**CALM, "clean_years": 0, "loss_ratio": "101%"}


def eight(risk_class: int, **given: Any) -> Decision:
    return complete("cn-ordos-2015").decide(on="2016-06-01", risk_class=risk_class, **given)


def three(risk_class: int, **given: Any) -> Decision:
    return complete("cn-ordos-three-classes").decide(on="2013-06-01", risk_class=risk_class, **given)


@pytest.mark.parametrize("events", [{"minor_injuries": 6}, {"major_injuries": 3}, {"deaths": 2}])
def test_rule_2_needs_counts_and_spending(events: dict[str, int]) -> None:
    assert eight(4, **HIT | events).factor == Fraction(3, 2)
    fewer = {name: n - 1 for name, n in events.items()}
    for given in (events | {"loss_ratio": "99%"}, events | {"loss_ratio": "100%"}, fewer):
        with pytest.raises(UncoveredError, match="none of the cases applies"):
            eight(4, **HIT | given)


@pytest.mark.parametrize("events", [{"minor_injuries": 4}, {"major_injuries": 2}, {"deaths": 1}])
def test_class_1_goes_up_by_counts_alone(events: dict[str, int]) -> None:
    assert eight(1, **HIT | {"loss_ratio": "1%"} | events).factor == Fraction(6, 5)


@pytest.mark.parametrize("events", [{"minor_injuries": 2}, {"major_injuries": 1}, {"deaths": 1}])
def test_again_within_three_years(events: dict[str, int]) -> None:
    raised = {"prior_step": 1, "loss_ratio": "1%"}
    assert eight(1, **HIT | events | raised | {"years_since_increase": 3}).factor == Fraction(3, 2)
    assert eight(1, **HIT | events | raised | {"years_since_increase": 4}).factor == Fraction(6, 5)
    assert three(2, **HIT | events | raised | {"years_since_increase": 3}).step == 2
    assert three(2, **HIT | events | raised | {"years_since_increase": 4}).step == 1


@pytest.mark.parametrize("law", [eight, three])
def test_the_way_down(law: Any) -> None:
    def step(**given: Any) -> object:
        return law(3, **CALM | given).step

    assert [step(clean_years=n, prior_step=2) for n in (1, 2, 3, 5)] == [2, 2, 0, 0]
    assert [step(clean_years=n) for n in (1, 2, 3, 5)] == [0, 0, -1, -1]
    assert [step(clean_years=n, award=True) for n in (4, 5)] == [-1, -2]
    assert [step(clean_years=n, award=True, prior_step=-1) for n in (4, 5)] == [-1, -2]


def test_class_1_never_goes_down() -> None:
    assert eight(1, **CALM | {"clean_years": 5, "award": True}).step == 0
    assert three(1, **CALM | {"clean_years": 5, "award": True}).step == 0


@pytest.mark.parametrize(
    ("events", "step"),
    [
        ({"minor_injuries": 1}, 0), ({"minor_injuries": 2}, 1), ({"major_injuries": 1}, 1), ({"deaths": 1}, 1),
        ({"minor_injuries": 2, "loss_ratio": "101%"}, 2), ({"major_injuries": 1, "loss_ratio": "101%"}, 2),
        ({"deaths": 1, "loss_ratio": "101%"}, 2), ({"minor_injuries": 1, "loss_ratio": "999%"}, 0),
    ],
)
def test_three_classes(events: dict[str, Any], step: int) -> None:
    assert three(2, **{**HIT, "loss_ratio": "100%", **events}).step == step


def test_a_firm_through_nine_years_from_its_records() -> None:
    """Two deaths in 2016 cost far more than the premium; three clean years bring it back, three more take it down."""
    exposure = [
        {"employer": "a", "start": f"{y}-01-01", "end": f"{y + 1}-01-01", "payroll": "1000000", "head_months": "240",
         "premium_due": "9000", "premium_paid": "9000", "risk_class": "4"} for y in range(2009, 2024)
    ]
    claims = [
        {"claim": str(n), "employer": "a", "recognised_on": "2016-03-01", "paid_on": "2016-06-01", "cause": "work",
         "death": "yes", "disease": "no", "grade": "", "death_grant": "600000"} for n in (1, 2)
    ]
    book = Book.from_frames(
        employers=pd.DataFrame([{"employer": "a", "risk_class": "4", "participation": "2009-01-01"}]),
        exposure=pd.DataFrame(exposure), claims=pd.DataFrame(claims),
    )
    policy, steps, decided = complete("cn-ordos-2015"), [], list[pd.DataFrame]()
    for year in range(2016, 2025):
        made = rate(policy, book, on=f"{year}-02-01").raise_refused()
        steps.append(made.decision("a").step)
        decided.append(made.next_decisions())
        book = book.replace(decisions=pd.concat(decided))
    # 2016 and the years before were clean; the deaths of 2016 raise 2017; base after 2017-2019; 80 % the year after.
    assert steps == [-1, 2, 2, 2, 0, -1, -1, -1, -1]
