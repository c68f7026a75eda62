"""One NCCI split plan as a rule kind of a user's own: it reads numbers, so it runs directly.

M = (Ap + W Ae + (1 - W) Ee + B) / (E + B): primary and excess losses, actual and expected; W and B from step
tables over expected losses (NCCI, Experience Rating Plan, worksheet of 2025; rating values of 2015, G = 11.90).
"""

from __future__ import annotations

from bisect import bisect_right
from fractions import Fraction
from typing import ClassVar

import numpy as np
import pytest

from ratefloat.definition import Definition
from ratefloat.periods import Review, Window
from ratefloat.policy.derive import derive
from ratefloat.policy.document import FloatPolicy
from ratefloat.rules import at_most, base_rate, round_to
from ratefloat.rules.domain import Domain, Integer
from ratefloat.rules.rows import Rows, Stage
from ratefloat.rules.rule import Rule
from ratefloat.rules.values import Values
from ratefloat.tables.base_rates import BaseRateTable
from ratefloat.units import Number, exact
from spike.batch import by_decide, by_kernel, columns_of

LOSSES = ("actual_primary", "actual_excess", "expected_primary", "expected_excess")


class Losses(Definition):
    """Losses of the window in cents, from elsewhere."""

    family: ClassVar[str] = "indicator"
    kind: ClassVar[str] = "losses (spike)"

    def domain(self) -> Domain:
        return Integer(unit="cent")


class SplitPlan(Rule):
    """The modification of a split plan, exact; it stands first and gives a factor."""

    kind: ClassVar[str] = "split_plan (spike)"
    takes: ClassVar[tuple[Stage | None, ...]] = (None,)
    gives: ClassVar[Stage | None] = "factor"

    w: tuple[tuple[int, Number], ...]
    ballast: tuple[tuple[int, Number], ...]

    def apply(self, value: Values | None, rows: Rows) -> Values:
        losses = [rows.column(name).numbers().numbers() for name in LOSSES]
        mods = [self.modification(*(cents / 100 for cents in row)) for row in zip(*losses, strict=True)]
        return rows.at("factor").settle(self, value, Values.of(mods))

    def modification(self, ap: Fraction, ae: Fraction, ep: Fraction, ee: Fraction) -> Fraction:
        """The modification of dollars of loss."""
        w, b = (_row(table, ep + ee) for table in (self.w, self.ballast))
        return (ap + w * ae + (1 - w) * ee + b) / (ep + ee + b)

    def words(self, lang: str, stage: str) -> str:
        return "经验修正系数" if lang == "zh" else "modification of the split plan"


def _row(table: tuple[tuple[int, Fraction], ...], expected: Fraction) -> Fraction:
    return table[bisect_right([start for start, _ in table], expected) - 1][1]


def plan(w: tuple[tuple[int, str], ...], ballast: tuple[tuple[int, str], ...], *, rounded: bool) -> FloatPolicy:
    first: Rule = SplitPlan(w=w, ballast=ballast, clause="formula")
    rule = first >> round_to("1%", clause="two decimals") if rounded else first
    return FloatPolicy(
        id="ncci-spike", title="NCCI split plan", source="Experience Rating Plan", effective="2015-01-01/",
        review=Review(every_years=1, anchor="2015-01-01"), window=Window(months=36, lag_months=12),
        base=BaseRateTable.single("one-class", {1: "2.5%"}, effective="2015-01-01/", source="an illustration"),
        indicators={name: Losses() for name in LOSSES}, rule=rule >> base_rate() >> at_most("50%", clause="a cap"),
    )


# Rows of the tables that the three risks fall into, and the next edges around them.
GEORGIA_W = (
    (0, "14%"), (2_737, "15%"), (7_710, "16%"), (12_802, "17%"), (18_017, "18%"), (19_838, "17%"), (22_436, "16%"),
    (25_986, "15%"), (31_328, "14%"), (41_492, "13%"), (95_347, "14%"),
)
W_2015 = ((0, "4%"), (205_542, "16%"), (230_799, "17%"))
RISKS = {
    # Ap, Ae, Ep, Ee in dollars; W; B; the modification unrounded to six places and as published.
    "NA-01": ((88_100, 75_640, 81_573, 115_498), ((0, "16%"),), ((0, "45900"),), "1.000616", "1.00"),
    "NA-05": ((40_850, 157_050, 12_467, 29_622), GEORGIA_W, ((0, "58190"), (456_450, "64515")), "1.448236", "1.45"),
    "NA-06": ((0, 0, 66_544, 141_406), W_2015, ((0, "49399.18"),), "0.653510", "0.65"),
}


def given(losses: tuple[int, ...]) -> dict[str, int]:
    return {"risk_class": 1, **{name: dollars * 100 for name, dollars in zip(LOSSES, losses, strict=True)}}


@pytest.mark.parametrize("id", RISKS)
def test_published_and_derived_modifications(id: str) -> None:
    losses, w, ballast, unrounded, mod = RISKS[id]
    raw = plan(w, ballast, rounded=False).decide(on="2026-01-01", **given(losses))
    assert raw.factor is not None
    assert f"{float(raw.factor):.6f}" == unrounded
    made = plan(w, ballast, rounded=True).decide(on="2026-01-01", **given(losses))
    assert (made.factor, made.rate) == (exact(mod), exact("2.5%") * exact(mod))
    assert made.clauses[0] == "formula"


def test_what_reads_numbers_is_not_tabulated() -> None:
    _, w, ballast, _, _ = RISKS["NA-05"]
    derived = derive(plan(w, ballast, rounded=True))
    assert derived.links == ()
    assert [part.rule.kind for part in derived.tail] == ["split_plan (spike)", "round_to", "base_rate", "at_most"]


@pytest.mark.parametrize("rounded", [True, False])
def test_a_batch_equals_its_rows_one_by_one(rounded: bool) -> None:
    _, w, ballast, _, _ = RISKS["NA-05"]
    policy = plan(w, ballast, rounded=rounded)
    draw = np.random.default_rng(5)
    rows = [given(tuple(int(x) for x in draw.integers(0, 60_000, 4))) for _ in range(300)]
    rows += [given((0, 0, 1, 0)), given((0, 0, 41_491, 0)), given((0, 0, 41_492, 0)), given((10**9, 0, 2_736, 1))]
    assert by_kernel(policy, "2026-01-01", columns_of(policy, rows), len(rows)) == by_decide(policy, "2026-01-01", rows)


def test_the_step_table_of_w_is_read_at_its_edges() -> None:
    _, w, ballast, _, _ = RISKS["NA-05"]
    split = plan(w, ballast, rounded=False).rule.rules[0]  # type: ignore[union-attr]
    for expected, weight in ((41_491, Fraction(14, 100)), (41_492, Fraction(13, 100)), (95_347, Fraction(14, 100))):
        assert _row(split.w, Fraction(expected)) == weight


def test_a_kind_of_ones_own_reads_back_from_its_document() -> None:
    _, w, ballast, _, _ = RISKS["NA-06"]
    policy = plan(w, ballast, rounded=True)
    assert FloatPolicy.from_json(policy.to_json()) == policy
