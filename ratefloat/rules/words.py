"""Numbers of each stage in the law's words."""

from __future__ import annotations

from fractions import Fraction

from ratefloat.tables.chinese_numerals import chinese_numeral
from ratefloat.tables.glossary import step_text
from ratefloat.units import percent_text, rounded_percent_text


def value_words(value: Fraction, stage: str, lang: str) -> str:
    """A value as a person reads it: "up one step", "120%", "0.90%", "class 4".

    >>> value_words(Fraction(9, 1000), "rate", "en"), value_words(Fraction(1, 3), "factor", "en")
    ('0.90%', 'about 33.3333%')
    """
    if stage == "step":
        return step_text(int(value), lang)
    if stage == "class":
        return f"{chinese_numeral(int(value))}类" if lang == "zh" else f"class {int(value)}"
    exactly = percent_text(value, places=2 if stage == "rate" else 0)
    if len(exactly) <= 12 and "/" not in exactly:
        return exactly
    about = rounded_percent_text(value, places=4)
    return f"约{about}" if lang == "zh" else f"about {about}"


def signed_points(value: Fraction, lang: str) -> str:
    """Percentage points with their sign."""
    text = percent_text(value)
    points = text.removesuffix("%")
    sign = "" if value < 0 else "+"
    return f"{sign}{points}个百分点" if lang == "zh" else f"{sign}{points} points"
