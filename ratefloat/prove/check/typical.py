"""The employers by whom money is shown: sizes and a wage, where nothing else is said."""

from __future__ import annotations

from dataclasses import dataclass

from ratefloat.prove.witness.exposure import WAGE


@dataclass(frozen=True)
class Typical:
    """Typical employers: heads of each size, yuan of wages per head and year, the class that is shown first, cases.

    The wage of 70,000 yuan and 1 % of cases per head and year are assumptions, stated in every finding that uses them.
    """

    heads: tuple[int, ...] = (30, 10, 100, 500)
    wage: int = WAGE
    risk_class: int = 4
    frequency: str = "1%"
