"""Amounts in the money of the place whose law counts them."""

from __future__ import annotations

from pathlib import Path

import pytest

import ratefloat as rf
from ratefloat.policy.table.export import read_table
from ratefloat.tables.currencies import NAMES, amount_of, amount_text
from ratefloat.units import MINOR_UNITS


@pytest.mark.parametrize("currency", sorted(MINOR_UNITS))
@pytest.mark.parametrize("minor", [0, 1, 99, 100, 123456])
def test_an_amount_reads_back(currency: str, minor: int) -> None:
    assert set(NAMES) == set(MINOR_UNITS)
    assert amount_of(amount_text(minor, currency)) == minor


def premium_law(jurisdiction: str, money: dict[str, str]) -> rf.FloatPolicy:
    return rf.FloatPolicy.from_document({
        "kind": "float policy", "id": "small-premium", "title": "Small premium", "source": "made up",
        "effective": "2024-01-01/", "review": {"every_years": 1, "anchor": "2024-01-01"}, "window": {"months": 12},
        "jurisdiction": jurisdiction,
        "indicators": {"paid": {"kind": "amount", "of": {"kind": "premium", "basis": "paid"}}},
        "rule": {"kind": "then", "rules": [
            {"kind": "start_from_base"},
            {"kind": "when", "rule": {"kind": "move", "by": 1},
             "condition": {"kind": "compare", "indicator": "paid", "op": "<", "value": money}},
            {"kind": "ladder", "steps": {"0": "100%", "1": "120%"}}, {"kind": "base_rate"},
        ]},
        "base": "cn-national-2015",
    })


@pytest.mark.parametrize(("jurisdiction", "money", "english", "chinese"), [
    # 400,000 yen: the yen has no smaller unit, so the case below ends at 399,999.
    ("JP", {"money": "400000", "currency": "JPY"}, "0 yen to 399999 yen", "0 日元 至 399999 日元"),
    ("DE", {"money": "100", "currency": "EUR"}, "0.00 euros to 99.99 euros", "0.00 欧元 至 99.99 欧元"),
    ("CN-440300", {"money": "5000"}, "0.00 yuan to 4999.99 yuan", "0.00 元 至 4999.99 元"),
])
def test_a_decision_table_is_in_the_money_of_its_place(
    jurisdiction: str, money: dict[str, str], english: str, chinese: str, tmp_path: Path
) -> None:
    policy = premium_law(jurisdiction, money)
    table = policy.table()
    assert english in {text for row in table.links[0][2] for text in row.case}
    assert chinese in {text for row in policy.table(lang="zh").links[0][2] for text in row.case}
    below, edge = (amount_of(english.split(" to ")[1]) + more for more in (0, 1))
    read = read_table(table.to_csv(tmp_path / "law.csv"))
    assert [read(paid=paid, risk_class=4).step for paid in (below, edge)] == [1, 0]


def test_an_explanation_is_in_the_money_of_its_place() -> None:
    policy = premium_law("JP", {"money": "400000", "currency": "JPY"})
    assert "paid 399999 yen" in policy.decide(on="2024-01-01", risk_class=4, paid=399_999).explain("en")
    assert "399999日元" in policy.decide(on="2024-01-01", risk_class=4, paid=399_999).explain("zh")
