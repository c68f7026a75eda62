"""`ratefloat rate`: the summary, the archive, and what it refuses."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import ratefloat as rf
from ratefloat.cli.main import main


def test_prints_the_summary(town: Path, law: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rate", str(town), "--policy", law, "--on", "2024-01-01"]) == 0
    out, err = capsys.readouterr()
    total = next(line for line in out.splitlines() if line.split()[:1] == ["all"])
    # 4 employers: 003 up two steps, 002 up one, 001 down, 004 refused; 2.5 million of payroll rated.
    # Before: 2 x 9,000 + 1,000. After: 4,500 + 10,800 + 1,500.
    assert total.split()[1:] == ["4", "2", "1", "0", "1", "2,500,000", "19,000", "16,800", "-11.6%"]
    assert "1  exposure payroll: not a number" in out
    assert err == ""


def test_archives_every_employer(town: Path, law: str, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "round"
    assert main(["rate", str(town), "--policy", law, "--on", "2024-01-01", "--out", str(folder)]) == 0
    with (folder / "rates.csv").open(encoding="utf-8") as file:
        rows = {row["employer"]: row for row in csv.DictReader(file)}
    assert [rows[e]["rate"] for e in ("001", "002", "003", "004")] == ["0.45%", "1.08%", "0.30%", ""]
    assert rows["002"]["estimated_premium"] == "10800.00"
    assert "many" in rows["004"]["refused"]


def test_strict_writes_nothing(town: Path, law: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "round"
    assert main(["rate", str(town), "--policy", law, "--on", "2024-01-01", "--out", str(folder), "--strict"]) == 1
    assert "1 employers refused; --strict writes nothing" in capsys.readouterr().err
    assert not folder.exists()


def test_strict_passes_a_clean_book(town: Path, law: str) -> None:
    path = town / "exposure.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("many", "1000000.00"), encoding="utf-8")
    assert main(["rate", str(town), "--policy", law, "--on", "2024-01-01", "--strict"]) == 0


def test_gb18030_is_read(town: Path, law: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = town / "employers.csv"
    header, *rows = path.read_text(encoding="utf-8").splitlines()
    lines = [f"{header},name", *(f"{row},某厂" for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="gb18030")
    assert main(["rate", str(town), "--policy", law, "--on", "2024-01-01"]) == 0
    assert "16,800" in capsys.readouterr().out


def test_an_archive_is_never_overwritten(town: Path, law: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rate", str(town), "--policy", law, "--on", "2024-01-01", "--out", str(town)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "exists; expected a new folder" in err


@pytest.mark.parametrize(
    ("wrong", "code", "message"),
    [
        (["rate", "{town}", "--policy", "{law}", "--on", "2030-01-01"], 3, "not in force on 2030-01-01"),
        (["rate", "{town}", "--policy", "nowhere.json", "--on", "2024-01-01"], 2, "nowhere.json: not found"),
        (["rate", "{town}/none", "--policy", "{law}", "--on", "2024-01-01"], 2, "expected a folder with"),
        (["rate", "{town}", "--policy", "{law}", "--on", "2024-01-01", "--currency", "XYZ"], 2, "expected one of CNY"),
        (["rate", "{town}", "--policy", "{law}", "--on", "2024-01-01", "--encoding", "ebcdic"], 2, "'ebcdic': unknown"),
        (["rate", "{town}", "--policy", "{town}/employers.csv", "--on", "2024-01-01"], 2, "not JSON"),
        (["rate", "{town}", "--policy", "{town}", "--on", "2024-01-01"], 3, "{town}"),
        (["rate", "{town}", "--policy", "{law}", "--on", "2024-01-01", "--kinds", "no_such"], 2, "No module named"),
    ],
)
def test_refusals(
    wrong: list[str], code: int, message: str, town: Path, law: str, capsys: pytest.CaptureFixture[str]
) -> None:
    names = {"town": str(town), "law": law}
    assert main([text.format(**names) for text in wrong]) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert message.format(**names) in err
    assert "Traceback" not in err


def test_a_template_is_refused_with_its_holes(town: Path, law: str, capsys: pytest.CaptureFixture[str]) -> None:
    policy = rf.FloatPolicy.from_json(Path(law).read_text(encoding="utf-8"))
    template = policy.replace(window=rf.hole("window", what="the months of the experience period"))
    Path(law).write_text(template.to_json(), encoding="utf-8")
    assert main(["rate", str(town), "--policy", law, "--on", "2024-01-01"]) == 2
    assert "(window)" in capsys.readouterr().err


@pytest.mark.parametrize("day", ["2024-13-01", "tomorrow", "01/02/2024"])
def test_a_day_that_is_none(day: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["rate", "x", "--policy", "y", "--on", day])
    assert stopped.value.code == 2
    assert "expected such as 2024-01-01" in capsys.readouterr().err
