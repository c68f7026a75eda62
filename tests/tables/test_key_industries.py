"""Key industries: every group names real divisions, none twice, and says where it comes from."""

from __future__ import annotations

import pytest

from ratefloat.tables.industry import EDITION_2011, division_codes, division_name
from ratefloat.tables.key_industries import KEY_INDUSTRIES


def test_groups_are_disjoint_sets_of_divisions_of_2011() -> None:
    divisions = [code for group in KEY_INDUSTRIES.values() for code in group.divisions]
    assert len(divisions) == len(set(divisions))
    assert set(divisions) <= set(division_codes(EDITION_2011))


@pytest.mark.parametrize(
    ("name", "divisions"),
    [("mining", "06 07 08 09 10 11 12"), ("construction", "47 48 49 50"), ("furniture", "21"),
     ("metal_products", "33")],
)
def test_groups_that_are_a_section_or_division_of_the_standard(name: str, divisions: str) -> None:
    assert KEY_INDUSTRIES[name].divisions == tuple(divisions.split())
    assert "our reading" not in KEY_INDUSTRIES[name].source


def test_all_other_groups_say_that_their_divisions_are_a_reading() -> None:
    readings = {name for name, group in KEY_INDUSTRIES.items() if "our reading" in group.source}
    assert readings == {"hazardous_chemicals", "transport", "machinery", "textile_clothing"}


def test_the_furniture_trade_is_division_21() -> None:
    assert division_name("21", edition=EDITION_2011, lang="zh") == "家具制造业"


def test_the_mapping_cannot_be_altered() -> None:
    with pytest.raises(TypeError):
        KEY_INDUSTRIES["own"] = KEY_INDUSTRIES["mining"]  # type: ignore[index]
