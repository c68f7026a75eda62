"""The example city: the script writes these files and no others, and they hold what their README says."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from examples.oracle import Facts, Outcome, decide, expected, facts, read

ROOT = Path(__file__).parents[2] / "examples"
CITY = ROOT / "city"
README = (CITY / "README.md").read_text(encoding="utf-8")
FILES = ("employers", "exposure", "claims", "flags", "decisions", "fund", "observed")


def rows(name: str) -> list[dict[str, str]]:
    """The records of a file, blanks kept."""
    content = (CITY / f"{name}.csv").read_bytes()
    text = content.decode("gb18030" if name == "claims" else "utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


EMPLOYERS, EXPOSURE, CLAIMS = rows("employers"), rows("exposure"), rows("claims")
KNOWN, REFUSED = facts(CITY)
OUTCOMES = expected(CITY)
IDS = {row["employer"] for row in EMPLOYERS}
MONEY = re.compile(r"-?[0-9]+\.[0-9]{2}")


def coded(code: str, edition: str) -> Callable[[], int]:
    return lambda: sum(row["industry_code"] == code and row["industry_edition"].endswith(edition) for row in EMPLOYERS)


def amounts(table: list[dict[str, str]], columns: str, pattern: str) -> int:
    return len({row["employer"] for row in table for column in columns.split() if re.fullmatch(pattern, row[column])})


def overlapping() -> int:
    spans: dict[str, list[tuple[str, str]]] = {}
    for row in EXPOSURE:
        spans.setdefault(row["employer"], []).append((row["start"], row["end"]))
    return sum(any(b[0] < a[1] for a, b in zip(sorted(s), sorted(s)[1:], strict=False)) for s in spans.values())


def mutual() -> int:
    parents = {row["employer"]: row["predecessors"] for row in EMPLOYERS}
    return sum(parents.get(giver) == heir for heir, giver in parents.items() if giver)


def givers() -> set[str]:
    return {part.split(":")[0] for row in EMPLOYERS for part in row["predecessors"].split(";") if part}


DIRT: dict[str, Callable[[], int]] = {
    "an employer stands twice": lambda: len(EMPLOYERS) - len(IDS),
    "industry code that is in no edition": coded("99", "2011"),
    "code 79 of the 2017 edition, which has no class": coded("79", "2017"),
    "code 59 of the 2017 edition, which does not decide the class": coded("59", "2017"),
    "code that lost its leading zero": lambda: sum(len(row["industry_code"]) == 1 for row in EMPLOYERS),
    "industry code without its edition": lambda: sum(not row["industry_edition"] for row in EMPLOYERS),
    "a cycle of predecessors": mutual,
    "unknown predecessor": lambda: len(givers() - IDS),
    "period that cuts a month": lambda: sum(
        not (row["start"] + row["end"]).endswith("-01") or row["start"][8:] != "01" for row in EXPOSURE),
    "period across the first day of the window": lambda: sum(
        row["start"] < "2022-01-01" < row["end"] and row["start"] < "2021-12" for row in EXPOSURE),
    "periods that overlap": overlapping,
    "premium finer than a fen": lambda: amounts(EXPOSURE, "premium_due premium_paid", r"[0-9]+\.[0-9]{3,}"),
    "words in a number": lambda: amounts(EXPOSURE, "payroll", r".*万.*"),
    "thousands separators": lambda: amounts(EXPOSURE, "payroll", r".*,.*"),
    "negative amount": lambda: amounts(CLAIMS, "medical", r"-[0-9.]+"),
    "amount finer than a fen": lambda: amounts(CLAIMS, "medical", r"[0-9]+\.[0-9]{3,}"),
    "digits of full width in an amount": lambda: amounts(CLAIMS, "medical", r".*[０-９].*"),
    "date with slashes": lambda: sum("/" in row["paid_on"] for row in CLAIMS),
    "grade in words": lambda: sum(not row["grade"].isascii() for row in CLAIMS),
    "more came back within the window than was paid": lambda: sum(
        "came back" in reason for reason in REFUSED.values()),
    "no such employer": lambda: sum(row["employer"].startswith("E999") for row in CLAIMS),
    "employer id that lost its leading zeros": lambda: sum(
        row["employer"] not in IDS and f"{row['employer']:0>6}" in IDS for row in CLAIMS),
    "employer id in full width": lambda: sum("Ｅ" in row["employer"] for row in CLAIMS),
    "blanks around an employer id": lambda: sum(
        row["employer"] not in IDS and row["employer"].strip(" \u3000") in IDS for row in EXPOSURE + CLAIMS),
    "case outside every window": lambda: sum("" < row["paid_on"] < "2020" for row in CLAIMS),
    "ids of a former system with leading zeros and no letter": lambda: sum(name.startswith("0") for name in IDS),
}
STATED = {kind: int(count) for kind, count in re.findall(r"^\| ([^|]+) \| [a-z, ]+ \| (\d+) \|", README, re.MULTILINE)}


def test_the_script_writes_the_same_bytes_again(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-B", str(ROOT / "make_city.py"), str(tmp_path)], check=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(f"{name}.csv" for name in FILES)
    assert all((tmp_path / f"{name}.csv").read_bytes() == (CITY / f"{name}.csv").read_bytes() for name in FILES)


def test_every_kind_of_dirt_is_counted() -> None:
    assert STATED.keys() == DIRT.keys()


@pytest.mark.parametrize("kind", DIRT)
def test_dirt_is_there_as_often_as_stated(kind: str) -> None:
    assert DIRT[kind]() == STATED[kind]


def test_claims_are_in_the_encoding_of_older_systems() -> None:
    with pytest.raises(UnicodeDecodeError):
        (CITY / "claims.csv").read_bytes().decode("utf-8")


def test_the_readme_says_on_its_face_that_the_city_is_made_up() -> None:
    head = README[:900]
    assert "made up" in head
    assert "虚构" in head
    assert "not those of any city" in head
    assert "不是任何城市的规定" in head


def test_the_outcome_is_as_stated() -> None:
    found = Counter("refused" if isinstance(o, str) else f"{o[0]:+d}" if o[0] else "0" for o in OUTCOMES.values())
    stated = re.findall(r"^\| ([+-]?\d|refused) \| (\d+) \|$", README, re.MULTILINE)
    assert found == {step: int(count) for step, count in stated}
    assert OUTCOMES.keys() == IDS
    assert sum(STATED[kind] for kind in list(STATED)[:20]) == found["refused"]


def test_ids_with_leading_zeros_are_rated() -> None:
    assert all(not isinstance(OUTCOMES[name], str) for name in IDS if name.startswith("0"))


def test_the_worked_example() -> None:
    [row] = [row for row in EMPLOYERS if row["employer"] == "E000817"]
    assert (row["industry_code"], row["industry_edition"]) == ("33", "GB/T 4754-2011")
    given = KNOWN["E000817"]
    assert given == Facts(4, Fraction("1288282.32"), Fraction(2064555), deaths=1, months=24, arrears=False)
    assert given.benefits / given.premium == Fraction(624, 1000)
    assert OUTCOMES["E000817"] == (1, Fraction(108, 10_000))
    [death] = {row["claim"]: row for row in CLAIMS if row["employer"] == "E000817" and row["death"] == "是"}.values()
    assert (death["cause"], death["recognised_on"]) == ("work", "2022-06-28")


def test_death_grants_are_those_of_the_law() -> None:
    grants = {(row["accident_on"][:4], row["death_grant"]) for row in CLAIMS if row["death_grant"]}
    law = {"2020": "847180.00", "2021": "876680.00", "2022": "948240.00", "2023": "985660.00"}
    assert law.items() <= grants
    assert {year: grant for year, grant in grants if year in law} == law


def test_frequency_and_severity_are_near_the_national_ones() -> None:
    years = sum(int(row["head_months"]) for row in EXPOSURE) / 12
    cases = {row["claim"]: row for row in CLAIMS if "2020" <= row["recognised_on"] < "2024"}
    older = [row for row in cases.values() if row["recognised_on"] < "2023"]
    assert 4.0 < 1000 * len(cases) / years < 4.8
    assert 0.48 < sum(row["grade"] != "" for row in older) / len(older) < 0.58
    assert 30 < years / 4 / len(IDS) < 40


@pytest.mark.parametrize(
    ("benefits", "premium", "rest", "outcome"),
    [
        (0, 100, {}, (-2, "0.45%")),
        (1, 100, {}, (-1, "0.72%")),
        (50, 100, {}, (-1, "0.72%")),
        ("50.01", 100, {}, (0, "0.9%")),
        (100, 100, {}, (0, "0.9%")),
        ("100.01", 100, {}, (1, "1.08%")),
        (150, 100, {}, (1, "1.08%")),
        ("150.01", 100, {}, (2, "1.35%")),
        (0, 0, {}, (0, "0.9%")),
        (5, 0, {}, (0, "0.9%")),
        (0, 100, {"deaths": 1}, (1, "1.08%")),
        (900, 100, {"deaths": 1}, (2, "1.35%")),
        (0, 100, {"arrears": True}, (0, "0.9%")),
        (900, 100, {"deaths": 1, "months": 23}, (0, "0.9%")),
        (0, 100, {"risk_class": 1}, (0, "0.2%")),
        (0, 100, {"risk_class": 2}, (-2, "0.2%")),
        (900, 100, {"risk_class": 8}, (2, "2.85%")),
    ],
)
def test_the_oracle_on_cases_worked_by_hand(
    benefits: int | str, premium: int, rest: dict[str, int], outcome: tuple[int, str]
) -> None:
    given = Facts(4, Fraction(benefits), Fraction(premium), deaths=0, months=24, arrears=False)._replace(**rest)
    assert decide(given) == Outcome(outcome[0], Fraction(outcome[1][:-1]) / 100)


def test_successions_carry_the_record() -> None:
    assert [KNOWN[name].months for name in ("E000410", "E000990", "E001501", "E001502")] == [24] * 4
    assert [KNOWN[name].months for name in ("E000411", "E000991", "E000992", "E001500")] == [0] * 4
    whole = sum(Fraction(row["premium_paid"]) for row in read(CITY / "exposure.csv")
                if row["employer"] in ("E001500", "E001501", "E001502") and row["start"] >= "2022")
    assert KNOWN["E001501"].premium + KNOWN["E001502"].premium == whole
