"""Chinese numerals, as the articles of a law are numbered."""

from __future__ import annotations

from ratefloat.errors import DefinitionError

_DIGITS = "零一二三四五六七八九"


def chinese_numeral(number: int) -> str:
    """A whole number from 0 to 999 in the plain numerals of statutes.

    Raises:
        DefinitionError: outside 0 to 999.

    >>> [chinese_numeral(number) for number in (10, 12, 20, 35, 105, 110, 999)]
    ['十', '十二', '二十', '三十五', '一百零五', '一百一十', '九百九十九']
    """
    if not 0 <= number <= 999:
        raise DefinitionError(f"number {number}: no article number; expected 0 to 999", number=number)
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return _below_hundred(number)
    head = f"{_DIGITS[hundreds]}百"
    if not rest:
        return head
    # After a hundred, ones take 零 before them and tens keep their 一: 一百零五, 一百一十.
    return f"{head}零{_DIGITS[rest]}" if rest < 10 else f"{head}{_DIGITS[rest // 10]}十{_ones(rest)}"


def _below_hundred(number: int) -> str:
    if number < 10:
        return _DIGITS[number]
    tens = number // 10
    return f"{_DIGITS[tens] if tens > 1 else ''}十{_ones(number)}"


def _ones(number: int) -> str:
    return _DIGITS[number % 10] if number % 10 else ""
