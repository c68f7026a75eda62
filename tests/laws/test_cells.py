"""Every employer lies in one cell of the derived table, and the cell's representative is decided alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from oracle.reading import contains

from laws.engines import BASE, ON, by_oracle
from laws.profile import law
from laws.rows import IN_FORCE, RATES_BEFORE, Row, columns_of, rows_for
from laws.stand_in import RATIOS
from laws.strategies import policies
from ratefloat.policy.derive import derive
from ratefloat.policy.document import FloatPolicy
from ratefloat.policy.kernel import Kernel
from ratefloat.rules.domain import Cell

SEEDS = st.integers(0, 2**32)


def lies_in(name: str, value: Any, cell: Cell, cells: Sequence[Cell]) -> bool:
    """Whether a value lies in a cell, by the cell's words."""
    if name in RATIOS:
        top, bottom = value
        if bottom == 0:
            return cell.text == ("no premium, benefits" if top else "no premium")
        return "no premium" not in cell.text and contains(cell.text, Fraction(top, bottom))
    if name == "sector":
        named = any(value == other.text for other in cells)
        return cell.text == value if named else " or " in cell.text or "any other" in cell.text or len(cells) == 1
    if cell.interval is not None:
        return cell.interval.holds(value)
    return bool(cell.sample == value)


def as_row_value(name: str, sample: Any) -> Any:
    """The representative of a cell as the value of an employer."""
    if name in RATIOS and not isinstance(sample, tuple):
        return (sample.numerator, sample.denominator)
    return sample


def decided(policy: FloatPolicy, rows: Sequence[Row]) -> list[Any]:
    """What the policy decides; the class only where the policy rates another than the given one."""
    answers = by_oracle(policy, rows)
    if policy.class_rule:
        return list(answers)
    return [answer if isinstance(answer, str) else replace(answer, risk_class=0) for answer in answers]


@law
@given(policies(), SEEDS)
def test_a_row_lies_in_one_cell_and_is_decided_as_its_representative(policy: FloatPolicy, seed: int) -> None:
    kernel = Kernel(derive(policy, ON), BASE, {IN_FORCE: RATES_BEFORE})
    if kernel.direct or len(kernel.links) > 1:
        return
    link = kernel.links[0]
    rows = rows_for(policy, seed, 20)
    representatives: list[Row] = []
    for row in rows:
        stand_in = dict(row)
        for name, cells in zip(link.names, link.cells, strict=True):
            found = [cell for cell in cells if lies_in(name, row[name], cell, cells)]
            assert len(found) == 1, (name, row[name], [cell.text for cell in cells])
            stand_in[name] = as_row_value(name, found[0].sample)
        representatives.append(stand_in)
    assert decided(policy, representatives) == decided(policy, rows)
    steps = policy.structure.domains["prior_step"].values  # type: ignore[attr-defined]
    assert all(row["prior_step"] in steps for row in representatives)


@law
@given(policies(), SEEDS)
def test_inputs_stay_as_they_were(policy: FloatPolicy, seed: int) -> None:
    rows = rows_for(policy, seed)
    given_columns, untouched = columns_of(rows), columns_of(rows)
    for limit in (8, 65_536):
        Kernel(derive(policy, ON, limit=limit), BASE, {IN_FORCE: RATES_BEFORE}).decide(given_columns, len(rows))
    for name, column in given_columns.items():
        before, after = vars(untouched[name]), vars(column)
        assert before.keys() == after.keys()
        assert [str(value) for value in before.values()] == [str(value) for value in after.values()]
