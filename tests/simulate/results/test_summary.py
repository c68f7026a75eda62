"""The summary: every figure beside its error and its range, and what a reader must know."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from simulate.results.made import PARAMETERS, policy, run, totals

from ratefloat.simulate.portfolio.portfolio import Fund
from ratefloat.simulate.results.comparison import Comparison
from ratefloat.simulate.results.projection import Projection
from ratefloat.simulate.results.summary import SHOWN
from ratefloat.simulate.run import Run

FIGURE = re.compile(r"^-?[\d.,]+%? ± ([\d.,]+%?|\?) \[(-?[\d.,]+%?|\?) \.\. (-?[\d.,]+%?|\?)\]$")


def made(replicates: int = 4, sets: int = 8, **fields: object) -> Run:
    luck = np.random.default_rng(3).poisson(30, (replicates, 2, 2, 3))
    heads = {"employers": 10, "heads": 1000, "premium": 10**9, "payroll": 10**11, "paid": 10**8}
    both = {
        name: policy(
            totals(replicates, 2, {**heads, "true no grade": luck - less, "hidden": 4}, moves=np.eye(3)),
            totals(sets, 2, {**heads, "true no grade": luck[:1] - less, "hidden": 8}, moves=np.eye(3)), name=name,
        ) for name, less in (("flat", 0), ("floated", 3))
    }
    drawn = pd.DataFrame({"prevention.elasticity": np.arange(sets, dtype=float)})
    return run(both, drawn, first_year=2026, **fields)


def test_no_figure_stands_without_its_error_and_its_range() -> None:
    summary = Comparison(made()).summary()
    figures = [cell for block in summary.blocks for _, *row in block.rows for cell in row if cell]
    assert len(figures) > 2 * 2 * len(SHOWN) - 8
    assert [cell for cell in figures if not FIGURE.match(cell)] == []


def test_it_names_seed_replicates_sets_population_and_guesses() -> None:
    text = str(Comparison(made()).summary())
    for said in (
        "2 policies over made by hand, 2 years", "year 1 (2027)", "all 2 years", "seed            7",
        "replicates      4", "8, of 1 replicates each", "mark U): prevention.uninsured", "hash of floated",
    ):
        assert said in text
    assert "NaN" not in text and "nan" not in text


def test_the_change_against_the_first_policy_is_on_common_luck() -> None:
    blocks = {block.title: block.rows for block in Comparison(made()).summary().blocks}
    change = {name: last for name, last, _ in blocks["true injuries per 1000 insured, against flat"]}
    assert list(change) == ["floated"]
    # 3 of about 30 cases less in each cell.
    assert change["floated"].startswith(("-9.", "-10."))


def test_the_fund_can_be_reconciled() -> None:
    both = {"flat": policy(totals(2, 3, {"premium": 10**9, "paid": 10**8, "fines": 10**6}, spent=10**7))}
    summary = Projection(run(both, fund=Fund(5 * 10**9, (3 * 10**8, 2 * 10**8)), first_year=2026)).summary()
    assert "reserve 50.0 million CNY, and each year 3.0 in year 0 to 2.0 in year 2 to be paid for older cases" in str(
        summary
    )
    at = summary.frame.pivot(index="quantity", columns="years", values="value")["all years"]
    # Six cells of 10 million premium, 1 million benefits and 10,000 fines a year; old cases cost 3, 2 and 2 million.
    assert at["outgo, million CNY"] == pytest.approx(3 * 6e6 + 7e6)
    assert at["fines, million CNY"] == pytest.approx(3 * 6e4)
    assert at["reserve, million CNY"] == pytest.approx(50e6 + 3 * (60e6 + 6e4 - 6e6 - 1e5) - 7e6)


@pytest.mark.parametrize(("few", "note"), [
    (1, "1 replicate of each evidence set, on the luck of the same of the central run, of its 4: those of rare events"),
    (2, "2 replicates of each evidence set, on the luck of the same of the central run, of its 4: those of rare"),
    (4, "4 replicates of each evidence set, on the luck of the same of the central run: they carry about the Monte"),
])
def test_it_says_of_how_many_replicates_ranges_come(few: int, note: str) -> None:
    assert note in str(Comparison(made(evidence_replicates=few)).summary())


@pytest.mark.parametrize(("fields", "note"), [
    ({"replicates": 1}, "one replicate: the Monte Carlo error is unknown"),
    ({"sets": 0}, "no evidence sets: the range over the evidence is unknown"),
    ({"sets": 0, "parameters": PARAMETERS[:0]}, "the behaviour has no parameters"),
])
def test_what_is_unknown_is_said(fields: dict[str, int], note: str) -> None:
    text = str(Comparison(made(**fields)).summary())
    assert note in text
    assert "?" in text


def test_assumptions_and_html() -> None:
    one = policy(totals(1, 1, {"heads": 10}), assumptions=("paid <on time>",))
    summary = Projection(run({"made": one})).summary()
    assert "made: paid <on time>" in str(summary)
    assert "paid &lt;on time&gt;" in summary._repr_html_()
    assert "one policy over" in str(summary)
    assert set(summary.frame["quantity"]) >= {"deaths", "premium, million CNY"}


def test_a_result_says_in_a_line_what_it_is() -> None:
    expected = "<Comparison of flat, floated over made by hand: 2 years, seed 7>"
    assert repr(Comparison(made())) == expected
