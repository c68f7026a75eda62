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
    assert "cn-national-2015-flat" in said and "seed " in said and "chance" in said
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


@pytest.mark.parametrize(
    ("told", "code", "message"),
    [
        (["--policy", "cn-jiangxi-2023"], 2, "open holes"),
        (["--policy", "cn-national-2015-flat", "--portfolio", "nowhere"], 2, "nowhere"),
        (["--policy", "cn-national-2015-flat"] * 2, 2, "two with one id"),
        (["--policy", "jp-merit-2018"], 3, "unit_type"),
    ],
)
def test_what_cannot_be_run_is_refused(
    told: list[str], code: int, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["simulate", *told, *SMALL]) == code
    assert message in capsys.readouterr().err
