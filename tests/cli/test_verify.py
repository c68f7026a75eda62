"""`ratefloat verify`: an archive as written, and the same result again."""

from __future__ import annotations

from pathlib import Path

import pytest

from ratefloat.cli.main import main


@pytest.fixture
def archive(town: Path, law: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """The archive of the town's rating."""
    folder = tmp_path / "round"
    assert main(["rate", str(town), "--policy", law, "--on", "2024-01-01", "--out", str(folder)]) == 0
    capsys.readouterr()
    return folder


def test_files_alone(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(archive)]) == 0
    out = capsys.readouterr().out
    assert "files as written; policy town-2022" in out
    assert "not computed again" in out


def test_with_the_records(archive: Path, town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(archive), "--book", str(town)]) == 0
    assert "4 employers rated again with the same result" in capsys.readouterr().out


def test_a_changed_rate_is_found(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = archive / "rates.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("1.08%", "0.90%"), encoding="utf-8")
    assert main(["verify", str(archive)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "rates.csv differs from what was written" in err


def test_other_records_are_found(archive: Path, town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = town / "claims.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("11232.00", "11232.01"), encoding="utf-8")
    assert main(["verify", str(archive), "--book", str(town)]) == 2
    assert "the records differ" in capsys.readouterr().err


def test_no_archive(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(tmp_path)]) == 2
    assert "no readable meta.json" in capsys.readouterr().err
