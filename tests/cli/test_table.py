"""`ratefloat table`: one law in four formats."""

from __future__ import annotations

import csv
import io
import json

import pytest

from ratefloat.cli.main import main

# Text of the law above: every band, with and without a death; a death lifts what stays below one step up.
CASES = {
    ("no premium", "0"): "base step",
    ("0", "0"): "down two steps",
    ("(0, 50%]", "0"): "down one step",
    ("(50%, 100%]", "0"): "base step",
    ("(100%, 150%]", "any"): "up one step",
    ("(150%, inf)", "any"): "up two steps",
}


def test_json_holds_every_case(law: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["table", "--policy", law, "--format", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["policy"] == "town-2022"
    (link,) = document["links"]
    found = {(row["case"]["loss_ratio"], row["case"]["deaths"]): row["result"]["step"] for row in link}
    for (band, deaths), step in CASES.items():
        assert [s for (b, d), s in found.items() if b.startswith(band) and d == deaths] == [step]
    assert {s for (_, d), s in found.items() if d == ">= 1"} == {"up one step"}


def test_csv_holds_the_same_rows(law: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["table", "--policy", law, "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)["links"][0]
    assert main(["table", "--policy", law, "--format", "csv"]) == 0
    header, *lines = csv.reader(io.StringIO(capsys.readouterr().out))
    assert header == ["loss_ratio", "deaths", "step", "clauses"]
    expected = [[*row["case"].values(), *row["result"].values(), "; ".join(row["clauses"])] for row in rows]
    assert lines[: len(expected)] == expected
    assert lines[-1] == ["then times the base rate"]


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
