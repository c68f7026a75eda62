"""Later premium of one more case: worked numbers, a rule of thumb, and histories on common luck."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib
import numpy as np
import pytest
from actuarial.laws import FIVE, ON, SIZES, cell, law, limited, linear, rule_a, rule_b
from policy.conftest import city_policy

import ratefloat as rf
from ratefloat.actuarial import Discount, Simulate, chain, incentive, severity
from ratefloat.actuarial.histories import simulate_one_more_case
from ratefloat.actuarial.reading import Reading
from ratefloat.periods import day

V = 1 / 1.04


def test_rule_a_by_size_of_claim_has_its_worked_numbers() -> None:
    frame = incentive(rule_a(), cell(), on=ON).frame.set_index("outcome")
    worked = {"8000": 4066, "70000": 33_533, "120000": 54_929, "250000": 102_833, "1150000": 335_776}
    for size, premium in worked.items():
        assert frame.loc[size, "premium"] == pytest.approx(premium, abs=0.6)
    assert (frame["method"] == "exact").all() and (frame["error"] == 0).all()
    whole = incentive(rule_a(), cell(), on=ON, by="size").frame.iloc[0]
    assert whole["premium"] == pytest.approx(27_752.93, abs=0.01)
    assert whole["per_yuan"] == pytest.approx(0.426312, abs=1e-6)


def test_rule_b_by_step_has_its_worked_numbers() -> None:
    frame = incentive(rule_b(), cell(), on=ON, by="step").frame.set_index("step")
    assert frame["premium"].to_list() == pytest.approx([34_067.1, 38_147.2, 48_361.1, 45_938.7, 42_226.2], abs=0.06)
    whole = incentive(rule_b(), cell(), on=ON, by="size").frame.iloc[0]
    assert whole["premium"] == pytest.approx(40_452.07, abs=0.01)
    assert whole["per_yuan"] == pytest.approx(0.621384, abs=1e-6)


def test_all_is_averaged_to_steps_and_sizes() -> None:
    made = incentive(rule_b(), cell(), on=ON, by="all")
    rows = made.frame
    assert len(rows) == 5 * len(SIZES) and rows["share"].sum() == pytest.approx(1)
    whole = made.table("size").iloc[0]
    assert (rows["share"] * rows["premium"]).sum() == pytest.approx(whole["premium"])


@pytest.mark.parametrize("heads", [20, 200, 2000])
def test_a_linear_plan_is_its_credibility(heads: int) -> None:
    """A yuan of claim raises three premiums by Z / (3 x 79 %) each, discounted, whatever the claim."""
    frame = incentive(linear(), cell(heads), on=ON).frame
    weight = 3 * 990 * heads
    rho = weight / (weight + 1_000_000) / 0.79 / 3 * (V + V**2 + V**3)
    assert frame["per_yuan"].to_list() == pytest.approx([rho] * len(SIZES), rel=1e-7)


def test_incentive_is_hump_shaped_in_size_for_bands_and_rises_for_a_linear_plan() -> None:
    sizes = (5, 20, 100, 1000, 10_000)
    cells = [cell(heads, law=severity("china")) for heads in sizes]
    bands = incentive(rule_a(), cells, on=ON, by="size").frame["per_yuan"].to_numpy()
    top = int(bands.argmax())
    assert 0 < top < len(sizes) - 1
    assert (np.diff(bands[: top + 1]) > 0).all() and (np.diff(bands[top:]) < 0).all()
    straight = incentive(linear(), [cell(heads) for heads in sizes[:4]], on=ON, by="size").frame["per_yuan"]
    assert (straight.diff().dropna() > 0).all()


def test_a_flat_law_gives_no_incentive() -> None:
    frame = incentive(rf.load_plan("cn-national-2015-flat"), cell(), on=ON, by="size").frame
    assert frame["premium"].to_list() == [0]


@pytest.mark.parametrize("valued", ["period start", "claim"])
@pytest.mark.parametrize(
    "policy",
    [rule_a(), rule_b(), limited(), rule_b(review=rf.Review(every_years=2, anchor="2016-01-01"))],
    ids=["window", "step", "overlap", "every second year of three"],
)
def test_histories_on_common_luck_agree_with_the_exact_law(policy: rf.FloatPolicy, valued: str) -> None:
    employer = cell(60, law=severity({"20000": "70%", "300000": "30%"}))
    made = chain(policy, employer, on=ON)
    exact = made.one_more_case(discount=V, valued=valued)  # type: ignore[arg-type]
    reading = Reading.of(policy, employer, day(ON), {})
    worth = Discount(V, valued)  # type: ignore[arg-type]
    found = simulate_one_more_case(reading, worth, employers=3000, seed=7)
    assert found.levels == made.levels
    shares = made.law.stationary
    pooled = np.sqrt(found.shares**2 @ found.error**2)
    assert (np.abs(shares @ exact - found.shares @ found.worth) < 4 * pooled).all()
    # A level that hardly anybody was on may have seen no difference at all, and then shows no error.
    assert (np.abs(exact - found.worth) < 4.5 * found.error + 300).all()


def test_a_law_without_an_exact_one_is_simulated_with_its_error() -> None:
    rule = rf.bands("trend", {"no premium": 0, "[0, 100%]": -1, "(100%, inf)": 1}) >> rf.ladder(FIVE) >> rf.base_rate()
    trend = rf.trend(rf.count("injury", window=rf.Window(months=12)))
    policy = law(rule, {"trend": trend}, window=rf.Window(months=12))
    employer = cell(100, law=severity({"30000": 1}))
    with pytest.raises(rf.DataError, match=r"expected simulated=Simulate\(employers=..., seed=...\)"):
        incentive(policy, employer, on=ON, by="size")
    found = incentive(policy, employer, on=ON, by="size", simulated=Simulate(employers=400, seed=5))
    assert found.assumptions[0] == "simulated: 400 employers, seed 5"
    frame = found.frame
    assert frame["method"].to_list() == ["simulated"]
    # More cases in a year worsen this trend and better the next: the two almost cancel.
    row = frame.iloc[0]
    assert row["error"] > 0 and abs(row["premium"]) < 99_000 * 0.4


def test_deaths_cost_more_than_their_money_says() -> None:
    """The example city raises whoever had a death; small employers feel it as a step of its own."""
    outcomes = [
        {"name": "injury", "probability": "90%", "amount": "20000"},
        {"name": "death", "probability": "10%", "amount": "20000", "death": True},
    ]
    employer = cell(100).replace(severity={"outcomes": outcomes})
    frame = incentive(city_policy(), employer, on="2024-01-01").frame.set_index("outcome")
    assert frame.loc["death", "premium"] > 2 * frame.loc["injury", "premium"] > 0


def test_what_can_not_be_asked() -> None:
    empty: Sequence[object] = []
    with pytest.raises(rf.DataError, match="0 cells"):
        incentive(rule_a(), empty, on=ON)  # type: ignore[arg-type]
    with pytest.raises(rf.DataError, match="expected cells, by claim size"):
        incentive(rule_a(), cell(), on=ON, by="luck")  # type: ignore[arg-type]
    with pytest.raises(rf.DataError, match="expected 'period start' or 'claim'"):
        incentive(rule_a(), cell(), on=ON, discount=Discount(1 / 1.04, "later"))  # type: ignore[arg-type]
    seen = rf.bands("fund", {"[0, 9]": 0, "(9, inf)": -1, "no premium": 0})
    funded = law(seen >> rf.ladder(FIVE) >> rf.base_rate(), {"fund": rf.fund_months(date="12-31")})
    with pytest.raises(rf.UncoveredError, match="reads records"):
        incentive(funded, cell(), on=ON)


@pytest.mark.parametrize(
    ("by", "x"), [("claim size", "cost of the case, yuan"), ("size", "heads"), ("step", "step in force")]
)
def test_plots_have_a_line_for_each_cell(by: str, x: str) -> None:
    matplotlib.use("Agg")
    from matplotlib import pyplot as plt

    axes = incentive(rule_b(), [cell(50), cell(200)], on=ON, by=by).plot()  # type: ignore[arg-type]
    assert axes.get_xlabel() == x
    assert len(axes.containers) == (1 if by == "size" else 2)
    plt.close("all")
