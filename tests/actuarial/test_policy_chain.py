"""The chain of a policy against worked numbers, published scales, and an enumeration in plain Python."""

from __future__ import annotations

import json
from itertools import product
from math import exp, factorial
from pathlib import Path

import numpy as np
import pytest
from actuarial.laws import FIVE, ON, cell, law, limited, linear, rule_a, rule_b, scale

import ratefloat as rf
from ratefloat.actuarial import RiskCell, chain, severity
from ratefloat.actuarial.build import FINE
from ratefloat.actuarial.grain import scout
from ratefloat.actuarial.lattice import Measures
from ratefloat.actuarial.remember import Plan

REFERENCE = json.loads((Path(__file__).parent / "scales_reference.json").read_text(encoding="utf-8"))
PROBABILITY = [float(p.rstrip("%")) / 100 for p in ("45%", "12%", "20%", "10%", "6%", "3%", "2%", "0.6%", "0.4%", "1%")]


def test_rule_a_has_its_worked_numbers() -> None:
    # Worked independently with a Panjer recursion on the grid of 1,000 yuan; amounts there are in 10,000 yuan.
    made = chain(rule_a(), cell(), on=ON)
    assert made.expected_premium == pytest.approx(176_003.50, abs=0.01)
    assert made.off_balance == pytest.approx(1.124978, abs=1e-6)
    assert made.premium_slope == pytest.approx(6_000_437, abs=1)
    assert made.elasticity == pytest.approx(0.409113, abs=1e-6)
    assert made.stationary.to_numpy() == pytest.approx([0.169329, 0.425075, 0.249642, 0.064638, 0.091317], abs=1e-6)


def test_rule_b_has_its_worked_numbers() -> None:
    made = chain(rule_b(), cell(), on=ON)
    assert made.stationary.to_numpy() == pytest.approx([0.305584, 0.295361, 0.255134, 0.096625, 0.047295], abs=1e-6)
    assert made.expected_premium == pytest.approx(164_559.39, abs=0.01)
    assert made.off_balance == pytest.approx(1.203213, abs=1e-6)
    assert made.premium_slope == pytest.approx(10_489_079, abs=1)
    assert made.elasticity == pytest.approx(0.764885, abs=1e-6)


def test_labels_are_steps_and_rows_are_laws() -> None:
    made = chain(rule_b(), cell(), on=ON)
    assert list(made.transition.index) == list(made.premium.index) == [-2, -1, 0, 1, 2]
    assert made.transition.sum(axis=1).to_numpy() == pytest.approx(np.ones(5))
    assert made.premium.loc[2] == 297_000
    assert made.transition.loc[-2, [1, 2]].to_list() == [0, 0]


@pytest.mark.parametrize(
    ("name", "moves"), [("brazil", {0: -1, **{n: n for n in range(1, 8)}}), ("neg1_top_6", {0: -1, 1: 5})]
)
@pytest.mark.parametrize("frequency", [0.05, 0.1, 0.15])
def test_a_motor_scale_is_a_policy_of_the_same_kind(name: str, moves: dict[int, int], frequency: float) -> None:
    system = REFERENCE["systems"][name]
    made = chain(scale(system["levels"], moves), motorist(str(frequency)), on=ON)
    expected = next(row for row in system["computed_C"] if row["lam"] == frequency)
    assert 100 * made.mean_level == pytest.approx(expected["mean_level"], abs=1e-8)
    assert made.relative_stationary_level == pytest.approx(expected["RSAL"], abs=1e-8)
    assert made.coefficient_of_variation == pytest.approx(expected["CV"], abs=1e-8)
    assert made.elasticity == pytest.approx(expected["elasticity"], abs=1e-8)
    if frequency == 0.1:
        assert made.stationary.to_numpy() == pytest.approx(system["stationary_lambda_0.10_C"], abs=1e-10)


def test_brazil_evolves_as_published() -> None:
    # Loss Data Analytics, edition 2, chapter 15: mean premium and total variation from a uniform start.
    published = REFERENCE["published"]["lda_brazil"]
    made = chain(
        scale(REFERENCE["systems"]["brazil"]["levels"], {0: -1, **{n: n for n in range(1, 8)}}), motorist("0.1"), on=ON
    )
    laws = np.mean([made.transient(years=20, start=step).to_numpy() for step in range(7)], axis=0)
    means = 10 * laws @ np.asarray(REFERENCE["systems"]["brazil"]["levels"])
    assert means[1:].round(1).tolist() == published["evolution_from_uniform_n1_20"]


def motorist(frequency: str) -> RiskCell:
    return cell(1, risk_class=1, frequency=frequency, law=severity({"1000": 1}))


def counted(every: int = 1) -> rf.FloatPolicy:
    """Steps by premium paid per case over two years: everything that overlapping windows can remember."""
    cases = rf.indicator("cases")
    rule = (
        rf.start_from_prior()
        >> rf.move(-1).when(cases.has_value() & (cases < 10)) >> rf.move(1).when(cases.has_value() & (cases > 14))
        >> rf.stay_on_ladder() >> rf.ladder(FIVE) >> rf.base_rate()
    )
    ratio = rf.ratio(rf.benefits(), rf.premium("paid"))
    return law(
        rule, {"cases": ratio}, window=rf.Window(months=24), review=rf.Review(every_years=every, anchor="2016-01-01")
    )


@pytest.mark.parametrize("every", [1, 2, 3])
def test_overlapping_windows_equal_an_enumeration_in_plain_python(every: int) -> None:
    """Cases of 60,000 yuan against premium of 4,950 yuan at 100 %: the state is (cases, step) of each year."""
    made = chain(counted(every), cell(5, law=severity({"60000": 1}), frequency="0.1"), on=ON)
    factors = {-2: 0.5, -1: 0.8, 0: 1.0, 1: 1.2, 2: 1.5}
    chances = [exp(-0.5) * 0.5**n / factorial(n) for n in range(40)]
    laws = {(((n, 0),), 0): p for n, p in enumerate(chances[:25])} if every == 1 else {((), 0): 1.0}
    found = [{0: 1.0}]
    for _ in range(4):
        after: dict[tuple[tuple[tuple[int, int], ...], int], float] = {}
        for (past, step), p in laws.items():
            for new in product(range(5), repeat=min(every, 2)):
                years = (*past, *((n, step) for n in new))[-2:]
                ratio = 60_000 * sum(n for n, _ in years) / sum(4_950 * factors[s] for _, s in years)
                to = max(-2, min(2, step - (ratio < 10) + (ratio > 14)))
                # Four or more cases of a year decide alike: 240,000 of at most 14,850 yuan is above 14.
                weight = [chances[n] if n < 4 else sum(chances[4:]) for n in new]
                key = (years[1:] if every == 1 else (), to)
                after[key] = after.get(key, 0.0) + p * float(np.prod(weight))
        laws = after
        found.append({s: sum(p for (_, to), p in laws.items() if to == s) for s in factors})
    transient = made.transient(years=4 * every)
    for review, expected in enumerate(found):
        for step in made.labels:
            assert transient.loc[review * every, step] == pytest.approx(expected.get(step, 0.0), abs=1e-12)


def test_the_two_ways_to_a_law_without_memory_agree() -> None:
    """Window sums at once, and year by year through the states of overlapping windows."""
    policy, employer = rule_a(window=rf.Window(months=24)), cell(40)
    fast = chain(policy, employer, on=ON)
    grain, levels = scout(fast.reading, Measures.of(fast.reading))
    slow = Plan(fast.reading, grain.lattice(None, FINE), levels, FINE).law()
    assert slow.levels == fast.levels
    assert slow.stationary == pytest.approx(fast.law.stationary, abs=1e-11)
    assert slow.transition == pytest.approx(fast.law.transition, abs=1e-10)
    assert slow.slope == pytest.approx(fast.law.slope, abs=1e-9)
    for valued in ("period start", "claim"):
        exact = fast.one_more_case(valued=valued)  # type: ignore[arg-type]
        followed = slow.one_more_case(fast.premiums, discount(valued))
        assert followed == pytest.approx(exact, rel=1e-7)
        average = fast.law.one_more_on_average(fast.premiums, discount(valued))  # type: ignore[arg-type]
        assert fast.law.stationary @ exact == pytest.approx(average, rel=1e-10)


def discount(valued: str) -> object:
    from ratefloat.actuarial.markov import Discount

    return Discount(1 / 1.04, valued)  # type: ignore[arg-type]


@pytest.mark.parametrize("policy", [rule_a(), rule_b(), limited()], ids=["window", "step", "overlap"])
def test_slopes_are_the_limit_of_differences(policy: rf.FloatPolicy) -> None:
    made = chain(policy, cell(50), on=ON)
    less, more = (made.law.at(made.law.cases * factor).stationary @ made.premiums for factor in (0.999, 1.001))
    assert made.elasticity == pytest.approx((more - less) / 0.002 / made.expected_premium, rel=1e-5)


def test_no_cases_at_all_is_a_certain_way_down() -> None:
    made = chain(limited(), cell(frequency="0"), on=ON)
    assert made.transient(years=3).loc[:, -2].to_list() == [0, 0, 1, 1]
    assert made.elasticity == 0


def test_a_flat_law_has_one_level() -> None:
    made = chain(rf.load_plan("cn-national-2015-flat"), cell(), on=ON)
    assert made.labels == (0,) or len(made.levels) == 1
    assert made.off_balance == 1
    with pytest.raises(rf.DataError, match="the same at every step"):
        _ = made.relative_stationary_level


def test_a_linear_plan_charges_its_expected_ratio() -> None:
    # E[ratio] = 0.012 x 65,100 / (1.1 % x 90,000) = 78.909 %; the factor is linear in it.
    made = chain(linear(), cell(), on=ON)
    z = 594_000 / (594_000 + 1_000_000)
    assert made.mean_level == pytest.approx(1 + z * (0.012 * 65_100 / 990 / 0.79 - 1), abs=1e-8)


def test_convergence_falls_to_nothing() -> None:
    series = chain(rule_b(), cell(), on=ON).convergence(years=30, start=2)
    assert series.iloc[0] == series.iloc[2] > series.iloc[3] > series.iloc[-1]
    assert (series.diff().dropna() <= 0).all() and series.iloc[-1] < 0.01


def test_lattices_on_request() -> None:
    fine, coarse, stepped = (chain(rule_a(), cell(), on=ON, lattice=each) for each in (None, 64, "5000"))
    assert "exact" in fine.lattice and "split" in coarse.lattice and stepped.lattice.startswith("215 cells of 5,000")
    assert coarse.expected_premium == pytest.approx(fine.expected_premium, rel=2e-3)
    # Costs of 8,000 yuan are split between 5,000 and 10,000; the others lie on the lattice.
    assert stepped.expected_premium == pytest.approx(fine.expected_premium, rel=5e-4)
    with pytest.raises(rf.DefinitionError, match="2 or more cells"):
        chain(rule_a(), cell(), on=ON, lattice=1)
    with pytest.raises(rf.DefinitionError, match="step above 0"):
        chain(rule_a(), cell(), on=ON, lattice="0")


def test_nothing_is_nothing_on_any_lattice() -> None:
    """Three years without a case are 0 %, and a case however small beside a cell is not."""
    bands = {"no premium": 0, "0": -2, "(0, 180%]": 0, "(180%, inf)": 2}
    policy = rule_a().replace(rule=rf.bands("ratio", bands) >> rf.ladder(FIVE) >> rf.base_rate())
    for lattice in (None, 8, 64, "50000"):
        made = chain(policy, cell(50), on=ON, lattice=lattice)
        assert made.stationary.loc[-2] == pytest.approx(exp(-1.8), abs=1e-12)


def test_deaths_and_limits_enter_by_the_policy_itself() -> None:
    """A death raises to step 1 at least, and a case counts 50,000 yuan at most."""
    ratio = rf.ratio(rf.benefits(per_claim_at_most="50000"), rf.premium("at base rate"))
    rule = (
        rf.bands("ratio", {"no premium": 0, "[0, 60%]": -1, "(60%, inf)": 0})
        >> rf.at_least(1).when(rf.indicator("deaths") >= 1) >> rf.ladder(FIVE) >> rf.base_rate()
    )
    policy = law(rule, {"ratio": ratio, "deaths": rf.count("death")}, window=rf.Window(months=12))
    outcomes = [
        {"name": "injury", "probability": "90%", "amount": "80000"},
        {"name": "death", "probability": "10%", "amount": "900000", "death": True},
    ]
    employer = cell(100, frequency="10‰").replace(severity={"outcomes": outcomes})
    # 60 % of 99,000 yuan is 59,400: one case of 50,000 stays below, two do not; deaths are Poisson of mean 0.1.
    none = exp(-0.1)
    few = exp(-0.9) * (1 + 0.9)
    made = chain(policy, employer, on=ON)
    assert made.stationary.to_dict() == pytest.approx({-1: none * few, 0: none * (1 - few), 1: 1 - none}, abs=1e-12)


REFUSED = {
    "fund": ({"months": rf.fund_months(date="12-31")}, "months reads records"),
    "past": ({"months": rf.years_since("increase", within=5)}, "months reads records"),
    "trend": ({"months": rf.trend(rf.count("injury"))}, "of the kind 'trend'"),
    "items": ({"months": rf.ratio(rf.benefits(only=["medical"]), rf.premium("paid"))}, "reads the channel"),
    "peers": (
        {"months": rf.relative(rf.frequency(rf.cases("injury")), to="book mean")}, "reads the average of peers"
    ),
    "least": ({"months": rf.least(rf.cases("injury"), years=3)}, "the least of several years"),
    "window": ({"months": rf.count("injury", window=rf.Window(months=18))}, "expected whole years"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_a_cell_does_not_have_is_refused_by_name(case: str) -> None:
    indicators, message = REFUSED[case]
    seen = rf.indicator("months")
    up = rf.move(1).when(seen.has_value() & (seen > 3))
    policy = law(rf.start_from_base() >> up >> rf.ladder(FIVE) >> rf.base_rate(), indicators)
    with pytest.raises(rf.UncoveredError, match=message):
        chain(policy, cell(), on=ON)


def test_constants_are_given_and_told() -> None:
    indicators = {
        "peers": rf.relative(rf.frequency(rf.cases("injury")), to="class mean"), "arrears": rf.flag("arrears"),
    }
    rule = (
        rf.bands("peers", {"no premium": 0, "[0, 1]": -1, "(1, inf)": 1})
        >> rf.no_decrease().when(rf.indicator("arrears")) >> rf.ladder(FIVE) >> rf.base_rate()
    )
    policy = law(rule, indicators, window=rf.Window(months=12))
    made = chain(policy, cell(100, frequency="10‰"), on=ON, given={"peers": "10‰"})
    # 100 heads: at most one case of a year is at most 10 per thousand.
    assert made.stationary.loc[-1] == pytest.approx(2 * exp(-1), abs=1e-12)
    assert "arrears: none throughout" in made.assumptions
    owing = chain(policy, cell(100, frequency="10‰"), on=ON, given={"peers": "10‰", "arrears": True})
    assert owing.labels == (0, 1)
    with pytest.raises(rf.DataError, match="'fund' given but not read"):
        chain(policy, cell(), on=ON, given={"peers": "10‰", "fund": 3})


def test_impossible_questions() -> None:
    with pytest.raises(rf.UncoveredError, match="class 9: unknown to policy made-up"):
        chain(rule_a(), cell(risk_class=9), on=ON)
    with pytest.raises(rf.UncoveredError, match="not in force"):
        chain(rule_a(), cell(), on="2014-01-01")
    with pytest.raises(rf.DefinitionError, match="open holes"):
        chain(rf.load_plan("cn-national-2015"), cell(), on=ON)
    made = chain(rule_b(), cell(), on=ON)
    with pytest.raises(rf.UncoveredError, match="step 7: never reached"):
        made.transient(years=1, start=7)
    with pytest.raises(rf.DataError, match="years: -1"):
        made.transient(years=-1)
    for wrong in (0.0, 1.0, 1.04):
        with pytest.raises(rf.DataError, match="discount"):
            made.one_more_case(discount=wrong)


def test_ever_new_rates_that_are_read_again_are_refused_by_name() -> None:
    from ratefloat.rules.credibility import credibility

    paid = rf.premium("paid")
    rule = credibility("ratio", "premium", expected="79%", k=rf.yuan("1000000"), no_premium="100%") >> rf.base_rate()
    policy = law(rule, {"ratio": rf.ratio(rf.benefits(), paid), "premium": rf.amount(paid)})
    with pytest.raises(rf.UncoveredError, match="more than 1000 rates, each of which the next review reads again"):
        chain(policy, cell(), on=ON)


@pytest.mark.parametrize("heads", [1, 10, 20_000])
@pytest.mark.parametrize("policy", [rule_a(), rule_b(), limited()], ids=["window", "step", "overlap"])
def test_laws_of_any_size_are_laws(policy: rf.FloatPolicy, heads: int) -> None:
    made = chain(policy, cell(heads, law=severity("china")), on=ON)
    assert made.stationary.sum() == pytest.approx(1) and (made.stationary >= -1e-12).all()
    assert made.transient(years=9).sum(axis=1).to_numpy() == pytest.approx(np.ones(10))
    assert 0.5 <= made.mean_level <= 1.5 and made.elasticity >= 0


def test_a_chain_that_does_not_fit_is_refused_by_name() -> None:
    policy = rule_b(review=rf.Review(every_years=1, anchor="2016-01-01"))
    with pytest.raises(rf.UncoveredError, match="take a coarser lattice"):
        chain(policy, cell(), on=ON, lattice=512)
