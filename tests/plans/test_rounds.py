"""Totals of published rounds: those that add up, and the figures that do not, with the reason."""

from __future__ import annotations

from fractions import Fraction

# place, year -> (units in scope, up, down, unchanged); None where it is not told.
ROUNDS = {
    "Sanmenxia 2013, floated": (115, 45, 70, 0),
    "Yantai 2013, floated": (3_822, 1_385, 2_437, 0),
    "Huaibei, class 2": (565, 36, 122, 407),
    "Huaibei, class 3": (65, 9, 6, 50),
    "Mingxi 2018, changed": (55, 9, 46, 0),
    "Dongying 2015, floated": (303, 270, 33, 0),
    "Dongyang 2021": (34_378, 378, 14_000, 20_000),
}
TOLD_SHARES = {
    # share as told, in percent: numerator, denominator
    "Guangyuan 2019, down of all": (32, 590, 1_854),
    "Sanmenxia 2013, down of the floated": (61, 70, 115),
    "Yantai 2013, up of the moved": (36, 1_385, 3_822),
    "Huaibei, classes 2 and 3 up": (7, 45, 630),
    "Huaibei, classes 2 and 3 unchanged": (73, 457, 630),
}
DO_NOT_ADD_UP = {
    "Sanming 2017": "462 units, 32 up, 48 down: the rest 'keeps the 2016 rate', and its 382 are not told",
    "Dongyang 2021": "'more than 34 000' is the article's word; its own parts make 34 378",
    "Tongling 2014": "182 up and 1 872 down without the number of units in scope",
    "France, 42 792": "an example printed for the costs of 2024; they make 43 262, 470 more",
    "Netherlands, 2011": "0.59 % and 1 540 euro of a payroll of 275 000, which is 0.56 %",
    "Netherlands, 2018": "limits of 2.96 and 1.54 printed beside 4 x 0.75 and 4 x 0.385",
}
"""Published figures that are asserted nowhere."""


def test_parts_make_the_whole() -> None:
    assert all(whole == up + down + same for whole, up, down, same in ROUNDS.values())


def test_shares_as_told() -> None:
    for name, (told, part, whole) in TOLD_SHARES.items():
        assert abs(Fraction(100 * part, whole) - told) <= Fraction(1, 2), name


def test_huaibei_with_its_first_class() -> None:
    assert 1_060 + ROUNDS["Huaibei, class 2"][0] + ROUNDS["Huaibei, class 3"][0] == 1_690


def test_what_does_not_add_up_says_why() -> None:
    assert all(len(reason) > 20 for reason in DO_NOT_ADD_UP.values())
    assert 5 * 287 + 40_783 + 2 * 522 == 43_262 == 42_792 + 470
    assert Fraction(1_540, 275_000) == Fraction(56, 10_000)
