"""Every vector of the collected examples has its place: in a plan's file, or in the test named here."""

from __future__ import annotations

import pytest

from ratefloat.plans import load_plan, plan_ids

CHINA = [
    1, 2, 3, 5, 6, 7, 9, 11, 12, 13, 15, 17, 18, 19, 20, 21, 22, 24, 25, 27, 29, 30, 31, 34, 35, 36, 37, 39, 42, 44, 45,
    46, 48, 49, 50, 52, 53, 55, 57, 58, 59, 60, 61, 64, 65, 66, 68, 69, 70, 71, 73, 74, 76, 78, 83, 84, 85,
]
"""Derived vectors D1 to D85; the numbering has gaps."""
ABROAD = ("JP-1", "JP-2", "JP-4", "JP-6", "KR-1", "KR-2", "KR-4", "TW-1", "TW-3", "TW-4", "TW-6", "TW-8", "TW-10",
          "TW-11", "DE-14")
ELSEWHERE = {
    "D53": "test_puyang_2016.test_exactly_100_percent_is_a_hole_of_the_text",
    "D76": "test_parts.test_taizhou_level_1_without_benefits_goes_down_three_steps",
    "D78": "test_parts.test_tianjin_counts_thirty_insured_as_fifty",
    "D83": "test_parts.test_phase_reductions_by_months_of_reserve",
    "D85": "test_ordos.test_rule_2_needs_counts_and_spending",
    "JP-6": "test_japan.test_the_rate_table_of_2024",
    "KR-4": "test_korea.test_the_lowest_band_keeps_commuting_whole",
}
NOT_ENCODED = {
    "KR-5": "the construction rate of 2019 and its commuting rate: another year's table, not in hand",
    "KR-6": "averages of 2018: figures of a year, no case of a rule",
    "DE-1 to DE-13": "BG ETEM, VBG, BAU and BGN: plans of other bodies, with their own bylaws",
    "FR, NL, PL, BE, IT": "continuous plans",
}
"""Vectors that belong to no plan here, and why."""
NAMED = {example.name.split(":")[0] for id in plan_ids() for example in load_plan(id).examples}


@pytest.mark.parametrize("vector", [*(f"D{n}" for n in CHINA), *ABROAD])
def test_every_vector_has_its_place(vector: str) -> None:
    assert vector in NAMED or vector in ELSEWHERE
    if vector in ELSEWHERE:
        module, test = ELSEWHERE[vector].split(".")
        from importlib import import_module

        assert callable(getattr(import_module(f"plans.{module}"), test))


def test_published_and_derived_are_told_apart() -> None:
    published = {(id, e.name) for id in plan_ids() for e in load_plan(id).examples if e.origin == "published"}
    assert not [name for _, name in published if name.split(":")[0] in {f"D{n}" for n in CHINA}]
    assert all(e.source for id in plan_ids() for e in load_plan(id).examples if (id, e.name) in published)
