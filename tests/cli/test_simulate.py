"""`ratefloat simulate`: a summary of runs, and exit codes."""

from __future__ import annotations

from pathlib import Path

import pytest

import ratefloat as rf
from ratefloat.cli.main import main

SMALL = ["--employers", "300", "--seed", "7", "--years", "4", "--replicates", "2"]


def test_policies_are_compared_and_the_run_is_kept(
    law: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "run.zip"
    told = ["--policy", "cn-national-2015-flat", "--policy", law, "--sets", "2", "--fall", "20%", "--by-year", "3"]
    assert main(["simulate", *told, *SMALL, "--save", str(kept)]) == 0
    said = capsys.readouterr().out
    assert "cn-national-2015-flat" in said and "seed " in said
    assert "true injuries per 1000 insured: -20% by year 3" in said and "of 2 sets" in said and "NaN" not in said
    result = rf.simulate.load(kept)
    assert list(result.run.policies) == ["cn-national-2015-flat", "town-2022"] and len(result.run.sets) == 2


def test_without_answers_injuries_are_the_same_under_each_policy(
    law: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "run.zip"
    told = ["--policy", "cn-national-2015-flat", "--policy", law, "--still"]
    assert main(["simulate", *told, *SMALL, "--save", str(kept)]) == 0
    frame = rf.simulate.load(kept).frame(("policy",), quantities=["true injuries"])
    assert frame["value"].nunique() == 1 and frame["value"].iloc[0] > 0


def test_a_target_beyond_the_run_is_refused_before_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def drawn(*_: object, **__: object) -> None:
        raise AssertionError("drawn")

    monkeypatch.setattr("ratefloat.simulate.Portfolio.from_aggregates", drawn)
    told = ["simulate", "--policy", "cn-national-2015-flat", *SMALL, "--years", "3", "--fall"]
    assert main([*told, "20%"]) == 2
    assert "target by year 5: the run ends with year 2" in capsys.readouterr().err
    assert main([*told, "120%", "--by-year", "2"]) == 2
    assert "at most 100%" in capsys.readouterr().err


def test_workers_checkpoint_calendar_and_evidence_replicates(law: str, tmp_path: Path) -> None:
    kept, checkpoint = tmp_path / "run.zip", tmp_path / "checkpoint.npz"
    told = ["--policy", law, "--sets", "2", "--evidence-replicates", "2", "--first-year", "2023", "--years", "3"]
    assert main([
        "simulate", *SMALL, *told, "--workers", "2", "--checkpoint", str(checkpoint), "--save", str(kept)
    ]) == 0
    run = rf.simulate.load(kept).run
    assert (run.first_year, run.evidence_replicates, run.years) == (2023, 2, 3)
    assert not checkpoint.exists()


def test_given_values_stand_for_what_a_portfolio_does_not_have(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    flat = rf.load_plan("cn-national-2015-flat")
    cut = flat.replace(
        id="cut", indicators={"months": rf.fund_months(date="2014-12-31")}, examples=(),
        rule=flat.rule
        >> rf.times("50%", clause="x").when(rf.indicator("months").has_value() & (rf.indicator("months") >= 24)),
    )
    path, kept = tmp_path / "cut.json", tmp_path / "run.zip"
    path.write_text(cut.to_json(), encoding="utf-8")
    told = ["simulate", "--policy", str(path), *SMALL, "--still", "--save", str(kept), "--given"]
    for months, share in (("23", 1.0), ("24", 0.5)):
        assert main([*told, f"months={months}"]) == 0
        last = rf.simulate.load(kept).frame(quantities=["mean factor"])["value"].iloc[-1]
        assert last == pytest.approx(share)
    assert main([*told, "weather=1"]) == 2
    assert "'weather' given but not read by any policy" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("told", "code", "message"),
    [
        (["--policy", "cn-jiangxi-2023"], 2, "open holes"),
        (["--policy", "cn-national-2015-flat", "--portfolio", "nowhere"], 2, "nowhere"),
        (["--policy", "cn-national-2015-flat"] * 2, 2, "two with one id"),
        (["--policy", "jp-merit-2018"], 3, "unit_type"),
        (["--policy", "cn-national-2015-flat", "--evidence-replicates", "5"], 2, "expected 1 to 2"),
        (["--policy", "cn-national-2015-flat", "--given", "months"], 2, "expected name=value"),
        (["--policy", "cn-national-2015-flat", "--first-year", "1999"], 3, "not in force"),
    ],
)
def test_what_cannot_be_run_is_refused(
    told: list[str], code: int, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["simulate", *told, *SMALL]) == code
    assert message in capsys.readouterr().err
