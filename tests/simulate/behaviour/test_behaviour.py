"""Composition, parameters and their sources, the lighter channels."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from simulate.behaviour.marginals import OUTCOMES, marginal

import ratefloat.simulate as simulate
from ratefloat.errors import ConflictError, DataError, DefinitionError
from ratefloat.simulate.behaviour.behaviour import Behaviour

CHANNELS = (
    simulate.Prevention(), simulate.Hiding(), simulate.Underdeclaration(), simulate.PreventionMoney(),
    simulate.Inspection(),
)


def full(*channels: Behaviour) -> Behaviour:
    joined: Behaviour = simulate.Nothing()
    for channel in channels:
        joined = joined + channel
    return joined


def test_the_order_of_channels_does_not_matter() -> None:
    first = full(*CHANNELS)
    made = marginal([0.2, 0.5, 0.9], 0.1)
    expected = first.response(made, OUTCOMES, first.central())
    for order in list(permutations(CHANNELS))[::17]:
        other = full(*order)
        assert other == first and repr(other) == repr(first) and list(other.central()) == list(first.central())
        found = other.response(made, OUTCOMES, other.central())
        for name, value in vars(expected).items():
            assert np.array_equal(getattr(found, name), value), name


def test_each_channel_alone_says_what_it_says_with_the_others() -> None:
    prevention, hiding = simulate.Prevention(), simulate.Hiding()
    made, both = marginal([0.2, 0.5, 0.9]), prevention + hiding
    found = both.response(made, OUTCOMES, both.central())
    assert np.array_equal(found.target, prevention.response(made, OUTCOMES, prevention.central()).target)
    assert np.array_equal(found.report, hiding.response(made, OUTCOMES, hiding.central()).report)


def test_nothing_is_nothing() -> None:
    nothing = simulate.Nothing()
    found = nothing.response(marginal(0.7), OUTCOMES, {})
    assert not found.target.any() and not found.relabel.any() and not found.unaware.any()
    assert (found.report == 1).all() and (found.declared == 1).all()
    assert (found.found, found.fine, found.money, found.yield_) == (0, 0, 0, 0)
    assert nothing + simulate.Prevention() == simulate.Prevention() + nothing == simulate.Prevention()
    assert repr(nothing) == "Nothing()"


def test_each_channel_once_and_one_word_on_reports() -> None:
    with pytest.raises(ConflictError, match=r"Prevention\(lag=1\) beside Prevention\(\); expected each channel once"):
        simulate.Prevention() + simulate.Prevention(lag=1)
    with pytest.raises(ConflictError, match=r"Hiding\(\) and RationalHiding\(\) both say what is reported"):
        simulate.Hiding() + simulate.Inspection() + simulate.RationalHiding()
    with pytest.raises(TypeError):
        simulate.Hiding() + 1  # type: ignore[operator]


def test_no_number_without_a_source() -> None:
    table = full(*CHANNELS).table()
    assert list(table.columns) == ["parameter", "low", "central", "high", "mark", "source"]
    assert list(table["parameter"]) == list(full(*CHANNELS).parameters())
    assert (table["source"].str.len() > 10).all() and set(table["mark"]) <= {"S", "K", "C", "U"}
    assert set(simulate.Prevention(lag=1).table().query("parameter == 'prevention.lag'")["mark"]) == {"given"}


def test_facts_of_reporting() -> None:
    table = simulate.Hiding().table().set_index("parameter")[["low", "central", "high"]]
    assert table.loc["hiding.baseline.medical only"].tolist() == [0.40, 0.55, 0.75]
    assert table.loc["hiding.baseline.no grade"].tolist() == [0.60, 0.70, 0.85]
    assert table.loc["hiding.baseline.grade 7 to 10"].tolist() == [0.80, 0.92, 0.98]
    assert table.loc["hiding.baseline.grade 1 to 6"].tolist() == [0.95, 0.995, 1]
    assert table.loc["hiding.slope.medical only"].tolist() == [-0.1, -0.3, -0.6]
    assert table.loc["hiding.slope.no grade"].tolist() == [-0.05, -0.15, -0.3]
    assert table.loc["hiding.slope.grade 7 to 10"].tolist() == [-0.02, -0.05, -0.15]
    assert table.loc["hiding.slope.grade 1 to 6"].tolist() == [0, 0, -0.02]


def test_underdeclared_payroll_by_hand() -> None:
    part = simulate.Underdeclaration(base=0.9, elasticity=0.5)
    made = marginal(0, relative=(0.0, 0.25, 1.0, 4.0, 1e6))
    declared = part.response(made, OUTCOMES, part.central()).declared[0]
    assert declared == pytest.approx([1, 1, 0.9, 0.45, 0.1])


def test_prevention_money_has_its_legal_bound() -> None:
    part = simulate.PreventionMoney(share=0.03, yields=0.02)
    found = part.response(marginal(0), OUTCOMES, part.central())
    assert (found.money, found.yield_) == (0.03, 0.02)
    with pytest.raises(DefinitionError, match=r"prevention money.share: .* expected values from 0 to 0.05"):
        simulate.PreventionMoney(share=0.06)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({}, "values: no 'inspection.found'; expected inspection.found, inspection.fine"),
        ({"inspection.found": 0.1, "inspection.fine": 1, "lag": 2}, "values: unknown 'lag'"),
        ({"inspection.found": 1.1, "inspection.fine": 1}, "values: inspection.found 1.1; expected 0 to 1"),
    ],
)
def test_values_that_do_not_fit_are_refused(values: dict[str, float], message: str) -> None:
    with pytest.raises(DataError, match=message):
        simulate.Inspection().response(marginal(0), OUTCOMES, values)


def test_outcomes_must_fit_the_premiums() -> None:
    with pytest.raises(DataError, match="response: 4 outcomes for 5 in the premiums"):
        simulate.Hiding().response(marginal(0), OUTCOMES[:4], simulate.Hiding().central())
