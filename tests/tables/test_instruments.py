"""Instruments by short name, clauses in Chinese, and the numerals of articles."""

from __future__ import annotations

import pytest

from ratefloat.errors import DefinitionError, UncoveredError
from ratefloat.tables.chinese_numerals import chinese_numeral
from ratefloat.tables.instruments import INSTRUMENTS, clause_zh, instrument


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (0, "零"), (1, "一"), (9, "九"), (10, "十"), (11, "十一"), (19, "十九"), (20, "二十"), (21, "二十一"),
        (99, "九十九"), (100, "一百"), (101, "一百零一"), (109, "一百零九"), (110, "一百一十"),
        (111, "一百一十一"), (119, "一百一十九"), (120, "一百二十"), (200, "二百"), (305, "三百零五"),
        (999, "九百九十九"),
    ],
)
def test_chinese_numeral(number: int, expected: str) -> None:
    assert chinese_numeral(number) == expected


def test_numerals_are_all_different() -> None:
    assert len({chinese_numeral(number) for number in range(1000)}) == 1000


@pytest.mark.parametrize("number", [-1, 1000])
def test_numbers_out_of_range_are_refused(number: int) -> None:
    with pytest.raises(DefinitionError, match=f"number {number}: no article number; expected 0 to 999"):
        chinese_numeral(number)


@pytest.mark.parametrize(
    ("name", "zh"),
    [
        ("notice 71", "人社部发〔2015〕71号"), ("notice 72", "人社部发〔2015〕72号"),
        ("notice 25", "人社部发〔2018〕25号"), ("notice 2015-71", "人社部发〔2015〕71号"),
        ("regulation 375", "工伤保险条例"), ("WIIR", "工伤保险条例"), ("SIL", "社会保险法"),
        ("sil", "社会保险法"), ("JX33", "赣人社发〔2023〕33号"),
    ],
)
def test_short_names(name: str, zh: str) -> None:
    assert instrument(name).zh == zh
    assert clause_zh(name) == zh


def test_unknown_instrument_is_refused() -> None:
    with pytest.raises(UncoveredError, match="instrument 'notice 7': not listed; expected one of SIL, WIIR"):
        instrument("notice 7")


def test_every_alias_names_one_instrument() -> None:
    aliases = [alias.casefold() for entry in INSTRUMENTS for alias in entry.aliases]
    assert len(aliases) == len(set(aliases))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("art. 5", "第五条"), ("Art. 12", "第十二条"), ("article 20", "第二十条"),
        ("art.105", "第一百零五条"),
        ("art. 12(3)", "第十二条第（三）项"), ("art. 14 (6)", "第十四条第（六）项"),
        ("clause 2", "第二条"), ("cl. 3", "第三条"), ("para. 2", "第二款"), ("item 3", "第（三）项"),
        ("section 3", "第三节"), ("chapter 5", "第五章"), ("annex", "附件"), ("annex 2", "附件2"),
        ("arts. 33-35", "第三十三条至第三十五条"), ("art. 8, para. 2, item 1", "第八条第二款第（一）项"),
        ("notice 71, art. 2", "人社部发〔2015〕71号第二条"),
        ("notice 71 clause 2", "人社部发〔2015〕71号第二条"),
        ("WIIR art. 8", "工伤保险条例第八条"), ("SIL, art. 34", "社会保险法第三十四条"),
        ("notice 2015-71, section 2", "人社部发〔2015〕71号第二节"),
    ],
)
def test_clause_zh(text: str, expected: str) -> None:
    assert clause_zh(text) == expected


@pytest.mark.parametrize(
    "text",
    ["", "art. five", "art. 5 and art. 6", "notice 7, art. 2", "notice 711", "article", "art. 1234",
     "notice 71, as amended", "第五条", "an illustration", "5", "item"],
)
def test_what_is_no_clause_comes_back_unchanged(text: str) -> None:
    assert clause_zh(text) == text
