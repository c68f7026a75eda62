"""Marginal premiums of cells: those of the actuarial core, for the cases that the agency sees."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from plans.filled import complete
from simulate.engine.runs import run

import ratefloat as rf
from ratefloat.actuarial import Discount, RiskCell, chain, incentive, severity
from ratefloat.actuarial.reading import Reading
from ratefloat.periods import day
from ratefloat.simulate import Hiding, Prevention, Terms
from ratefloat.simulate.marginal import as_reported, marginal, uncharged

LAW = severity({"10000": "1/2", "40000": "1/4", "90000": "1/4"})
SMALL, LARGE = (
    RiskCell(risk_class=risk_class, heads=heads, wage="90000", frequency="12‰", severity=LAW)
    for risk_class, heads in ((4, 20), (5, 400))
)
SHENZHEN, ON, WORTH = complete("cn-shenzhen-2018"), day("2020-03-01"), Discount(1 / 1.04, "claim")


ONCE = np.ones(1)


def readings(*cells: RiskCell) -> list[Reading]:
    return [Reading.of(SHENZHEN, cell, ON, {}) for cell in cells]


def test_a_cell_as_the_agency_sees_it() -> None:
    (seen,) = as_reported([SMALL], np.asarray([[0.5, 1.0, 0.0]]), ONCE)
    # 1/2 x 1/2 and 1/4 of all cases are seen: half of them; of these half have the first outcome
    assert seen.frequency == Fraction(6, 1000)
    assert [outcome.probability for outcome in seen.severity.outcomes] == [Fraction(1, 2), Fraction(1, 2), 0]
    assert as_reported([SMALL], np.ones((1, 3)), ONCE)[0] is SMALL
    assert as_reported([SMALL], np.zeros((1, 3)), ONCE)[0] is SMALL


def test_premiums_are_those_of_the_chain() -> None:
    found = marginal(readings(SMALL, LARGE), before=None, discount=WORTH)
    for number, cell in enumerate((SMALL, LARGE)):
        made = chain(SHENZHEN, cell, on=ON)
        worth = made.one_more_case(discount=1 / 1.04, valued="claim")
        for level, own in zip(made.levels, worth, strict=True):
            assert found.premium[number, found.levels.index(level)] == pytest.approx(own)
        assert found.relative[number, found.levels.index(made.levels[0])] == pytest.approx(0.5)
    assert not found.before.any() and not found.error.any()
    assert found.cost.tolist() == [[10_000, 40_000, 90_000]] * 2
    assert found.chance.tolist() == [[0.5, 0.25, 0.25]] * 2


def test_a_level_that_a_cell_never_reaches_has_the_premium_of_its_step() -> None:
    found = marginal(readings(SMALL, LARGE), before=None, discount=WORTH)
    one, two = (number for number, level in enumerate(found.levels) if level.step == -1)
    assert found.levels[one].rate != found.levels[two].rate
    assert found.premium[0, one].tolist() == found.premium[0, two].tolist()


def test_the_rule_before_counts_on_average_over_its_steps() -> None:
    old = complete("cn-unnamed-a")
    before = [Reading.of(old, SMALL, day("2020-03-01"), {})]
    found = marginal(readings(SMALL), before=before, discount=WORTH)
    frame = incentive(old, SMALL, on=ON, by="claim size", discount=WORTH).frame
    assert found.before[0, 0] == pytest.approx(frame["premium"].to_numpy())


def test_the_same_rule_before_is_compared_step_by_step() -> None:
    found = marginal(readings(SMALL), before=readings(SMALL), discount=WORTH)
    assert (found.before == found.premium).all()
    still = run(SHENZHEN, LARGE, years=4, behaviour=Prevention(aware=1.0), terms=Terms(before=SHENZHEN))
    assert np.array_equal(still.policies["it"].central.sums, run(SHENZHEN, LARGE, years=4).policies["it"].central.sums)


def test_nothing_is_charged_without_a_rule() -> None:
    found = uncharged(readings(SMALL, LARGE))
    assert not found.premium.any() and found.degree.tolist() == [[0.0], [0.0]]


def test_hiding_lowers_what_a_policy_reads_of_a_cell() -> None:
    usual = run(SHENZHEN, LARGE, years=2, behaviour=Prevention()).policies["it"].marginal
    hidden = run(SHENZHEN, LARGE, years=2, behaviour=Prevention() + Hiding()).policies["it"].marginal
    assert usual is not None and hidden is not None
    assert hidden.chance.tolist() == usual.chance.tolist() and hidden.cells == usual.cells == (LARGE,)
    assert not np.allclose(hidden.premium, usual.premium)


def test_the_same_rule_before_and_after_moves_nothing_on_average_and_a_rule_removed_raises_hazards() -> None:
    flat = rf.load_plan("cn-national-2015-flat")
    kept = run(flat, LARGE, years=4, behaviour=Prevention(), terms=Terms(before=flat)).policies["it"].central
    assert np.array_equal(kept.sums, run(flat, LARGE, years=4).policies["it"].central.sums)
    removed = run(flat, LARGE, years=4, behaviour=Prevention(aware=1.0), terms=Terms(before=SHENZHEN))
    true = removed.policies["it"].central.sums[:, :, 9:14].sum(axis=(0, 2, 3, 4))
    assert true[-1] > true[0]
