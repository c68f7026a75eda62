"""The key industries of the prevention plans, as groups of divisions of GB/T 4754-2011."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ratefloat.definition import Definition
from ratefloat.tables.words import Words


class IndustryGroup(Definition):
    """Divisions that a plan or a city counts as one industry."""

    label: Words
    divisions: tuple[str, ...]
    source: str


# The plans name industries in words, without codes: which divisions they mean is our reading, except where
# the words are a whole section or division of the standard (mining, construction, furniture, metal products).
_PLANS = "five-year plans for injury prevention 2021-2025 and 2026-2030"
_NANKANG = "key trade of Ganzhou (Nankang)"
_LOCAL = "trade of local weight; no plan in hand names it"
_READING = "divisions: our reading"


def _group(en: str, zh: str, divisions: str, source: str) -> IndustryGroup:
    return IndustryGroup(label=Words(en=en, zh=zh), divisions=tuple(divisions.split()), source=source)


KEY_INDUSTRIES: Mapping[str, IndustryGroup] = MappingProxyType({
    "hazardous_chemicals": _group("Hazardous chemicals", "危险化学品", "25 26", f"{_PLANS}; {_READING}"),
    "mining": _group("Mining", "矿山", "06 07 08 09 10 11 12", f"{_PLANS}; section B"),
    "construction": _group("Construction", "工程建设", "47 48 49 50", f"{_PLANS}; section E"),
    "transport": _group(
        "Transport", "交通运输", "53 54 55 56 57 58", f"{_PLANS}; {_READING} (section G without 59 and 60)"
    ),
    "machinery": _group("Machinery", "机械制造", "34 35 36 37 38", f"{_PLANS}; {_READING}"),
    "furniture": _group("Furniture", "家具制造", "21", f"{_NANKANG}; division 21"),
    "textile_clothing": _group("Textile and clothing", "纺织服装", "17 18", f"{_LOCAL}; {_READING}"),
    "metal_products": _group("Metal products", "金属制品", "33", f"{_LOCAL}; division 33"),
})
"""Key industries by name: label, divisions (codes of GB/T 4754-2011) and where they come from."""
