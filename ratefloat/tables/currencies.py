"""Amounts of money in words: the currency of a place, and what its unit is called."""

from __future__ import annotations

from ratefloat.units import money, money_text

BY_PLACE = {"CN": "CNY", "JP": "JPY", "KR": "KRW", "TW": "TWD", "DE": "EUR", "US": "USD", "CA": "CAD"}
"""Country (ISO 3166-1) -> currency (ISO 4217)."""
NAMES = {
    "CNY": ("yuan", "元"), "JPY": ("yen", "日元"), "KRW": ("won", "韩元"), "TWD": ("NT dollars", "新台币元"),
    "EUR": ("euros", "欧元"), "USD": ("US dollars", "美元"), "CAD": ("Canadian dollars", "加元"),
}
"""What each currency is called, in English and Chinese."""


def currency_of(jurisdiction: str) -> str:
    """The currency of a place by its code (ISO 3166); yuan where the place is not stated or not known.

    >>> currency_of("JP"), currency_of("CN-440300"), currency_of("")
    ('JPY', 'CNY', 'CNY')
    """
    return BY_PLACE.get(jurisdiction[:2], "CNY")


def currency_name(currency: str, lang: str = "en") -> str:
    """What a currency is called.

    >>> currency_name("KRW"), currency_name("JPY", "zh")
    ('won', '日元')
    """
    return NAMES[currency][lang == "zh"]


def amount_text(minor: int, currency: str = "CNY", lang: str = "en") -> str:
    """An amount of minor units with the name of its currency; it reads back by `amount_of`.

    >>> amount_text(500000), amount_text(400000, "JPY"), amount_text(5, "EUR", "zh")
    ('5000.00 yuan', '400000 yen', '0.05 欧元')
    """
    return f"{money_text(minor, currency)} {currency_name(currency, lang)}"


def amount_of(text: str) -> int:
    """The minor units of an amount that `amount_text` wrote in English; a plain number is in yuan.

    >>> amount_of("5000.00 yuan"), amount_of("400000 yen"), amount_of("12.5")
    (500000, 400000, 1250)
    """
    number, _, name = text.strip().partition(" ")
    found = next((code for code, (english, _) in NAMES.items() if english == name), "CNY")
    return money(number if name else text.strip(), found)
