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
    assert said["G"] == "no rule of the policy gives the old result; another base rate, class or rounding?"
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


def test_rules_after_the_base_rate_do_not_blind_it(policy, book):
    cut = policy.replace(rule=policy.rule >> rf.phase_cut("20%", clause="notice 25") >> rf.round_to("0.01%"))
    rating = rf.rate(cut, book, on="2024-01-01")
    # A: 1.08 % x 80 % = 0.864 %, rounded 0.86 %; without its death 0.90 % x 80 % = 0.72 %; uncut 1.08 %
    rates = pd.DataFrame({"employer": ["A", "D"], "rate": ["0.72%", "1.08%"]})
    said = {m.employers[0]: m.explanation for m in rf.diagnose(rating, rates).mismatches}
    assert said["A"] == "as if art. 6 (at least up one step) had not been applied"
    assert said["D"] == "as if notice 25 (20% off the floated rate) had not been applied"


def test_a_rule_that_competes_can_be_the_one_that_was_forgotten(policy, book):
    bands = policy.rule.rules[0]
    worse = rf.highest_of(bands, rf.bands("deaths", {"0": -2, "[1, inf)": 2}, clause="art. 8"), clause="art. 4")
    rating = rf.rate(policy.replace(rule=worse >> policy.rule.rules[5] >> rf.base_rate()), book, on="2024-01-01")
    found = rf.diagnose(rating, pd.DataFrame({"employer": ["A"], "rate": ["0.9%"]}))
    assert found.mismatches[0].explanation.startswith("as if art. 8 (0: down two steps; [1, inf): up two steps)")
    assert found.mismatches[0].explanation.endswith("had not been applied")


def test_another_step_is_the_last_guess(policy, book):
    rating = rf.rate(policy, book, on="2024-01-01")
    found = rf.diagnose(rating, pd.DataFrame({"employer": ["F"], "rate": ["0.72%"]}))
    assert found.mismatches[0].explanation == "as if the step had been down one step"
