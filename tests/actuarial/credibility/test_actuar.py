"""Unbalanced data with missing periods against R actuar, to 1e-8; and R run again where it is installed."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from ratefloat.actuarial.credibility import (
    CredibilityFit,
    HierarchicalFit,
    LinearBayes,
    RegressionFit,
    buhlmann,
    buhlmann_straub,
    hachemeister,
    hachemeister_barycentre,
    hierarchical,
)

Actuar = dict[tuple[str, str], np.ndarray]


def same(actuar: Actuar, case: str, name: str, found: Any) -> None:
    np.testing.assert_allclose(np.ravel(found), actuar[case, name], rtol=1e-8, atol=1e-12, err_msg=f"{case}: {name}")


def check(actuar: Actuar, case: str, fit: CredibilityFit, *, between: float | None = None) -> None:
    same(actuar, case, "structure", [fit.between if between is None else between, fit.within])
    same(actuar, case, "collective", fit.collective)
    same(actuar, case, "z", fit.z)
    same(actuar, case, "premium", fit.premiums)
    if (case, "individual") in actuar:
        same(actuar, case, "individual", fit.individual)
        assert fit.balance == pytest.approx(1, abs=1e-13)


def check_levels(actuar: Actuar, case: str, fit: HierarchicalFit) -> None:
    same(actuar, case, "structure", [*fit.between.values(), fit.within])
    same(actuar, case, "collective", fit.collective)
    for level in fit.levels:
        same(actuar, case, f"individual {level.name}", level.individual)
        same(actuar, case, f"z {level.name}", level.z)
        same(actuar, case, f"premium {level.name}", level.premium)
    assert fit.balance == pytest.approx(1, abs=1e-13)


@pytest.mark.parametrize("estimator", ["unbiased", "iterative"])
def test_buhlmann_straub(actuar: Actuar, unbalanced: pd.DataFrame, estimator: Any) -> None:
    fit = buhlmann_straub(unbalanced.ratio, unbalanced.weight, risk=unbalanced.employer, estimator=estimator)
    check(actuar, f"straub {estimator}", fit)


def test_buhlmann(actuar: Actuar, unbalanced: pd.DataFrame) -> None:
    check(actuar, "buhlmann", buhlmann(unbalanced.ratio, risk=unbalanced.employer))


def test_no_variance_between(actuar: Actuar, alike: pd.DataFrame) -> None:
    """actuar prints the negative estimate that it then takes for zero; here it is zero."""
    fit = buhlmann_straub(alike.ratio, alike.weight, risk=alike.risk)
    assert fit.between == 0
    check(actuar, "alike", fit, between=actuar["alike", "structure"][0])
    assert actuar["alike", "structure"][0] < 0


@pytest.mark.parametrize("estimator", ["buhlmann-gisler", "ohlsson", "iterative"])
@pytest.mark.parametrize("levels", [["class", "employer"], ["area", "class", "employer"]])
def test_hierarchical(actuar: Actuar, unbalanced: pd.DataFrame, levels: list[str], estimator: Any) -> None:
    columns = {name: unbalanced[name] for name in levels}
    fit = hierarchical(unbalanced.ratio, unbalanced.weight, levels=columns, estimator=estimator)
    check_levels(actuar, f"{'two' if len(levels) == 2 else 'three'} levels {estimator}", fit)


@pytest.mark.parametrize("estimator", ["buhlmann-gisler", "ohlsson", "iterative"])
def test_a_level_without_variance_drops_out(actuar: Actuar, alike: pd.DataFrame, estimator: Any) -> None:
    """One R run serves all: between two nodes of one parent the three estimators are the same."""
    high = alike.risk.isin(["A1", "A2", "A5", "A7"])
    levels = {"class": np.where(high, "high", "low"), "risk": alike.risk}
    fit = hierarchical(alike.ratio + high, alike.weight, levels=levels, estimator=estimator)
    assert fit.between["risk"] == 0
    check_levels(actuar, "alike in classes", fit)


def test_limits_of_the_iteration(actuar: Actuar, hachemeister_data: tuple[np.ndarray, np.ndarray]) -> None:
    check(actuar, "states iterative", buhlmann_straub(*hachemeister_data, estimator="iterative"))
    levels = {"cohort": [1, 2, 1, 2, 2], "state": [1, 2, 3, 4, 5]}
    fit = hierarchical(*hachemeister_data, levels=levels, estimator="iterative")
    check_levels(actuar, "states iterative in cohorts", fit)


def check_line(actuar: Actuar, case: str, fit: RegressionFit) -> None:
    same(actuar, case, "within", fit.within)
    for time in (1, 5.5, 11):
        same(actuar, case, f"premium at {time}", fit.premiums(time))


def test_hachemeister(actuar: Actuar, lines: pd.DataFrame) -> None:
    fit = hachemeister(lines.ratio, lines.weight, time=lines.time, risk=lines.risk)
    check_line(actuar, "line plain", fit)
    same(actuar, "line plain", "z", fit.z.transpose(0, 2, 1))


@pytest.mark.parametrize("estimator", ["unbiased", "iterative"])
def test_hachemeister_barycentre(actuar: Actuar, lines: pd.DataFrame, estimator: Any) -> None:
    fit = hachemeister_barycentre(lines.ratio, lines.weight, time=lines.time, risk=lines.risk, estimator=estimator)
    check_line(actuar, f"line barycentre {estimator}", fit)
    same(actuar, f"line barycentre {estimator}", "z", np.diagonal(fit.z_barycentre, axis1=1, axis2=2))


COUNTS, EVENTS, AMOUNTS = [5, 3, 0, 1, 1], [0, 1, 1, 0, 1], [120, 80, 200, 150]


@pytest.mark.parametrize(
    ("case", "prior", "values"),
    [
        ("poisson", LinearBayes.poisson_gamma(shape=3, rate=3), COUNTS),
        ("bernoulli", LinearBayes.bernoulli_beta(a=2, b=3), EVENTS),
        ("binomial", LinearBayes.binomial_beta(a=2, b=3.5, trials=6), COUNTS),
        ("geometric", LinearBayes.geometric_beta(a=3.5, b=4), COUNTS),
        ("negative binomial", LinearBayes.negative_binomial_beta(a=3.5, b=4, size=2.5), COUNTS),
        ("exponential", LinearBayes.exponential_gamma(shape=4, rate=400), AMOUNTS),
        ("gamma", LinearBayes.gamma_gamma(shape=4, rate=400, size_shape=2), AMOUNTS),
        ("normal", LinearBayes.normal_normal(mean=100, sd=20, sd_within=55), AMOUNTS),
    ],
)
def test_linear_bayes(actuar: Actuar, case: str, prior: LinearBayes, values: list[int]) -> None:
    check(actuar, f"bayes {case}", prior.rate([values]))


def test_r_says_the_same_again(actuar: Actuar, r_folder: Path) -> None:
    program = shutil.which("Rscript")
    if program is None:
        pytest.skip("Rscript is not installed")
    probe = subprocess.run([program, "-e", "library(actuar)"], capture_output=True, text=True, check=False)
    if probe.returncode:
        pytest.skip("R has no package actuar")
    script = [program, str(r_folder / "credibility.R"), str(r_folder)]
    said = subprocess.run(script, capture_output=True, text=True, check=True).stdout
    rows = list(csv.DictReader(io.StringIO(said)))
    stored = list(csv.DictReader(io.StringIO((r_folder / "credibility.csv").read_text())))
    keys = ("case", "name", "index")
    assert [[row[key] for key in keys] for row in rows] == [[row[key] for key in keys] for row in stored]
    np.testing.assert_allclose(
        [float(row["value"]) for row in rows], [float(row["value"]) for row in stored], rtol=1e-9, atol=1e-12
    )
