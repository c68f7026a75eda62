"""Ganzhou's question: the rules are those that the page says, the arithmetic is right, and the story runs."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

ROOT = Path(__file__).parents[2] / "examples"
FIGURE = re.compile(r"^  (?P<policy>\w[\w ]*?) +(?P<value>-?[\d.]+) ± [\d.]+ \[-?[\d.]+ \.\. -?[\d.]+\] %$")


@pytest.fixture
def ganzhou(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(ROOT))
    return importlib.import_module("ganzhou")


@pytest.fixture
def outside(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(ROOT))
    return importlib.import_module("ganzhou_outside")


@pytest.mark.parametrize("years", [1, 2, 3])
def test_the_illustration_is_the_national_frame(ganzhou: Any, years: int) -> None:
    policy = ganzhou.illustration(years)
    assert policy.review.every_years == years and policy.window.months == 12 * years
    assert "made up" in policy.title.en and "Jiangxi" in policy.source

    def rate(risk_class: int, loss_ratio: str, months: int = 36) -> Fraction:
        given = {"risk_class": risk_class, "loss_ratio": loss_ratio, "insured_months": months}
        return policy.decide(on="2016-01-01", **given).rate

    # Class 5: 1.1 % of wages at 50, 80, 100, 120 and 150 %; class 1: 0.2 %, never down.
    five = [rate(5, ratio) for ratio in ("0%", "50%", "100%", "150%", "150.1%")]
    assert five == [Fraction(n, 10_000) for n in (55, 88, 110, 132, 165)]
    assert [rate(1, ratio) for ratio in ("0%", "120%")] == [Fraction(20, 10_000), Fraction(24, 10_000)]
    assert rate(5, "0%", months=12 * years - 1) == Fraction(110, 10_000)


def test_what_gives_the_reported_fall_without_prevention(outside: Any) -> None:
    city = outside.city((0.4, 0.4, 5), 600)
    *_, reporting, trades = outside.without_prevention(city)
    level = [float(share) for share in re.findall(r"([\d.]+) %", reporting)]
    assert level[1] == pytest.approx(level[0] * (1 - 0.1888), abs=0.1)

    # The mean of key and other trades, with the share that is told for the former, is 18.88 % lower.
    wanted = float(re.findall(r"([\d.]+) %", trades)[1]) / 100
    year, key = city.year(-1), city.labels["key_industry"].codes != 8
    # Three kinds of report by grade, all deaths; the cluster has a law of its own.
    known = {None: 0.7, **dict.fromkeys(range(7, 11), 0.92), **dict.fromkeys(range(1, 7), 0.995)}
    laws = [
        sum(float(o.probability) * (1.0 if o.death else known[o.grade]) for o in law.outcomes)
        for law in city.severities
    ]
    cases = year.expected * np.asarray(laws)[city.severity_of]
    high, low = (cases[mask].sum() / year.heads[mask].sum() for mask in (key, ~key))
    mean = cases.sum() / year.heads.sum()
    assert wanted * high + (1 - wanted) * low == pytest.approx((1 - 0.1888) * mean, rel=2e-3)


def test_drift_is_that_of_the_expected_cases(outside: Any) -> None:
    city = outside.city((0.4, 0.82, 5), 600)
    before, after = (city.year(t).expected.sum() / city.year(t).heads.sum() for t in (-1, 2))
    true, reported = outside.drifts(city)
    assert true == pytest.approx(after / before - 1)
    assert reported == pytest.approx(true, abs=0.02)


def test_a_mix_gives_the_reported_fall(outside: Any, ganzhou: Any) -> None:
    city = outside.city((0.4, 0.4, 5), 300)
    found = outside.mix(city, ganzhou.illustration(2), (0.0, 0.0), times=2.0, replicates=4)
    assert found["reported"] == pytest.approx(0.1888, abs=0.02)
    # Part of what is reported less was hidden.
    assert 0 < found["true"] < found["reported"]


def test_a_figure_in_words(ganzhou: Any) -> None:
    row = {"value": 0.0456, "error": 0.0017, "low": 0.005, "high": 0.118}
    assert ganzhou.told(row, 1, 100, " %") == "4.6 ± 0.2 [0.5 .. 11.8] %"


def test_the_story(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    command = [sys.executable, "-W", "error", str(ROOT / "ganzhou.py"), "--quick", "--plots", str(tmp_path)]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env={"PYTHONPATH": str(ROOT.parent), "MPLBACKEND": "Agg"}
    )
    assert done.returncode == 0, done.stderr
    # Who had no case before has no ratio to it; nothing else is unknown.
    assert " nan" not in done.stdout.replace("nan ± nan", "")
    for said in ("thresholds are made up", "no data are in hand", "missed (in-sample)", "cannot tell these apart"):
        assert said in done.stdout
    assert {path.stem for path in tmp_path.iterdir()} == {"injuries", "reported", "hidden", "reserve", "steps"}
    # The answer in a word: a few per cent, and what is reported falls by more than what happens.
    true, reported = (
        float(found["value"]) for line in done.stdout.split("In short")[1].splitlines() if (found := FIGURE.match(line))
    )
    assert 0 < true < 10
    assert true < reported < 20
