"""Every kind of indicator is data, and its column fits its domain."""

from __future__ import annotations

import pytest

from history.books import book, dates
from ratefloat.definition import of_family
from ratefloat.history import (
    Indicator,
    amount,
    benefits,
    cases,
    category,
    count,
    deaths_in_one_accident,
    evaluate,
    flag,
    frequency,
    fund_months,
    head_months,
    insured_months,
    least,
    level,
    premium,
    ratio,
    relative,
    streak,
    trend,
    years_since,
    years_with,
)
from ratefloat.periods import Window

INDICATORS: list[Indicator] = [
    ratio(benefits(), premium("paid"), label={"en": "loss ratio", "zh": "支缴率"}),
    frequency(cases(), minimum_heads=50),
    count("grades 1-6", window=Window(months=36)),
    deaths_in_one_accident(),
    amount(premium("due")),
    insured_months(),
    streak(ratio(benefits(), premium("paid")), years=5),
    years_with(cases("death"), within=3),
    least(head_months(), years=3),
    trend(frequency(cases())),
    relative(frequency(cases()), to="class mean"),
    years_since("increase", within=3),
    flag("arrears", when="any in window"),
    level("credit", levels=(4, 3)),
    category("tier", values=["1"]),
    fund_months(),
]


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda indicator: indicator.kind)
def test_every_indicator_is_data_and_has_a_domain_that_fits(indicator: Indicator) -> None:
    assert of_family("indicator", indicator.model_dump(mode="json")) == indicator
    assert hash(indicator) == hash(of_family("indicator", indicator.model_dump(mode="json")))
    from ratefloat.rules.column import Cuts

    domain = indicator.domain()
    found = evaluate({"it": indicator}, [], book({"employer": "A"}), dates()).columns["it"]
    cells = domain.cells(Cuts())
    digits = domain.digits(found, cells)
    assert len(digits) == 2
    assert max(digits) < len(cells)
