"""`ratefloat diff`: two laws side by side."""

from __future__ import annotations

from pathlib import Path

import pytest

from ratefloat.cli.main import main


@pytest.fixture
def milder(law: str, tmp_path: Path) -> str:
    """The same law with the edge of the dearest row at 160 %."""
    path = tmp_path / "milder.json"
    path.write_text(Path(law).read_text(encoding="utf-8").replace("150%]", "160%]").replace("(150%,", "(160%,"),
                    encoding="utf-8")
    return str(path)


def test_equal_laws_exit_with_0(law: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "--policy", law, "--old", law]) == 0
    assert "every case is decided alike" in capsys.readouterr().out


def test_one_edge_is_told_exactly(law: str, milder: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "--policy", milder, "--old", law]) == 1
    said = capsys.readouterr().out
    assert "(150%, 160%]" in said and "+2 -> +1" in said


def test_csv(law: str, milder: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "--policy", milder, "--old", law, "--format", "csv"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) >= 2 and "(150%, 160%]" in lines[1]
