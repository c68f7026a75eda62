"""Frames: every quantity against figures worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from simulate.results.made import LABELS, policy, run, totals

from ratefloat.errors import DataError, ShapeError
from ratefloat.simulate.portfolio.portfolio import Fund
from ratefloat.simulate.results.frames import FIGURES
from ratefloat.simulate.results.projection import Projection
from ratefloat.simulate.totals import MEASURES, Label, Totals

# One replicate, two years; numbers by (group, label). Labels -1, 0, +1 are 50, 100 and 150 % for group 1; group 0 has
# a floor, so that its -1 is 100 % as well.
FILL = {
    "employers": [[[[2, 5, 3], [1, 6, 3]], [[4, 4, 2], [2, 4, 4]]]],
    "heads": [[[[20, 50, 30], [100, 600, 300]], [[40, 40, 20], [200, 400, 400]]]],
    "payroll": [[[[100, 200, 100], [300, 400, 300]], [[200, 200, 100], [300, 400, 400]]]],
    "premium": [[[[1, 2, 3], [4, 10, 6]], [[1, 2, 2], [3, 8, 12]]]],
    "incurred": [[[[0, 1, 2], [3, 4, 5]], [[0, 1, 1], [2, 4, 5]]]],
    "paid": [[[[0, 0, 1], [1, 2, 2]], [[0, 1, 0], [1, 2, 3]]]],
    "fines": [[[[0, 0, 0], [0, 0, 1]], [[0, 0, 0], [0, 0, 2]]]],
    "true medical only": [[[[0, 1, 1], [2, 6, 4]], [[0, 1, 0], [1, 4, 5]]]],
    "true death": [[[[0, 0, 0], [0, 1, 1]], [[0, 0, 0], [0, 0, 1]]]],
    "reported medical only": [[[[0, 1, 0], [1, 4, 3]], [[0, 0, 0], [1, 3, 2]]]],
    "reported death": [[[[0, 0, 0], [0, 1, 1]], [[0, 0, 0], [0, 0, 1]]]],
    "hidden": [[[[0, 0, 1], [1, 2, 2]], [[0, 1, 0], [0, 1, 3]]]],
    "found": [[[[0, 0, 0], [0, 0, 1]], [[0, 0, 0], [0, 0, 0]]]],
    "factor": [[
        [[20_000, 50_000, 45_000], [5_000, 60_000, 45_000]], [[40_000, 40_000, 30_000], [10_000, 40_000, 60_000]],
    ]],
    # The moves below: of group 0 one by 50 points, of group 1 two by 100.
    "change": [[[[0, 0, 0], [0, 0, 0]], [[0, 0, 25_000_000], [200_000_000, 0, 0]]]],
}
# At the review of year 1, of group 0: two from -1 to 0, one from 0 to +1; of group 1: two from +1 to -1.
MOVES = np.zeros((1, 2, 2, 3, 3), dtype=np.int64)
MOVES[0, 1, 0] = [[1, 2, 0], [0, 3, 1], [0, 0, 3]]
MOVES[0, 1, 1] = [[1, 0, 0], [0, 3, 0], [2, 0, 4]]
BY_YEAR = {
    "employers": (20, 20), "insured": (1100, 1100), "payroll": (14.0, 16.0), "true injuries": (16, 12),
    "reported injuries": (11, 7), "true injuries per 1000 insured": (16 / 1.1, 12 / 1.1),
    "reported injuries per 1000 insured": (11 / 1.1, 7 / 1.1), "deaths": (2, 1),
    "deaths per 100000 insured": (200 / 1.1, 100 / 1.1), "hidden cases": (6, 5), "found cases": (1, 0),
    "hidden share": (6 / 16, 5 / 12), "premium": (0.26, 0.28), "benefits incurred": (0.15, 0.13),
    "benefits paid": (0.06, 0.07), "fines": (0.01, 0.02), "incurred ratio": (15 / 26, 13 / 28),
    # Base premium: 1 % of payroll in group 0, 2 % in group 1.
    "off-balance": (26 / (4 + 20), 28 / (5 + 22)),
    "mean factor": ((2 + 5 + 4.5 + 0.5 + 6 + 4.5) / 20, (4 + 4 + 3 + 1 + 4 + 6) / 20), "mean step": (3 / 20, 0.0),
    "share up": (np.nan, 3 / 20), "share down": (np.nan, 2 / 20),
    "volatility": (0.0, np.sqrt((0.25 + 2 * 1) / 20)), "outgo": (0.11, 0.11), "prevention money": (0.02, 0.03),
    # Reserve 100; year 0: + 26 + 1 - 6 - 5 - 2; year 1: + 28 + 2 - 7 - 4 - 3.
    "reserve": (1.14, 1.30), "reserve months": (114 / (11 / 12), 130 / (11 / 12)),
}


@pytest.fixture
def made() -> Projection:
    central = totals(1, 2, FILL, moves=MOVES, spent=[[2, 3]])
    return Projection(run({"made": policy(central)}, fund=Fund(100, (5, 4))))


def test_every_quantity_by_year(made: Projection) -> None:
    found = made.frame()
    assert list(found.columns) == ["policy", "year", "quantity", "unit", *FIGURES]
    assert set(found["quantity"]) == set(BY_YEAR)
    for name, expected in BY_YEAR.items():
        values = found[found["quantity"] == name].sort_values("year")["value"]
        assert values.tolist() == pytest.approx(list(expected), nan_ok=True), name


def test_one_replicate_has_no_error_and_no_sets_no_range(made: Projection) -> None:
    assert made.frame()[["error", "low", "median", "high"]].isna().all().all()


def test_over_all_years_sums_are_added_and_the_reserve_is_the_last(made: Projection) -> None:
    found = made.frame(by=("policy",)).set_index("quantity")["value"]
    assert found["true injuries"] == 28
    assert found["true injuries per 1000 insured"] == pytest.approx(28 / 2.2)
    assert found["reserve"] == pytest.approx(1.30)
    assert found["reserve months"] == pytest.approx(130 / (11 / 12))
    assert found["prevention money"] == pytest.approx(0.05)
    assert found["volatility"] == pytest.approx(np.sqrt(2.25 / 40))
    assert found["outgo"] == pytest.approx(0.22)


@pytest.mark.parametrize(("by", "value", "expected"), [
    ("risk_class", 5, 14 + 11), ("size", "1-9", 3), ("key_industry", "mining", 25), ("step", "+1", 6 + 6),
])
def test_by_group_and_step(made: Projection, by: str, value: object, expected: int) -> None:
    found = made.frame(by=("policy", by))
    one = found[(found[by] == value) & (found["quantity"] == "true injuries")]["value"]
    # Group 1: 14 cases in year 0 (2 + 6 + 4 and 2 deaths), 11 in year 1; step +1: 1 + 5 and 0 + 6.
    assert one.tolist() == [expected]
    assert "reserve" not in set(found["quantity"])


def test_where(made: Projection) -> None:
    key = made.frame(quantities=["insured"], where="key industries")
    assert key["value"].tolist() == [1000, 1000]
    assert made.frame(quantities=["insured"], where={"risk_class": [2]})["value"].tolist() == [100, 100]
    both = {"risk_class": [2, 5], "size": "1-9"}
    assert made.frame(quantities=["insured"], where=both)["value"].tolist() == [100, 100]


def test_counts_per_any_number(made: Projection) -> None:
    found = made.frame(quantities=["true death", "deaths per 1000 employers", "premium per 100 insured"])
    assert found["value"].tolist() == pytest.approx([2, 1, 100, 50, 26 / 1100, 28 / 1100])
    assert found["unit"].tolist()[2:] == ["per 1000 employers"] * 2 + ["CNY per 100 insured"] * 2


def test_years_before_the_policy_are_shown_but_not_added() -> None:
    central = totals(1, 2, FILL, moves=MOVES)
    early = Projection(run({"made": policy(central)}, before=1, fund=Fund(100)))
    assert early.frame(quantities=["reserve"])["year"].tolist() == [-1, 0]
    assert early.frame(quantities=["reserve"])["value"].tolist() == pytest.approx([1.00, 1.00 + 0.28 + 0.02 - 0.07])
    assert early.frame(by=("policy",), quantities=["true injuries"])["value"].tolist() == [12]


def test_the_reserve_is_what_comes_in_less_what_goes_out(made: Projection) -> None:
    at = made.frame().pivot(index="year", columns="quantity", values="value")
    flow = at["premium"] + at["fines"] - at["outgo"] - at["prevention money"]
    assert (1.00 + flow.cumsum()).tolist() == pytest.approx(at["reserve"].tolist())


def test_classes_without_a_base_rate_are_left_out_of_the_mean_factor() -> None:
    factors = np.array(FILL["factor"]) * [[1], [0]]
    changes = np.array(FILL["change"]) * [[1], [0]]
    one = policy(totals(1, 2, {**FILL, "factor": factors, "change": changes}, moves=MOVES))
    bare = Projection(run({"made": replace(one, base=np.array([0.01, np.nan]))}))
    found = bare.frame(quantities=["mean factor", "volatility"]).pivot(index="year", columns="quantity", values="value")
    # Ten employers of group 0 alone.
    assert found["mean factor"].tolist() == pytest.approx([11.5 / 10, 11 / 10])
    assert found["volatility"].tolist() == pytest.approx([0, np.sqrt(0.25 / 10)])
    other = bare.frame(quantities=["mean factor", "volatility"], where={"risk_class": 5})
    assert other["value"].isna().all()


def test_labels_without_steps_stand_in_their_order_and_have_no_mean_step() -> None:
    bare = tuple(Label(None, label.text, None) for label in LABELS)
    central = replace(totals(1, 2, FILL, moves=MOVES), labels=bare)
    one = replace(policy(central), evidence=replace(totals(0, 2, {}), labels=bare))
    found = Projection(run({"made": one})).frame(by=("policy",)).set_index("quantity")["value"]
    assert (found["share up"], found["share down"]) == pytest.approx((3 / 20, 2 / 20))
    assert np.isnan(found["mean step"])
    assert found["mean factor"] == pytest.approx((22.5 + 22) / 40)
    assert found["volatility"] == pytest.approx(np.sqrt(2.25 / 40))


def test_totals_cannot_be_written_to() -> None:
    sums = np.zeros((1, 1, len(MEASURES), 2, 3), dtype=np.int64)
    made = Totals(LABELS, sums, np.zeros((1, 1, 2, 3, 3), dtype=np.int64), np.zeros((1, 1), dtype=np.int64))
    for array in (made.sums, made.moves, made.spent):
        with pytest.raises(ValueError, match="read-only"):
            array[:] = 1
    # Whoever adds up goes on with his own.
    assert sums.flags.writeable


def test_error_of_a_mean_is_the_standard_error() -> None:
    heads = np.full((4, 1, 1, 1), 10)
    cases = np.array([1, 3, 2, 6]).reshape(4, 1, 1, 1)
    found = Projection(run({"made": policy(totals(4, 1, {"heads": heads, "true death": cases}))})).frame()
    one = found.set_index("quantity").loc["deaths"]
    # Six cells in each replicate: 6, 18, 12, 36; mean 18, variance (144 + 0 + 36 + 324) / 3, over 4.
    assert one["value"] == 18
    assert one["error"] == pytest.approx(np.sqrt(504 / 3 / 4))
    assert found.set_index("quantity").loc["insured", "error"] == 0


def test_error_of_a_ratio_is_the_jackknife() -> None:
    fill = {"heads": np.array([10, 30]).reshape(2, 1, 1, 1), "true death": np.array([1, 2]).reshape(2, 1, 1, 1)}
    found = Projection(run({"made": policy(totals(2, 1, fill))})).frame().set_index("quantity")
    one = found.loc["deaths per 100000 insured"]
    # Without the first 2/30, without the second 1/10; two values: half their distance.
    assert one["value"] == pytest.approx(100_000 * 3 / 40)
    assert one["error"] == pytest.approx(100_000 * (1 / 10 - 1 / 15) / 2)


def test_range_is_over_sets_on_the_luck_of_the_central_run() -> None:
    central = totals(3, 1, {"heads": 10, "true death": np.array([5, 1, 3]).reshape(3, 1, 1, 1)})
    # 21 sets of one replicate: that of the central run (5 in each cell) less 0, 1, ..., 20 hundredths of 100.
    sets = totals(21, 1, {"heads": 10, "true death": (5 + np.arange(21)).reshape(21, 1, 1, 1)})
    drawn = pd.DataFrame({"prevention.elasticity": np.linspace(0, 1, 21)})
    found = Projection(run({"made": policy(central, sets)}, drawn)).frame(quantities=["deaths"]).iloc[0]
    # Central 6 x 3 = 18; sets lie 6 x (0, ..., 20) above it.
    assert (found["low"], found["median"], found["high"]) == pytest.approx((18 + 6, 18 + 60, 18 + 114))


def test_sets_are_sums_of_their_replicates() -> None:
    central = totals(2, 1, {"heads": 10, "true death": np.array([1, 3]).reshape(2, 1, 1, 1)}, spent=4)
    sets = totals(2, 1, {"heads": 20, "true death": 4}, spent=8)
    drawn = pd.DataFrame({"prevention.elasticity": [0.1, 0.2]})
    made = Projection(run({"made": policy(central, sets)}, drawn, evidence_replicates=2, fund=Fund(100, (1,))))
    found = made.frame().set_index("quantity")
    for name in ("deaths", "insured", "prevention money", "reserve"):
        assert found.loc[name, "low"] == found.loc[name, "high"] == pytest.approx(found.loc[name, "value"]), name


@pytest.mark.parametrize(("arguments", "message"), [
    ({"quantities": ["true injurys"]}, "did you mean 'true injuries'"),
    ({"quantities": ["hidden share per 1000 insured"]}, "unknown; expected one of"),
    ({"quantities": ["reserve"], "by": ("policy", "size")}, "of the whole fund"),
    ({"quantities": ["reserve"], "where": "key industries"}, "of the whole fund"),
    ({"by": ("policy", "colour")}, "no column 'colour'; expected one of risk_class, size, key_industry"),
    ({"where": {"colour": 1}}, "no column 'colour'"),
    ({"where": {"risk_class": 9}}, "no group has risk_class 9; expected one of"),
    ({"where": "mining"}, "expected \"key industries\" or a mapping"),
])
def test_refusals(made: Projection, arguments: dict[str, object], message: str) -> None:
    with pytest.raises(DataError, match=message):
        made.frame(**arguments)  # type: ignore[arg-type]


def test_policies_are_never_added() -> None:
    one = policy(totals(1, 2, FILL))
    with pytest.raises(DataError, match="2 policies; expected 'policy' among them"):
        Projection(run({"a": one, "b": one})).frame(by=("year",))


def test_totals_of_another_shape_are_refused() -> None:
    with pytest.raises(ShapeError, match="policy 'made', central run: sums of shape"):
        run({"made": policy(totals(1, 2, FILL))}, replicates=2)
