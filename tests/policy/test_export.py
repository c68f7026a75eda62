"""Decision tables in files: each form read back decides every case as the policy does."""

from __future__ import annotations

import csv
import itertools
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from laws.engines import by_values
from laws.profile import law
from laws.rows import rows_for
from laws.strategies import policies
from plans.filled import complete
from policy.conftest import city_policy
from testing.decidable import DECIDABLE

import ratefloat as rf
from ratefloat.errors import UncoveredError
from ratefloat.policy.table.decision_table import decision_table
from ratefloat.policy.table.export import read_table
from ratefloat.policy.table.lookup import RateTable
from ratefloat.policy.table.tokens import joined, parted
from ratefloat.policy.table.whole import whole
from ratefloat.policy.table.written import written_table

FORMS = {"csv": "to_csv", "json": "to_json", "xlsx": "to_excel"}


def plain(sample):
    """A representative as `prepare` takes it."""
    return sample if isinstance(sample, tuple | bool | str) or sample is None else plain_number(sample)


def plain_number(sample):
    return sample if isinstance(sample, int) else (sample.numerator, sample.denominator)


def cells_of(policy):
    """The indicators and the representatives of a policy's cases."""
    cells = {}
    for link in whole(policy, policy.effective.start).links:
        for name, own in zip(link.names, link.cells, strict=True):
            cells[name] = [plain(cell.sample) for cell in own]
    cells["risk_class"] = policy.classes
    return cells


def answer(decider, given):
    try:
        found = decider(**given)
    except UncoveredError as error:
        return str(error)
    return found.risk_class, found.step, found.factor, found.rate, found.clauses


@pytest.mark.parametrize("form", FORMS)
def test_every_case_is_decided_alike(form: str, tmp_path: Path) -> None:
    policy = city_policy()
    path = getattr(policy.table(), FORMS[form])(tmp_path / f"table.{form}")
    table, prepared = read_table(path), policy.prepare(on="2022-01-01")
    cells = cells_of(policy)
    cases = list(itertools.product(*cells.values()))
    assert len(cases) == 112 * 4
    for case in cases:
        given = dict(zip(cells, case, strict=True))
        assert answer(table, given) == answer(prepared, given)


@pytest.mark.parametrize("id", DECIDABLE)
def test_shipped_plans(id: str, tmp_path: Path) -> None:
    policy = complete(id)
    table = read_table(policy.table().to_csv(tmp_path / "plan.csv"))
    prepared = policy.prepare(on=policy.effective.start)
    cells = cells_of(policy)
    cases = list(itertools.product(*cells.values()))
    for case in cases[:: max(1, len(cases) // 4000)]:
        given = dict(zip(cells, case, strict=True))
        assert answer(table, given) == answer(prepared, given)


@settings(law, max_examples=max(20, law.max_examples // 3))
@given(policies(), st.integers(0, 2**32))
def test_random_policies(policy: rf.FloatPolicy, seed: int) -> None:
    try:
        written = written_table(decision_table(policy, "2023-01-01"))
    except UncoveredError:
        return
    table = RateTable(written)
    for row in rows_for(policy, seed, 12):
        expected = by_values(policy, {**row, "base_group": 0})
        try:
            found = table(**{name: value for name, value in row.items() if name != "base_group"})
        except UncoveredError:
            # A part that no table holds may refuse a case before the table does.
            assert isinstance(expected, str)
            continue
        if isinstance(expected, str):
            assert written.rest
            continue
        if not written.rest:
            assert (found.step, found.factor, found.rate) == (expected.step, expected.factor, expected.rate)
            assert found.clauses == expected.clauses


def test_a_file_reads_as_the_law(tmp_path: Path) -> None:
    text = city_policy().table().to_csv(tmp_path / "t.csv").read_text(encoding="utf-8-sig")
    lines = list(csv.reader(text.splitlines()))
    assert lines[0] == ["ratefloat table 1"]
    assert ["loss_ratio", "ratio", "%", "0 or more", "loss_ratio"] in lines
    # art. 5: over 150 % up two steps; art. 4: only with 24 months of insurance.
    assert ["(150%, inf)", "any", "any", ">= 24", "any", "+2", "150%", "art. 5", "", "yes"] in lines
    # 0.9 % x 120 % = 1.08 %; class 1 not below its base rate of 0.2 %.
    assert ["+1", "120%", "4", "+1", "120%", "1.08%", "", "", "yes"] in lines
    assert ["-2", "50%", "1", "-2", "50%", "0.20%", "art. 9", "", "yes"] in lines


def test_impossible_cases_are_told_and_left_out_for_people(tmp_path: Path) -> None:
    policy = complete("cn-hainan-2016")
    table = policy.table()
    document = json.loads(table.to_json(tmp_path / "t.json").read_text(encoding="utf-8"))
    rows = document["tables"][0]["rows"]
    never = [row for row in rows if row.get("possible") == "no"]
    # Five years without benefits can not stand beside benefits in the window.
    assert never
    assert {row["case"]["clean_years"] for row in never if row["case"]["loss_ratio"] != "any"} <= {"5", "any"}
    assert len(table.links[0][2]) < len(rows)
    shown = table.to_frame()
    clean = shown[shown.iloc[:, 1] == "5"]
    assert set(clean.iloc[:, 0]) <= {"no premium", "[0, inf)"}


def test_text_that_could_be_misread(tmp_path: Path) -> None:
    words = ["=1+1", "a or b", "any", "any other", ' "x" ', "c\nd", "e;f", "elsewhere", "plain"]
    policy = rf.FloatPolicy(
        id="words", title="words", source="a test", effective="2024-01-01/2025-01-01",
        review=rf.Review(every_years=1, anchor="2024-01-01"), window=rf.Window(months=12), base="cn-national-2015",
        indicators={"sector": rf.history.category("unit_type", values=words)},
        rule=rf.start_from_base()
        >> rf.move(1, clause="art. 1; 2").when(rf.indicator("sector").is_in("a or b", "any"))
        >> rf.move(2, clause='"=3').when(rf.indicator("sector").is_in("any other", "=1+1", "c\nd"))
        >> rf.ladder({0: "100%", 1: "110%", 2: "1/3", 3: "150%"}) >> rf.base_rate(),
    )
    prepared = policy.prepare(on="2024-01-01")
    for form, method in FORMS.items():
        table = read_table(getattr(policy.table(), method)(tmp_path / f"t.{form}"))
        for word in words:
            given = {"sector": word, "risk_class": 3}
            assert answer(table, given) == answer(prepared, given)


@pytest.mark.parametrize("texts", [[], ["a"], ["a", "b or c"], ["", '"'], ["a or", "b"], ["or b", "x "], ["a\\", "é"]])
def test_joined_texts_come_apart_again(texts: list[str]) -> None:
    assert parted(joined(texts, " or "), " or ") == tuple(texts)


def test_areas(tmp_path: Path) -> None:
    own = rf.BaseRateTable.single("own", {c: f"{c}%" for c in range(1, 9)}, effective="2000-01-01/", source="a test")
    policy = city_policy().replace(base={"north": own, "south": "cn-national-2015"})
    table = read_table(policy.table().to_csv(tmp_path / "areas.csv"))
    given = {"loss_ratio": (1, 2), "deaths": 1, "insured_months": 24, "arrears": False, "risk_class": 4}
    for area in ("north", "south"):
        assert table(area=area, **given).rate == policy.decide(on="2022-01-01", area=area, **given).rate
    with pytest.raises(UncoveredError, match="area 'west'"):
        table(area="west", **given)


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    path = city_policy().table().to_csv(tmp_path / "t.csv")
    text = path.read_text(encoding="utf-8-sig")
    row = '"(100%, 150%]",any,any,>= 24,any,+1,120%,art. 5,,yes\n'
    path.write_text(text.replace(row, ""), encoding="utf-8")
    with pytest.raises(rf.DataError, match=r"t.csv: table 1: no row for 8 cases, such as loss_ratio \(100%, 150%\]"):
        read_table(path)
    path.write_text(text.replace(row, row + row.replace("+1,120%", "+2,150%")), encoding="utf-8")
    with pytest.raises(rf.DataError, match="rows 14 and 15 claim one case"):
        read_table(path)
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(rf.DataError, match="expected 'ratefloat table 1'"):
        read_table(path)


def test_nothing_is_left_of_a_failed_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = city_policy().table().to_csv(tmp_path / "t.csv")
    before = path.read_bytes()
    monkeypatch.setattr("ratefloat.policy.table.export.written_table", lambda table: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        city_policy().table().to_csv(path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]
