"""An old system's output held against a rating."""

from __future__ import annotations

import pandas as pd
import pytest

import ratefloat as rf


@pytest.fixture
def rating(policy, book):
    return rf.rate(policy, book, on="2024-01-01")


def old(**changes: str) -> pd.DataFrame:
    rates = {"A": "1.08%", "B": "0.20%", "007": "0.7%", "D": "1.08%", "F": "1.35%", "G": "0.72%"} | changes
    return pd.DataFrame({"employer": list(rates), "rate": list(rates.values())})


def test_equal_outputs_agree(rating):
    found = rf.diagnose(rating, old())
    assert (found.compared, found.agree, found.mismatches) == (6, 6, ())
    assert "6 of 6 employers agree" in str(found)


def test_mismatches_are_grouped_by_the_rule_that_explains_them(rating):
    # A without its death would be at base; 007 without the new-entrant rule at -2: 0.35 %; F as if new
    found = rf.diagnose(rating, old(A="0.90%", **{"007": "0.35%"}, F="0.9%", G="3%"))
    said = {m.employers[0]: m.explanation for m in found.mismatches}
    assert said["A"] == "as if art. 6 (at least up one step) had not been applied"
    assert said["007"] == "as if art. 4 (set to base step) had not been applied"
    assert said["F"] == "as if art. 4 (set to base step) had been applied"
    assert said["G"] == "no rule of the policy gives the old rate; another base rate, class or rounding?"
    assert found.agree == 2
    assert found.to_frame().set_index("employer").loc["A", "old"] == "0.90%"


def test_steps_can_be_compared_instead(rating):
    steps = pd.DataFrame({"id": ["A", "F"], "step": [0, 2]})
    found = rf.diagnose(rating, steps, employer="id", rate=None, step="step")
    assert (found.compared, found.agree) == (2, 1)


def test_strangers_and_unreadable_rates_are_counted_apart(rating):
    found = rf.diagnose(rating, old(Z="1%", A="about 1"))
    assert found.only_old == ("Z",)
    assert found.unreadable[0][0] == "A"
    assert found.compared == 5


def test_wrong_columns_are_refused(rating):
    with pytest.raises(rf.DataError, match="no column 'rates'; expected one of employer, rate"):
        rf.diagnose(rating, old(), rate="rates")
    doubled = pd.concat([old(), old()])
    with pytest.raises(rf.DataError, match="employer A stands twice"):
        rf.diagnose(rating, doubled)
