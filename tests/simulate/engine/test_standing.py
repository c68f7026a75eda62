"""Who is there and what is known: employers who leave or come, recognised cases, peers, limits."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from plans.filled import complete
from policy.conftest import city_policy
from simulate.engine.runs import run
from simulate.engine.test_answers import Answering

import ratefloat as rf
from ratefloat.actuarial import RiskCell, severity
from ratefloat.errors import DataError, UncoveredError
from ratefloat.simulate.behaviour.hiding import Hiding
from ratefloat.simulate.behaviour.prevention import Prevention
from ratefloat.simulate.portfolio.portfolio import Payment, Portfolio
from ratefloat.simulate.terms import Terms
from ratefloat.simulate.totals import REPORTED, TRUE

FLAT = rf.load_plan("cn-national-2015-flat")
CITY = Portfolio.from_aggregates("example-city", employers=600, seed=3)


def test_an_employer_who_has_left_stops_nobody() -> None:
    terms = Terms(given={"years_over_since_award": 0})
    found = run(complete("cn-hainan-2016"), CITY, years=3, terms=terms).policies["it"].central
    assert found.measure("employers").sum() > 0


def test_newcomers_have_not_answered_before_they_came() -> None:
    cell = RiskCell(risk_class=4, heads=100, wage="90000", frequency="20‰", severity=severity({"30000": 1}))
    late = Portfolio.from_cell(cell, employers=4_000, years=5)
    late = late.replace(first=np.full(4_000, 3, dtype=np.int16))
    fall = np.log(0.25)
    made = run(
        FLAT, late, years=5, replicates=4,
        behaviour=Answering(lambda r: replace(r, target=r.target + fall, unaware=r.unaware + fall, speed=0.5)),
    ).policies["it"].central
    true = made.measure(*TRUE).sum(axis=(0, 2, 3))[-2:]
    expected = 4_000 * 4 * 2.0 * np.exp(fall * np.asarray([0.5, 0.75]))
    assert (np.abs(true - expected) < 4 * np.sqrt(expected)).all()


def test_recognised_cases_are_those_of_the_figures_whatever_is_hidden() -> None:
    def recognised(behaviour: object) -> tuple[float, float]:
        found = run(FLAT, CITY, years=2, behaviour=behaviour, replicates=40).policies["it"].central  # type: ignore[arg-type]
        return tuple(float(found.measure(*names)[:, :3].sum()) for names in (REPORTED, TRUE))  # type: ignore[return-value]

    usual, true = recognised(Prevention() + Hiding())
    honest, all_of_them = recognised(Prevention())
    hiding, more = recognised(Prevention() + Hiding(baseline=0.75))
    assert honest == all_of_them
    assert true > all_of_them and more > true * 0.95
    for other in (honest, hiding):
        assert abs(other - usual) < 4 * np.sqrt(2 * usual)


def test_hazards_beyond_the_envelope_for_want_of_reports_are_refused() -> None:
    with pytest.raises(DataError, match="envelope above"):
        run(FLAT, CITY, years=2, behaviour=Hiding(baseline=0.4))


def test_a_rule_relative_to_peers_is_answered() -> None:
    policy = complete("cn-national-2015").replace(
        review=rf.Review(every_years=1, anchor="2016-01-01"), window=rf.Window(months=12),
        indicators={"it": rf.relative(rf.frequency(rf.cases("injury")), to="book mean")},
        rule=rf.bands("it", {"no premium": 0, "[0, 1]": -1, "(1, inf)": +1}, clause="x")
        >> rf.ladder({-1: "80%", 0: "100%", 1: "150%"}, clause="y") >> rf.base_rate(),
    )
    found = run(policy, CITY, years=2, behaviour=Prevention()).policies["it"].marginal
    assert found is not None
    # An employer of middling size whose one more case puts it above the average pays 70 % of a premium more.
    assert found.degree.max() > 0.05


def test_limits_that_can_not_be_followed_are_refused() -> None:
    policy = city_policy().replace(indicators={
        "loss_ratio": rf.ratio(rf.benefits(per_claim_at_most=100_000), rf.premium("paid")),
        "deaths": rf.count("death"), "insured_months": rf.insured_months(), "arrears": rf.flag("arrears"),
    })
    with pytest.raises(UncoveredError, match="a limit per claim, and cases are paid over years"):
        run(policy, CITY, years=2)
    assert run(policy, CITY.replace(payment=Payment()), years=2).policies["it"].central.measure("premium").sum() > 0


def test_found_cases_count_from_the_first_year_on() -> None:
    cell = RiskCell(risk_class=4, heads=100, wage="90000", frequency="20‰", severity=severity({"30000": 1}))
    made = run(FLAT, cell, years=2, behaviour=Answering(lambda r: replace(r, report=r.report * 0.5, found=0.5)))
    found = made.policies["it"].central.measure("found").sum(axis=(0, 2, 3))
    assert not found[:-2].any() and (found[-2:] > 0).all()


def test_years_beyond_a_dated_base_table_are_refused_before_the_first_draw(monkeypatch: pytest.MonkeyPatch) -> None:
    from ratefloat.simulate.engine import gather
    from ratefloat.tables.base_rates import BaseRateTable

    def drawn(*_: object) -> None:
        raise AssertionError("drawn")

    rates = {risk_class: f"{risk_class}.0%" for risk_class in range(1, 9)}
    table = BaseRateTable.single("made up", rates, effective="2016-01-01/2019-01-01", source="none")
    policy = FLAT.replace(base=table, examples=())
    within = run(policy, CITY, years=3, terms=Terms(on="2016-01-01", first_year=2016))
    assert within.policies["it"].central.measure("premium").sum() > 0
    monkeypatch.setattr(gather.Gathered, "_add", drawn)
    with pytest.raises(UncoveredError, match="2019-01-01"):
        run(policy, CITY, years=4, terms=Terms(on="2016-01-01", first_year=2016))
