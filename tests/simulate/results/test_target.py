"""Targets: falls, chances, the break-even and what matters most, on evidence made by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from simulate.results.made import policy, run, totals

from ratefloat.errors import DataError, DefinitionError
from ratefloat.simulate.results.comparison import Comparison
from ratefloat.simulate.results.importance import shares
from ratefloat.simulate.results.target import Target
from ratefloat.simulate.run import PolicyRun, Run

SETS = 20
DRAWN = pd.DataFrame({
    "prevention.elasticity": np.linspace(0.1, 1, SETS), "prevention.uninsured": np.tile([1.0, 2.0], SETS // 2),
})
FALL = Target(fall="10%", of="true injuries per 1000 insured", by_year=1)


def cases(*by_year: object) -> np.ndarray:
    """Cases in one cell of the second group, by year; each a number or one a replicate or set."""
    rows = np.stack(np.broadcast_arrays(*map(np.asarray, by_year)), axis=-1).reshape(-1, len(by_year))
    full = np.zeros((*rows.shape, 2, 3), dtype=np.int64)
    full[:, :, 1, 1] = rows
    return full


def injured(central: np.ndarray, evidence: np.ndarray | None = None) -> PolicyRun:
    none = None if evidence is None else totals(len(evidence), 2, {"heads": 100, "true death": evidence})
    return policy(totals(len(central), 2, {"heads": 100, "true death": central}), none)


def made() -> Run:
    """Central 100 then 90; sets 100 then 100, 99, ..., 81. The flat policy stays at 120."""
    flat = injured(cases([120, 120], 120), cases(np.full(SETS, 120), 120))
    floated = injured(cases([100, 100], [90, 90]), cases(np.full(SETS, 100), 100 - np.arange(SETS)))
    return run({"flat": flat, "floated": floated}, DRAWN)


def test_the_fall_and_its_chance_by_hand() -> None:
    frame = Comparison(made()).chance(FALL).frame.set_index("policy")
    floated = frame.loc["floated"]
    assert floated["fall"] == pytest.approx(0.10)
    assert floated["error"] == 0
    assert floated["met"]
    # Falls of 0, 1, ..., 19 %: ten of twenty reach 10 %.
    assert floated["chance"] == 0.5
    assert floated["chance_error"] == pytest.approx(np.sqrt(0.25 / 20))
    assert (floated["low"], floated["median"], floated["high"]) == pytest.approx((0.0095, 0.095, 0.1805))
    assert floated["sets"] == SETS
    assert frame.loc["flat", "chance"] == 0


def test_against_another_policy_of_the_same_year() -> None:
    frame = Comparison(made()).chance(Target(fall="30%", by_year=1, against="flat")).frame
    assert frame["policy"].tolist() == ["floated"]
    # 90 against 120, and 100 - k against 120: 30 % from k = 16 on.
    assert frame["fall"].tolist() == pytest.approx([0.25])
    assert frame["chance"].tolist() == [0.2]


def test_the_start_is_the_year_before_the_policy_where_the_run_has_it() -> None:
    central = np.concatenate([cases([200, 200], 200), cases([100, 100], 100)], axis=1)
    fill = {"heads": 100, "true death": central[:, [0, 2, 2]]}
    early = run({"made": policy(totals(2, 3, fill))}, before=1)
    chance = Comparison(early).chance(Target(fall="10%", by_year=1))
    assert chance.frame["fall"].tolist() == [0.5]
    assert "the last year before the policy" in str(chance)
    assert "chance unknown: no evidence sets" in str(chance)


def test_where_counts_only_those_employers() -> None:
    chance = Comparison(made()).chance(Target(fall="10%", where="key industries", by_year=1))
    assert chance.frame.set_index("policy").loc["floated", "fall"] == pytest.approx(0.10)
    assert "(key industries)" in str(chance)
    empty = Comparison(made()).chance(Target(fall="10%", where={"risk_class": 2}, by_year=1))
    assert empty.frame["fall"].isna().all()
    assert not empty.frame["met"].any()


def test_sets_too_close_to_call_are_counted() -> None:
    floated = injured(cases([100, 100, 100], [89, 90, 91]), cases(np.full(SETS, 100), 99 - np.arange(SETS)))
    goal = Target(fall="10.5%", by_year=1)
    close = Comparison(run({"floated": floated}, DRAWN)).chance(goal).frame.iloc[0]
    # Error 1 / sqrt(3) of a percent, that of a set of one replicate 1 %. The first replicate (89) is one case below
    # the centre (90), so that sets lie at 0, 1, ..., 19 %: 9, 10, 11 and 12 % are within two points.
    assert close["error"] == pytest.approx(0.01 / np.sqrt(3))
    assert close["set_error"] == pytest.approx(0.01)
    assert close["too_close"] == 4
    assert close["chance"] == 0.45
    # A point more or less, and 10 or 8 of 20 sets would meet it.
    assert close["chance_error"] == pytest.approx(np.hypot(np.sqrt(0.45 * 0.55 / 20), 0.05))


def test_more_replicates_of_a_set_leave_less_noise() -> None:
    floated = injured(cases([100, 100, 100], [89, 90, 91]), cases(np.full(SETS, 300), 300 - 3 * np.arange(SETS)))
    made = run({"floated": floated}, DRAWN, evidence_replicates=3)
    close = Comparison(made).chance(Target(fall="10.5%", by_year=1)).frame.iloc[0]
    assert close["set_error"] == pytest.approx(close["error"]) == pytest.approx(0.01 / np.sqrt(3))
    # Two errors are 1.15 points, one 0.58: 10 and 11 % are too close, and 10 or 8 of 20 sets meet it.
    assert close["too_close"] == 2
    assert close["chance_error"] == pytest.approx(np.hypot(np.sqrt(0.45 * 0.55 / 20), 0.05))


def test_with_one_replicate_the_error_of_a_chance_is_unknown() -> None:
    floated = injured(cases([100], [90]), cases(np.full(SETS, 100), 100 - np.arange(SETS)))
    chance = Comparison(run({"floated": floated}, DRAWN)).chance(FALL)
    assert chance.frame.loc[0, "chance"] == 0.5
    assert chance.frame.loc[0, ["error", "set_error", "chance_error", "too_close"]].isna().all()
    assert "met in 50.0% ± ? of 20 sets" in str(chance)


def test_what_matters_most() -> None:
    found = Comparison(made()).chance(FALL).importance
    floated = found[found["policy"] == "floated"]
    assert floated["parameter"].tolist() == ["prevention.elasticity", "prevention.uninsured"]
    assert floated["rank_correlation"].iloc[0] == pytest.approx(1)
    assert floated["explained"].iloc[0] == pytest.approx(1)
    assert floated["share"].iloc[0] == pytest.approx(1, abs=0.02)
    assert floated["mark"].tolist() == ["S", "U"]
    flat = found[found["policy"] == "flat"]
    assert (flat["share"] == 0).all()


def test_shares_of_independent_parameters_are_their_parts_of_the_variance() -> None:
    # A full grid of two: ranks of x + 2 y on 5 x 5 points; oracle: squared rank correlations of each.
    x, y = (part.ravel().astype(float) for part in np.meshgrid(np.arange(5), np.arange(5)))
    correlation, share = shares(np.column_stack([x, y]), x + 10 * y)
    assert share.tolist() == pytest.approx((correlation**2).tolist())
    assert share[1] > share[0] > 0


def test_break_even_is_found_by_running_again() -> None:
    asked: list[float] = []

    def rerun(values: Mapping[str, float]) -> Run:
        asked.append(values["prevention.elasticity"])
        fall = 1_000_000 * np.exp(-asked[-1] / 10)
        floated = injured(cases([1_000_000] * 2, [int(fall)] * 2))
        slow = injured(cases([1_000_000] * 2, [int(1_000_000 - 100 * asked[-1])] * 2))
        done = injured(cases([1_000_000] * 2, [100] * 2))
        return run({"floated": floated, "slow": slow, "done": done})

    first = rerun({"prevention.elasticity": 0.4})
    found = Comparison(first, rerun=rerun).chance(Target(fall="20%", by_year=1)).break_even().set_index("policy")
    # exp(-e / 10) = 0.8 at e = 10 ln 1.25.
    assert found.loc["floated", "break_even"] == pytest.approx(10 * np.log(1.25), rel=1e-3)
    assert np.isnan(found.loc["slow", "break_even"])
    assert found.loc["slow", "text"].startswith("not met even at 20")
    assert found.loc["done", "break_even"] == 0
    assert len(asked) == len(set(asked)) + 1 and len(asked) < 20


def test_shares_of_alike_parameters_are_split_and_never_negative() -> None:
    x = np.arange(30.0)
    y = x + np.tile([0.0, 4.0], 15)
    _, share = shares(np.column_stack([x, y, np.ones(30)]), x)
    assert share[:2].min() > 0.3
    assert share.sum() == pytest.approx(1)
    assert share[2] == 0


def test_parameters_drawn_together_are_one_row() -> None:
    whole = made()
    sets = DRAWN.assign(**{"hiding.level": -DRAWN["prevention.elasticity"]})
    found = Comparison(replace(whole, sets=sets)).chance(FALL).importance
    floated = found[found["policy"] == "floated"]
    assert floated["parameter"].tolist() == ["prevention.elasticity, hiding.level", "prevention.uninsured"]


@pytest.mark.parametrize(("fields", "message"), [
    ({"fall": "0%"}, "expected above 0% and at most 100%"), ({"fall": "-5%"}, "expected above 0%"),
    ({"fall": "120%"}, "at most 100%"), ({"fall": "20%", "by_year": 0}, "a year after year 0"),
    ({"fall": "20%", "of": "reserve", "where": "key industries"}, "of the whole fund"),
    ({"fall": 0.2}, "float"),
])
def test_targets_that_mean_nothing(fields: dict[str, object], message: str) -> None:
    with pytest.raises(DefinitionError, match=message):
        Target(**fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(("target", "message"), [
    (Target(fall="20%", by_year=2), "the run ends with year 1; expected an earlier year, or run more years"),
    (Target(fall="20%", by_year=1, against="none"), "policy 'none': not in the run"),
])
def test_targets_beyond_the_run(target: Target, message: str) -> None:
    with pytest.raises(DataError, match=message):
        Comparison(made()).chance(target)


def test_a_target_reads_as_words() -> None:
    target = Target(fall="20%", where={"size": "1-9"}, by_year=2, against="flat")
    assert str(target) == "true injuries per 1000 insured (size 1-9): -20% by year 2 against flat"


def test_break_even_refusals() -> None:
    chance = Comparison(made()).chance(FALL)
    with pytest.raises(DataError, match=r"no parameter 'hiding\.x'; expected one of prevention\.elasticity"):
        chance.break_even("hiding.x")
    with pytest.raises(DataError, match="cannot run again"):
        chance.break_even()


def test_unknown_quantity_of_a_target() -> None:
    with pytest.raises(DataError, match="unknown"):
        Target(fall="20%", of="injuries")
