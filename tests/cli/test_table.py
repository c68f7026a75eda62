"""`ratefloat table`: one law in six formats."""

from __future__ import annotations

import csv
import io
import json
from fractions import Fraction
from pathlib import Path

import pytest

from ratefloat.cli.main import main
from ratefloat.policy.table.export import read_table

# Text of the law above: every band, with and without a death; a death lifts what stays below one step up.
CASES = {
    ("no premium", "0"): "0",
    ("0", "0"): "-2",
    ("(0, 50%]", "0"): "-1",
    ("(50%, 100%]", "0"): "0",
    ("(100%, 150%]", "any"): "+1",
    ("(150%, inf)", "any"): "+2",
}


def test_json_holds_every_case(law: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["table", "--policy", law, "--format", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["policy"] == "town-2022"
    steps, rates = document["tables"]
    found = {(row["case"]["loss_ratio"], row["case"]["deaths"]): row["result"]["step"] for row in steps["rows"]}
    for (band, deaths), step in CASES.items():
        assert [s for (b, d), s in found.items() if b.startswith(band) and d == deaths] == [step]
    assert {s for (_, d), s in found.items() if d == ">= 1"} == {"+1"}
    # Class 4, 0.9 %, at 120 %.
    (row,) = (r for r in rates["rows"] if r["from"]["step"] == "+1" and r["case"]["risk_class"] == "4")
    assert row["result"]["rate"] == "1.08%"


def test_csv_holds_the_same_rows(law: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["table", "--policy", law, "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)["tables"][0]["rows"]
    assert main(["table", "--policy", law, "--format", "csv"]) == 0
    lines = list(csv.reader(io.StringIO(capsys.readouterr().out)))
    start = lines.index(["loss_ratio", "deaths", "step", "factor", "clauses", "refused", "possible"]) + 1
    expected = [[*row["case"].values(), *row["result"].values(), "; ".join(row["clauses"]), "", "yes"] for row in rows]
    assert lines[start : start + len(expected)] == expected


@pytest.mark.parametrize("form", ["csv", "json", "xlsx"])
def test_files_read_back(law: str, form: str, tmp_path: Path) -> None:
    out = tmp_path / f"town.{form}"
    assert main(["table", "--policy", law, "--format", form, "--out", str(out), "--lang", "zh"]) == 0
    found = read_table(out)(loss_ratio=(624, 1000), deaths=1, risk_class=4)
    assert (found.step, found.rate, found.clauses) == (1, Fraction(108, 10_000), ("第六条",))


def test_sql(law: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["table", "--policy", law, "--format", "sql", "--dialect", "duckdb"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("/* ratefloat: town-2022, rates on 2022-01-01 */\nWITH")
    assert "INT128" in printed
    assert main(["table", "--policy", law, "--format", "sql", "--out", str(tmp_path / "town.sql")]) == 0
    assert "AS DECIMAL" in (tmp_path / "town.sql").read_text(encoding="utf-8")


def test_a_workbook_needs_a_file(law: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["table", "--policy", law, "--format", "xlsx"]) == 2
    assert "expected --out FILE" in capsys.readouterr().err


def test_chinese(law: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["table", "--policy", law, "--lang", "zh"]) == 0
    assert "支缴率" in capsys.readouterr().out


def test_text_and_html(law: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["table", "--policy", law, "--on", "2024-01-01"]) == 0
    assert "then times the base rate" in capsys.readouterr().out
    assert main(["table", "--policy", law, "--format", "html"]) == 0
    page = capsys.readouterr().out
    assert page.startswith("<!doctype html>")
    assert "<td>up two steps</td>" in page
    assert "&gt;= 1" in page


def test_a_day_outside(law: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["table", "--policy", law, "--on", "2021-12-31"]) == 3
    assert "not in force on 2021-12-31" in capsys.readouterr().err
