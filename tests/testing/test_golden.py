"""Golden cases: each edge and one unit beside it, classes, history lengths; files; differences."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from laws.strategies import policies
from plans.filled import complete
from policy.conftest import city_policy
from testing.decidable import DECIDABLE

import ratefloat as rf
from ratefloat.testing import GoldenTable, golden

CITY = city_policy()
TABLE = golden(CITY, on="2024-01-01")


def case(what: str):
    return next(case for case in TABLE.cases if what in case.what.split("; "))


@pytest.mark.parametrize(
    ("what", "ratio", "step"),
    [
        # art. 5 of the city: (0, 50%] -1, (50%, 100%] 0, (100%, 150%] +1, above +2; 0 is -2.
        ("loss_ratio at 0", "0/1000000", "-2"),
        ("loss_ratio one unit above 0", "1/1000000", "-1"),
        ("loss_ratio one unit below 50%", "499999/1000000", "-1"),
        ("loss_ratio at 50%", "500000/1000000", "-1"),
        ("loss_ratio one unit above 50%", "500001/1000000", "0"),
        ("loss_ratio at 100%", "1000000/1000000", "0"),
        ("loss_ratio one unit above 100%", "1000001/1000000", "+1"),
        ("loss_ratio at 150%", "1500000/1000000", "+1"),
        ("loss_ratio one unit above 150%", "1500001/1000000", "+2"),
    ],
)
def test_edges(what: str, ratio: str, step: str) -> None:
    assert case(what).given["loss_ratio"] == ratio
    assert case(what).expected["step"] == step


def test_other_indicators_classes_and_lengths() -> None:
    # Cases of one edge share all other inputs, in which the edge makes a difference.
    assert [case(f"deaths {n}").expected["step"] for n in (0, 1, 2)] == ["0", "+1", "+1"]
    assert case("insured_months 23").expected["step"] != case("insured_months 24").expected["step"]
    assert case("arrears yes").expected["clauses"] == "art. 5; art. 7"
    assert {case(f"history of insured_months {n}").given["insured_months"] for n in (0, 12, 24)} == {"0", "12", "24"}
    for risk_class in range(1, 9):
        assert case(f"class {risk_class} from step +2").expected["rate"] != ""
    # 1.9 % x 150 %.
    assert case("class 8 from step +2").expected == {
        "class": "8", "step": "+2", "factor": "150%", "rate": "2.85%", "clauses": "art. 5", "refusal": "",
    }


@pytest.mark.parametrize("id", DECIDABLE)
def test_files_of_shipped_plans_come_back(id: str, tmp_path: Path) -> None:
    policy = complete(id)
    table = golden(policy)
    back = GoldenTable.read(table.to_csv(tmp_path / "rates.csv"))
    assert [c.given for c in back.cases] == [c.given for c in table.cases]
    assert not back.check(policy)
    assert str(back.check(policy)) == f"{id}: all {len(table)} cases as in the table"


def test_one_edge_one_unit_off_is_seen() -> None:
    rows = {"no premium": 0, "0": -2, "(0, 50%)": -1, "[50%, 100%]": 0, "(100%, 150%]": +1, "(150%, inf)": +2}
    _, *rest = CITY.rule.rules
    broken = CITY.replace(rule=rf.FloatPolicy.from_json(CITY.to_json()).rule.replace(
        rules=(rf.bands("loss_ratio", rows, clause="art. 5"), *rest)
    ))
    found = TABLE.check(broken)
    assert [difference.case.what for difference in found] == ["loss_ratio at 50%"]
    assert found.found[0].clauses == ("art. 5",)
    # The line in the file, of which the header is the first.
    assert found.found[0].line == TABLE.cases.index(found.found[0].case) + 2
    assert str(found).splitlines()[1:] == [
        f"  line {found.found[0].line}: loss_ratio at 50%",
        "    clause   art. 5",
        "    inputs   loss_ratio 500000/1000000, deaths 0, arrears no, insured_months 24, risk_class 2, on 2024-01-01",
        "    step     expected -1               got 0",
        "    factor   expected 80%              got 100%",
        "    rate     expected 0.32%            got 0.40%",
        "    clauses  expected art. 5           got -",
    ]


def test_every_broken_number_is_seen() -> None:
    text = CITY.to_json()
    changes = [
        ('"2": "150%"', '"2": "160%"'), ('"-1": "80%"', '"-1": "85%"'), ('"(150%, inf)": 2', '"(150%, inf)": 1'),
        ('"of_class": 1', '"of_class": 2'), ('"0": -2', '"0": -1'), ('"value": 1}', '"value": 2}'),
    ]
    for old, new in changes:
        assert old in text
        assert TABLE.check(rf.FloatPolicy.from_json(text.replace(old, new))), (old, new)


def test_areas_have_cases_of_their_own() -> None:
    own = rf.BaseRateTable.single("own", {c: f"{c}%" for c in range(1, 9)}, effective="2000-01-01/", source="a test")
    policy = CITY.replace(base={"north": "cn-national-2015", "south": own})
    found = [case for case in golden(policy).cases if case.area == "south"]
    assert [case.expected["rate"] for case in found] == [f"{c}.00%" for c in range(1, 9)]


def test_cases_of_ones_own(tmp_path: Path) -> None:
    path = TABLE.to_csv(tmp_path / "t.csv")
    # As a regulator may write it: a percentage, the worked example of 62.4 % and a death.
    own = "the worked example,hand,2024-01-01,,,62.4%,1,no,60,4,4,+1,120%,1.08%,art. 6,\n"
    path.write_text(path.read_text(encoding="utf-8") + own, encoding="utf-8")
    table = GoldenTable.read(path)
    assert not table.check(CITY)
    assert [case.what for case in TABLE.with_own_cases_of(table).cases][-1] == "the worked example"
    path.write_text(path.read_text(encoding="utf-8").replace("1.08%", "1.07%"), encoding="utf-8")
    assert [d.results for d in GoldenTable.read(path).check(CITY)] == [("rate",), ("rate",)]


def test_damaged_files(tmp_path: Path) -> None:
    with pytest.raises(rf.DataError, match="can not be read"):
        GoldenTable.read(tmp_path / "none.csv")
    path = TABLE.to_csv(tmp_path / "t.csv")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("expected rate", "rate"), encoding="utf-8")
    with pytest.raises(rf.DataError, match="no column 'expected rate'"):
        GoldenTable.read(path)
    path.write_text(text + "a,b\n", encoding="utf-8")
    with pytest.raises(rf.DataError, match=rf"line {len(TABLE) + 2}: expected 16 cells"):
        GoldenTable.read(path)


def test_an_indicator_that_the_file_lacks_is_told() -> None:
    policy = CITY.replace(rule=CITY.rule >> rf.times("90%").when(rf.indicator("diseases") >= 1),
                          indicators={**CITY.indicator_map, "diseases": rf.count("disease")})
    found = TABLE.check(policy)
    assert len(found) == len(TABLE)
    assert "no value for diseases" in str(found)


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(policies())
def test_cases_of_any_policy_come_back(policy: rf.FloatPolicy) -> None:
    table = golden(policy)
    assert table.cases
    assert not table.check(policy)
