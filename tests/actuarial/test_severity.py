"""Outcomes of a case and risk cells: statutory sums by hand, exact numbers, refusals."""

from __future__ import annotations

from fractions import Fraction

import pytest

import ratefloat as rf
from ratefloat.actuarial import Outcome, RiskCell, Severity, severity

WAGE = Fraction(90_000)


def test_chinese_lump_sums_are_months_of_wage() -> None:
    """7 months of 7,500 yuan for grade 10, 27 for grade 1; death 20 x 51,821 and a funeral of 6 months."""
    none = dict.fromkeys(["no grade", *(f"grade {g}" for g in range(1, 11)), "death"], "0")
    law = severity("china", medical=none, year=2024)
    costs = dict(zip((o.name for o in law.outcomes), law.costs(WAGE), strict=True))
    assert costs["no grade"] == 0
    assert costs["grade 10"] == 5_250_000 and costs["grade 1"] == 20_250_000
    assert costs["death"] == 100 * (20 * 51_821 + 45_000)
    assert len(law.outcomes) == 12 and sum(o.probability for o in law.outcomes) == 1


def test_wages_count_within_60_and_300_percent_of_the_local_one() -> None:
    law = severity("china", local_wage="120000")
    grade_10 = law.outcomes[1]
    assert law.costs(Fraction(60_000))[1] == 100 * (grade_10.amount + 7 * 6_000)
    assert law.costs(Fraction(480_000))[1] == 100 * (grade_10.amount + 7 * 30_000)
    assert law.costs(Fraction(60_000))[-1] == 100 * (law.outcomes[-1].amount + 6 * 10_000)


def test_guesses_are_named_as_such() -> None:
    notes = severity("china").notes
    assert "shares of outcomes: an illustration [U], no table was found" in notes
    assert "cost of treatment: an illustration [U]" in notes
    shares = dict.fromkeys([f"grade {g}" for g in range(1, 11)], "1%") | {"no grade": "85%", "death": "5%"}
    own = severity("china", shares=shares)
    assert not any("shares" in note for note in own.notes)
    assert own.outcomes[-1].mark == "treatment U; lump sum S, K"


def test_costs_are_rounded_half_up_to_minor_units() -> None:
    law = Severity(outcomes=[Outcome(name="x", probability=1, amount="0.005")])
    assert law.costs(WAGE) == (1,)


def test_a_cell_and_its_severity_read_back_from_json() -> None:
    cell = RiskCell(risk_class=5, heads=30, wage="90000", frequency="12‰", severity=severity("china"))
    document = cell.model_dump(mode="json")
    del document["kind"]
    again = RiskCell(**_plain(document))
    assert again == cell and again.cases == Fraction(9, 25)


def _plain(node: object) -> object:
    if isinstance(node, dict):
        return {name: _plain(child) for name, child in node.items() if name != "kind"}
    return [_plain(child) for child in node] if isinstance(node, list) else node


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: severity({"8000": "60%"}), "add up to 60%; expected 100%"),
        (lambda: severity({8000: 0.5, 9000: 0.5}), "expected an exact number"),
        (lambda: severity("france"), "unknown"),
        (lambda: severity("china", shares="guess"), "shares 'guess': unknown"),
        (lambda: severity("china", medical={"death": 1}), "missing"),
        (lambda: Outcome(name="x", probability=2), "expected 0 to 1"),
        (lambda: Outcome(name="x", probability=1, amount=-1), "a negative cost"),
        (lambda: Outcome(name="x", probability=1, grade=11), "less than or equal to 10"),
        (lambda: Outcome(name="x", probability=1, grade=1, death=True), "a death with grade 1"),
        (lambda: Severity(outcomes=[Outcome(name="x", probability="50%")] * 2), "stands twice"),
        (lambda: Severity(outcomes=[Outcome(name="x", probability=1)], local_wage=0), "local wage 0"),
        (lambda: small(wage="0"), "wage 0; expected above 0"),
        (lambda: small(frequency="-1‰"), "frequency -1/1000"),
        (lambda: small(heads=0), "greater than or equal to 1"),
        (lambda: small(risk_class=0), "greater than or equal to 1"),
    ],
)
def test_impossible_numbers(build: object, message: str) -> None:
    with pytest.raises(rf.DefinitionError, match=message):
        build()  # type: ignore[operator]


def test_a_year_without_a_death_grant() -> None:
    with pytest.raises(rf.UncoveredError, match="death grant of 2017: unknown; expected a year from 2018 to 2025"):
        severity("china", year=2017)


def small(**changes: object) -> RiskCell:
    return RiskCell(
        **({"risk_class": 1, "heads": 1, "wage": 1, "frequency": 0, "severity": severity({"1": 1})} | changes)
    )
