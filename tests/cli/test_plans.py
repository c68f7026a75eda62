"""`ratefloat plans`: what is shipped, and in which state it is."""

from __future__ import annotations

import pytest

import ratefloat as rf
from ratefloat.cli.main import main


def test_one_line_a_plan(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plans"]) == 0
    head, *lines = capsys.readouterr().out.splitlines()
    assert head.split() == ["id", "from", "to", "completeness", "title"]
    assert [line.split()[0] for line in lines] == list(rf.plans().index)
    jiangxi = next(line for line in lines if line.startswith("cn-jiangxi-2023"))
    assert "template:" in jiangxi


def test_the_state_on_a_day(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plans", "--on", "2024-01-01"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "ended 2023-03-01" in next(line for line in lines if line.startswith("cn-shenzhen-2018"))


def test_a_shipped_plan_decides(capsys: pytest.CaptureFixture[str]) -> None:
    # Class 4 of Shenzhen has 0.63 %; a loss ratio within (0, 50%] goes down one step, to 80 %.
    values = ["risk_class=4", "loss_ratio=50%"]
    assert main(["decide", "--policy", "cn-shenzhen-2018", "--on", "2018-03-01", *values]) == 0
    assert "base rate 0.63% (class 4) x 80% 0.504%" in " ".join(capsys.readouterr().out.split())


def test_an_unknown_plan_names_those_like_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["table", "--policy", "cn-shenzen-2018"]) == 3
    assert "did you mean cn-shenzhen-2018" in capsys.readouterr().err


def test_a_template_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["table", "--policy", "cn-jiangxi-2023"]) == 2
    assert "open holes" in capsys.readouterr().err
