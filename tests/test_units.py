"""Exact numbers as a notice writes them, and what is no number."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from ratefloat.errors import DefinitionError
from ratefloat.units import decimal_text, exact, money, money_text, percent_text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.7%", Fraction(7, 1000)), ("4.5‰", Fraction(9, 2000)), ("120%", Fraction(6, 5)),
        ("-0.03%", Fraction(-3, 10_000)),
        ("5 000", 5000), ("1,234,567.5", Fraction(2_469_135, 2)), ("1/3", Fraction(1, 3)), (".5", Fraction(1, 2)),
        (Decimal("0.10"), Fraction(1, 10)), (7, 7), ("(4/3)%", Fraction(4, 300)), ("2 per mille", Fraction(1, 500)),
    ],
)
def test_numbers(text, value):
    assert exact(text) == value


@pytest.mark.parametrize("text", ["1,5", "0,75%", "4,5‰", "12 5%", "1,23,456", "", "%", "abc", "1/0", None, "0.5.5"])
def test_what_is_no_number(text):
    with pytest.raises(DefinitionError, match="is not a number"):
        exact(text)


@pytest.mark.parametrize("value", [0.7, True, float("nan")])
def test_floats_and_truth_values_are_refused(value):
    with pytest.raises(DefinitionError, match="expected an exact number; write it as text"):
        exact(value)


def test_texts_read_back():
    for value in (Fraction(7, 1000), Fraction(1, 3), Fraction(-1, 8), Fraction(0), Fraction(10**20, 7)):
        assert exact(percent_text(value)) == value
        assert exact(decimal_text(value)) == value


def test_money_in_whole_minor_units():
    assert (money("5000"), money("0.01"), money("300", "JPY")) == (500_000, 1, 300)
    assert (money_text(-5), money_text(300, "JPY")) == ("-0.05", "300")
    with pytest.raises(DefinitionError, match="more than 2 decimals; expected at most 2 for CNY"):
        money("0.005")
