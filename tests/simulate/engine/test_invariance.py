"""What must not change a result: other policies beside, the block size, the order, workers, a break; and nothing
from nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plans.filled import complete
from policy.conftest import city_policy
from simulate.engine.runs import run

import ratefloat as rf
from ratefloat.errors import ConflictError, DataError, UncoveredError
from ratefloat.simulate.behaviour.behaviour import Nothing
from ratefloat.simulate.behaviour.hiding import Hiding
from ratefloat.simulate.behaviour.prevention import Prevention
from ratefloat.simulate.engine import gather
from ratefloat.simulate.portfolio.portfolio import Portfolio
from ratefloat.simulate.response import Response
from ratefloat.simulate.run import Run
from ratefloat.simulate.terms import Terms

CITY = Portfolio.from_aggregates("example-city", employers=300, seed=3)
BOTH = Prevention() + Hiding()
FLAT = rf.load_plan("cn-national-2015-flat")


class Rising(Nothing):
    """Employers whose hazard trebles."""

    def response(self, marginal: Any, outcomes: Any, values: Any) -> Response:
        still = Response.none(len(marginal.cells), len(marginal.levels), len(outcomes))
        return replace(still, target=still.target + np.log(3.0))


RISING = Rising()


def same(one: Run, two: Run, name: str = "it") -> bool:
    a, b = one.policies[name], two.policies[name]
    return all(
        np.array_equal(x, y)
        for x, y in (
            (a.central.sums, b.central.sums), (a.central.moves, b.central.moves),
            (a.evidence.sums, b.evidence.sums), (a.evidence.moves, b.evidence.moves),
        )
    )


@pytest.fixture(scope="module")
def usual() -> Run:
    return run(city_policy(), CITY, behaviour=BOTH, sets=3, replicates=6)


@pytest.mark.parametrize("effort", [{"rows": 200}, {"rows": 400}, {"rows": 1800}, {"workers": 2, "rows": 300}])
def test_blocks_and_workers_change_nothing(usual: Run, effort: dict[str, Any]) -> None:
    assert same(usual, run(city_policy(), CITY, behaviour=BOTH, sets=3, replicates=6, **effort))


def test_a_policy_alone_is_the_policy_in_a_comparison(usual: Run) -> None:
    policies = {"it": city_policy(), "flat": FLAT, "again": city_policy()}
    beside = run(policies, CITY, behaviour=BOTH, sets=3, replicates=6)
    assert same(usual, beside)
    assert same(beside, Run(**{**beside.__dict__, "policies": {"it": beside.policies["again"]}}))


def test_the_first_replicates_do_not_depend_on_how_many_there_are(usual: Run) -> None:
    fewer = run(city_policy(), CITY, behaviour=BOTH, replicates=3)
    assert np.array_equal(fewer.policies["it"].central.sums, usual.policies["it"].central.sums[:3])


@settings(max_examples=4, deadline=None)
@given(chosen=st.sets(st.integers(0, len(CITY) - 1), min_size=1, max_size=40))
def test_employers_have_their_own_luck_in_any_choice(chosen: set[int]) -> None:
    rows = np.asarray(sorted(chosen))
    parts = [rows, np.setdiff1d(np.arange(len(CITY)), rows)]
    small: dict[str, Any] = {"years": 3, "behaviour": Hiding(), "replicates": 2}
    whole = run(city_policy(), CITY, **small).policies["it"].central
    each = [run(city_policy(), CITY.take(part), **small) for part in parts if len(part)]
    summed = sum(one.policies["it"].central.sums.sum(axis=(3, 4)) for one in each)
    assert np.array_equal(summed, whole.sums.sum(axis=(3, 4)))


def test_seeds_differ(usual: Run) -> None:
    other = run(city_policy(), CITY, behaviour=BOTH, replicates=6, seed=8)
    assert not np.array_equal(other.policies["it"].central.sums, usual.policies["it"].central.sums)


def test_without_hiding_every_true_case_is_reported() -> None:
    totals = run(city_policy(), CITY, behaviour=Prevention()).policies["it"].central
    for kind in ("medical only", "no grade", "grade 7 to 10", "grade 1 to 6", "death"):
        assert np.array_equal(totals.measure(f"true {kind}"), totals.measure(f"reported {kind}"))
    assert not totals.measure("hidden").any()


def test_without_response_all_policies_have_the_same_injuries() -> None:
    made = run({"it": city_policy(), "flat": FLAT}, CITY)
    true = [made.policies[name].central.sums[:, :, 9:14].sum(axis=(3, 4)) for name in ("it", "flat")]
    assert np.array_equal(*true)
    still = Prevention(elasticity=0.0)
    unmoved = run({"it": city_policy(), "flat": FLAT}, CITY, behaviour=still)
    assert np.array_equal(unmoved.policies["it"].central.sums, made.policies["it"].central.sums)


def test_nobody_answers_to_a_flat_rate() -> None:
    made = run({"it": FLAT}, CITY, behaviour=Prevention()).policies["it"].central
    assert np.array_equal(made.sums, run(FLAT, CITY).policies["it"].central.sums)


def test_a_run_that_was_broken_off_goes_on(usual: Run, tmp_path: Path) -> None:
    path = tmp_path / "run.npz"
    seen = []

    def stop(done: int, total: int) -> None:
        seen.append(done)
        if done == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(city_policy(), CITY, behaviour=BOTH, sets=3, replicates=6, rows=384, checkpoint=path, progress=stop)
    assert path.exists() and seen == [1, 2, 3, 4, 5]
    counted = []
    resumed = run(
        city_policy(), CITY, behaviour=BOTH, sets=3, replicates=6, rows=384, checkpoint=path,
        progress=lambda done, total: counted.append(done),
    )
    assert counted[0] == 6 and same(usual, resumed) and not path.exists()
    assert resumed.policies["it"].central.labels == usual.policies["it"].central.labels


def test_a_checkpoint_of_another_run_or_a_broken_one_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "run.npz"

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(city_policy(), CITY, checkpoint=path, progress=stop)
    with pytest.raises(ConflictError, match="checkpoint run.npz: of another run"):
        run(city_policy(), CITY, seed=8, checkpoint=path)
    path.write_bytes(b"nothing of the kind")
    with pytest.raises(DataError, match="checkpoint run.npz: cannot be read"):
        run(city_policy(), CITY, checkpoint=path)


def test_a_policy_relative_to_peers_reads_all_employers_of_a_replicate() -> None:
    policy = complete("cn-national-2015").replace(
        indicators={"it": rf.relative(rf.frequency(rf.cases("injury")), to="book mean")},
        rule=rf.bands("it", {"no premium": 0, "[0, 1]": 0, "(1, inf)": +1}, clause="x")
        >> rf.ladder({0: "100%", 1: "120%"}, clause="y") >> rf.base_rate(),
    )
    made = run(policy, CITY, years=3, rows=384)
    assert same(made, run(policy, CITY, years=3, rows=17))
    up = made.policies["it"].central.moves.sum(axis=(2, 3))[:, -3, 1]
    assert (up > 0).all() and len(set(up.tolist())) > 1


@pytest.mark.parametrize(
    ("changed", "error", "message"),
    [
        ({"years": 0}, DataError, "years: 0; expected a whole number, 1 or more"),
        ({"seed": 1.5}, DataError, "seed: 1.5; expected a whole number"),
        ({"behaviour": Prevention}, DataError, "behaviour: "),
        ({"years": 99}, DataError, "years: 99; expected 1 to"),
        ({"replicates": 0}, DataError, "effort: 0 replicates"),
        ({"terms": Terms(first_year=2022)}, UncoveredError, "not in force on 2027|not in force on 2028"),
        ({"terms": Terms(given={"nothing": 1})}, DataError, "'nothing' given but not read"),
        ({"terms": Terms(before=FLAT, on="2022-01-01"), "behaviour": RISING}, DataError, "envelope above"),
    ],
)
def test_impossible_runs_are_refused_before_the_first_draw(
    changed: dict[str, Any], error: type[Exception], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def drawn(*_: object) -> None:
        raise AssertionError("drawn")

    monkeypatch.setattr(gather.Gathered, "_add", drawn)
    with pytest.raises(error, match=message):
        run(city_policy(), CITY, **{"years": 8, **changed})


def test_a_class_that_the_policy_lacks_is_refused_by_name() -> None:
    with pytest.raises(UncoveredError, match="class [2-8]: unknown to policy jp-merit-2004"):
        run(complete("jp-merit-2004"), CITY)


def test_a_window_beyond_the_history_is_refused() -> None:
    short = Portfolio.from_aggregates("example-city", employers=300, seed=3, history=1)
    with pytest.raises(UncoveredError, match="reads 2 years back"):
        run(city_policy(), short)


def test_a_cut_that_depends_on_the_fund_follows_the_fund_of_each_replicate() -> None:
    cut = FLAT.replace(
        indicators={"months": rf.fund_months(date="12-31")},
        rule=FLAT.rule
        >> rf.times("50%", clause="x").when(rf.indicator("months").has_value() & (rf.indicator("months") >= 24)),
        examples=(),
    )
    rich = CITY.replace(fund=replace(CITY.fund, reserve=10 * CITY.fund.reserve))
    poor = CITY.replace(fund=replace(CITY.fund, reserve=0))
    base = run(FLAT, CITY, years=4).policies["it"].central.measure("premium").sum(axis=(2, 3))
    halved, whole = (run(cut, each, years=4).policies["it"].central.measure("premium").sum(axis=(2, 3)) for each in (
        rich, poor
    ))
    assert halved[:, -4:] == pytest.approx(base[:, -4:] / 2, rel=1e-6)
    assert np.array_equal(whole[:, -4], base[:, -4])
    constant = run(cut, rich, years=4, terms=Terms(given={"months": "30"})).policies["it"].central
    assert np.array_equal(constant.measure("premium").sum(axis=(2, 3))[:, -4:], halved[:, -4:])
