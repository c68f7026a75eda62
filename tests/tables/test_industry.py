"""The industry table of notice 71: the eight lists, the 2017 codes and their traps, columns."""

from __future__ import annotations

import numpy as np
import pytest

from ratefloat.errors import DataError, ShapeError, UncoveredError
from ratefloat.tables.industry import (
    EDITION_2011,
    EDITION_2017,
    division_codes,
    division_name,
    risk_class,
    risk_classes,
    translate,
)

# 人社部发〔2015〕71号, divisions of GB/T 4754-2011 by class.
LISTS = {
    1: "65 66 67 68 69 75 84 86 90 91 92 93 94 95 96",
    2: "51 52 59 60 61 62 63 64 70 71 72 73 74 79 81 82 83 85 87",
    3: "13 14 15 16 17 20 24 39 40 41 46 76 77 78 80 89",
    4: "01 03 05 18 19 23 27 28 29 33 34 35 36 37 38 42 43 44 45 53 56 57 88",
    5: "02 11 21 22 49 50 54 55 58",
    6: "04 26 30 31 32 47 48",
    7: "07 12 25",
    8: "06 08 09 10",
}
CLASS_2011 = {code: number for number, codes in LISTS.items() for code in codes.split()}


def test_the_eight_lists_are_a_partition_of_96_divisions() -> None:
    assert [len(codes.split()) for codes in LISTS.values()] == [15, 19, 16, 23, 9, 7, 3, 4]
    assert sorted(CLASS_2011) == [f"{number:02d}" for number in range(1, 97)]
    assert division_codes(EDITION_2011) == tuple(sorted(CLASS_2011))


@pytest.mark.parametrize("code", CLASS_2011)
def test_class_by_2011_code(code: str) -> None:
    for longer in (code, code + "1", code + "10", code + "00"):
        assert risk_class(longer, edition=EDITION_2011) == CLASS_2011[code]


@pytest.mark.parametrize("number", [n for n in range(1, 98) if n not in (59, 79)])
def test_class_by_2017_code(number: int) -> None:
    old = f"{number:02d}" if number < 79 else f"{number - 1:02d}"
    assert risk_class(f"{number:02d}", edition=EDITION_2017) == CLASS_2011[old]
    assert risk_class(f"{number:02d}90", edition=EDITION_2017) == CLASS_2011[old]


def test_the_same_code_is_another_industry_in_another_edition() -> None:
    assert risk_class("84", edition=EDITION_2011) == 1
    assert risk_class("84", edition=EDITION_2017) == 2
    assert division_name("84", edition=EDITION_2011, lang="zh") == "社会工作"
    assert division_name("84", edition=EDITION_2017, lang="zh") == "卫生"
    # Group 591: grain stores in 2011, loading in 2017.
    assert risk_class("591", edition=EDITION_2011) == 2
    assert risk_class("591", edition=EDITION_2017) == 5


@pytest.mark.parametrize(
    ("code", "expected"),
    [("591", 5), ("5910", 5), ("592", 2), ("5930", 2), ("5942", 2), ("595", 2), ("596", 2), ("5990", 2),
     ("58", 5), ("581", 5), ("5829", 5)],
)
def test_division_59_of_2017_is_decided_by_its_group(code: str, expected: int) -> None:
    assert risk_class(code, edition=EDITION_2017) == expected


@pytest.mark.parametrize("code", ["59", "590", "5900", "597"])
def test_division_59_of_2017_alone_is_undecidable(code: str) -> None:
    with pytest.raises(UncoveredError, match="the group; expected three digits .591: class 5, 592"):
        risk_class(code, edition=EDITION_2017)


def test_division_79_of_2017_has_no_class() -> None:
    with pytest.raises(UncoveredError, match="土地管理业 has no class in 人社部发〔2015〕71号"):
        risk_class("7910", edition=EDITION_2017)
    assert division_name("79", edition=EDITION_2017, lang="en") == "Land administration"
    assert risk_class("79", edition=EDITION_2011) == 2


@pytest.mark.parametrize("edition", [None, "", "  ", 2017])
def test_a_bare_code_is_refused(edition: object) -> None:
    with pytest.raises(DataError, match="code 84: no edition; GB/T 4754-2011 reads 社会工作, .*卫生"):
        risk_class("84", edition=edition)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        risk_class("84")  # type: ignore[call-arg]


def test_an_older_edition_is_refused_and_says_what_to_do() -> None:
    with pytest.raises(UncoveredError, match="4754-2002' is not in the table.*give the risk class itself"):
        risk_class("84", edition="GB/T 4754-2002")


def test_the_long_dash_of_the_title_page_is_read() -> None:
    assert risk_class("84", edition="GB/T 4754—2017") == 2


@pytest.mark.parametrize("code", ["1", "", "21.0", "C21", "21101", 21, None, float("nan"), "２１"])
def test_a_malformed_code_is_refused(code: object) -> None:
    with pytest.raises(DataError, match="not two to four digits"):
        risk_class(code, edition=EDITION_2011)  # type: ignore[arg-type]


UNKNOWN_DIVISIONS = [("00", EDITION_2011), ("97", EDITION_2011), ("98", EDITION_2017)]


@pytest.mark.parametrize(("code", "edition"), UNKNOWN_DIVISIONS)
def test_an_unknown_division_is_refused(code: str, edition: str) -> None:
    with pytest.raises(UncoveredError, match=f"industry code {code} .*: no such division"):
        risk_class(code, edition=edition)


def test_every_division_has_a_name_in_both_languages() -> None:
    for edition, count in ((EDITION_2011, 96), (EDITION_2017, 97)):
        codes = division_codes(edition)
        for lang in ("en", "zh"):
            assert len({division_name(code, edition=edition, lang=lang) for code in codes}) == count


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        ("05", "农、林、牧、渔服务业", "农、林、牧、渔专业及辅助性活动"),
        ("11", "开采辅助活动", "开采专业及辅助性活动"),
        ("25", "石油加工、炼焦和核燃料加工业", "石油、煤炭及其他燃料加工业"),
        ("50", "建筑装饰和其他建筑业", "建筑装饰、装修和其他建筑业"),
        ("58", "装卸搬运和运输代理业", "多式联运和运输代理业"),
        ("59", "仓储业", "装卸搬运和仓储业"),
        ("21", "家具制造业", "家具制造业"),
    ],
)
def test_names_by_edition(code: str, old: str, new: str) -> None:
    assert division_name(code, edition=EDITION_2011, lang="zh") == old
    assert division_name(code, edition=EDITION_2017, lang="zh") == new


def to_2017(code: str) -> str:
    return translate(code, from_edition=EDITION_2011, to_edition=EDITION_2017)


def to_2011(code: str) -> str:
    return translate(code, from_edition=EDITION_2017, to_edition=EDITION_2011)


def test_translation_shifts_from_79_on_and_keeps_the_class() -> None:
    for code, number in CLASS_2011.items():
        if code in ("58", "59"):
            continue
        expected = code if int(code) < 79 else f"{int(code) + 1:02d}"
        assert to_2017(code + "1") == expected
        assert to_2011(expected) == code
        assert risk_class(expected, edition=EDITION_2017) == number
    assert translate("5990", from_edition=EDITION_2017, to_edition=EDITION_2017) == "5990"


def test_translation_around_the_split_divisions() -> None:
    assert (to_2017("581"), to_2017("5821"), to_2017("59"), to_2017("591")) == ("591", "58", "59", "59")
    assert (to_2011("58"), to_2011("5910"), to_2011("592")) == ("58", "58", "59")
    with pytest.raises(UncoveredError, match="58 .*spread over 58 and 591 in GB/T 4754-2017"):
        to_2017("58")
    with pytest.raises(UncoveredError, match="59 .*spread over 58 and 59 in GB/T 4754-2011"):
        to_2011("59")
    with pytest.raises(UncoveredError, match="土地管理业 has no class"):
        to_2011("79")


def test_columns_equal_single_look_ups() -> None:
    codes = [f"{number:02d}" for number in range(100)] + ["591", "5920", "84", "x", None, 21]
    for edition in (EDITION_2011, EDITION_2017, "GB/T 4754-2002", ""):
        classes, problems = risk_classes(codes, [edition] * len(codes))
        assert classes.dtype == np.int8
        for row, code in enumerate(codes):
            try:
                expected, reason = risk_class(code, edition=edition), None  # type: ignore[arg-type]
            except (DataError, UncoveredError) as error:
                expected, reason = 0, error.message
            assert (classes[row], problems.get(row)) == (expected, reason)


def test_one_bad_row_costs_no_other_its_class() -> None:
    codes = np.array(["84", "84", "84", "79"], dtype=object)
    editions = np.array([EDITION_2011, EDITION_2017, None, EDITION_2017], dtype=object)
    classes, problems = risk_classes(codes, editions)
    assert classes.tolist() == [1, 2, 0, 0]
    assert sorted(problems) == [2, 3]
    assert "no edition" in problems[2]


def test_one_edition_for_all_and_plain_string_arrays() -> None:
    assert risk_classes(np.array(["21", "2110"]), EDITION_2011)[0].tolist() == [5, 5]
    assert risk_classes(np.array(["21"]), np.array([EDITION_2017]))[0].tolist() == [5]
    empty, none = risk_classes([], EDITION_2011)
    assert empty.tolist() == [] and empty.dtype == np.int8 and none == {}


def test_columns_of_different_length_are_refused() -> None:
    with pytest.raises(ShapeError, match="1 for 2 codes"):
        risk_classes(["21", "22"], [EDITION_2011])
