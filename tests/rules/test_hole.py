"""Open places of a template."""

from __future__ import annotations

import pytest

from ratefloat.errors import DefinitionError
from ratefloat.rules import bands, hole, indicator, move, set_to
from rules.bench import by_steps


def test_a_template_is_refused_until_it_is_filled() -> None:
    template = by_steps(
        bands("deaths", hole("table", "steps by deaths")), move(hole("steps")).when(indicator("wages") > hole("limit"))
    )
    assert [found.hole for found in template.holes] == ["table", "steps", "limit"]
    message = r"a template with 3 open holes \(table, steps, limit\); hole 'table' is open"
    with pytest.raises(DefinitionError, match=message):
        template.decide(on="2023-01-01", risk_class=1, deaths=0, wages=0)
    half = template.fill({"steps": 1})
    assert [found.hole for found in half.holes] == ["table", "limit"]
    whole = half.fill({"table": {"0": -1, "[1, inf)": 0}, "limit": {"money": "100"}})
    assert whole.decide(on="2023-01-01", risk_class=1, deaths=0, wages=10_001).step == 0
    assert whole.decide(on="2023-01-01", risk_class=1, deaths=0, wages=10_000).step == -1


def test_a_name_that_is_no_hole() -> None:
    with pytest.raises(DefinitionError, match="no hole 'limit'; expected one of steps"):
        by_steps(move(hole("steps"))).fill({"limit": 1})


def test_what_fills_it_is_checked() -> None:
    template = by_steps(set_to(hole("value")))
    with pytest.raises(DefinitionError, match=r"0.5 is a float"):
        template.fill({"value": 0.5})
    with pytest.raises(DefinitionError, match="nothing covers"):
        by_steps(bands("deaths", hole("table"))).fill({"table": {"0": 1}})
