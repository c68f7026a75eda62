"""`ratefloat diagnose`: an old system's output against the policy."""

from __future__ import annotations

from pathlib import Path

import pytest

from ratefloat.cli.main import main


def run(town: Path, law: str, old: str, *more: str) -> int:
    path = town / "old.csv"
    path.write_text(old, encoding="utf-8")
    return main(["diagnose", str(town), "--policy", law, "--on", "2024-01-01", "--old", str(path), *more])


def test_agreement(town: Path, law: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(town, law, "employer,rate\n001,0.45%\n002,1.08%\n003,0.30%\n004,0.90%\n") == 0
    out = capsys.readouterr().out
    assert "3 of 3 employers agree (100.00%)" in out
    assert "refused here 1" in out


def test_a_rule_that_the_old_system_left_out(
    town: Path, law: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = tmp_path / "found.csv"
    assert run(town, law, "employer,rate\n001,0.45%\n002,0.90%\n003,0.30%\n", "--out", str(found)) == 0
    out = capsys.readouterr().out
    assert "2 of 3 employers agree" in out
    assert "as if art. 6 (at least up one step) had not been applied; such as 002: old 0.90%, here 1.08%" in out
    assert [line.split(",")[:3] for line in found.read_text(encoding="utf-8").splitlines()] == [
        ["employer", "old", "new"], ["002", "0.90%", "1.08%"],
    ]


def test_columns_and_unit(town: Path, law: str, capsys: pytest.CaptureFixture[str]) -> None:
    old = "单位编号,费率\n001,0.45\n002,1.08%\n003,0.30\n"
    assert run(town, law, old, "--id-column", "单位编号", "--rate-column", "费率", "--unit", "%") == 0
    assert "3 of 3 employers agree" in capsys.readouterr().out


def test_steps(town: Path, law: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(town, law, "employer,step\n001,-2\n002,0\n003,2\n", "--step-column", "step") == 0
    assert "2 of 3 employers agree" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("old", "more", "message"),
    [
        ("employer,rate\n001,1%\n001,2%\n", [], "employer 001 stands twice"),
        ("id,rate\n001,1%\n", [], "no column 'employer'"),
        ("employer,premium\n001,1%\n", [], "no column 'rate'"),
        ("", [], "empty"),
        ("employer,rate\n001,1%\n", ["--out", "{town}"], "exists; expected a new file"),
    ],
)
def test_refusals(
    old: str, more: list[str], message: str, town: Path, law: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(town, law, old, *(text.format(town=town) for text in more)) == 2
    assert message in capsys.readouterr().err


def test_no_file(town: Path, law: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diagnose", str(town), "--policy", law, "--on", "2024-01-01", "--old", "none.csv"]) == 2
    assert "--old none.csv: not found" in capsys.readouterr().err
