"""`ratefloat check`: findings for people, programs and spreadsheets, and exit codes fit for CI."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from ratefloat.cli.main import main


@pytest.fixture
def broken(law: str, tmp_path: Path) -> str:
    """The same law with its two last values swapped."""
    path = tmp_path / "broken.json"
    text = Path(law).read_text(encoding="utf-8")
    changed = text.replace('"(100%, 150%]": 1', '"(100%, 150%]": 2').replace('"(150%, inf)": 2', '"(150%, inf)": 1')
    assert changed != text
    path.write_text(changed, encoding="utf-8")
    return str(path)


def test_a_sound_law_exits_with_0(law: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--policy", law]) == 0
    said = capsys.readouterr().out
    assert said.startswith("town-2022: 0 errors, ")
    # 0.18 % of 30 x 70,000 yuan over two years.
    assert (
        "cliff at 100%: one fen more of benefits costs a 30-person class-4 firm 7,560 yuan over the two-year cycle"
        in said
    )


def test_an_error_exits_with_1(broken: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--policy", broken]) == 1
    assert "benefits: the worse record pays less" in capsys.readouterr().out


def test_json(broken: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--policy", broken, "--format", "json"]) == 1
    read = json.loads(capsys.readouterr().out)
    assert (read["policy"], read["errors"]) == ("town-2022", 1)
    assert {one["clause"] for one in read["findings"] if one["severity"] == "error"} == {"art. 5, row (150%, inf)"}
    assert len(read["hash"]) == 64


def test_csv(law: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--policy", law, "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert {row["severity"] for row in rows} == {"warning", "note"}
    assert rows[0]["witness"] == "better and worse on 2022-01-01"


def test_a_direction_can_be_stated(law: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--policy", law, "--worse", "deaths=less"]) == 1
    assert "less deaths: the worse record pays less" in capsys.readouterr().out
    assert main(["check", "--policy", law, "--worse", "deaths"]) == 2
    assert 'expected "more" or "less"' in capsys.readouterr().err


def test_the_national_frame_can_be_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--policy", "cn-shenzhen-2018", "--no-frame", "--on", "2020-01-01"]) == 0
    assert "no base rate" in capsys.readouterr().out


def test_a_template_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--policy", "cn-yantai-2013"]) == 2
    assert "open holes" in capsys.readouterr().err
