"""The employers by whom money is shown: sizes and a wage, where nothing else is said."""

from __future__ import annotations

from dataclasses import dataclass

from ratefloat.prove.witness.exposure import WAGE


@dataclass(frozen=True)
class Typical:
    """Typical employers: heads of each size, yuan of wages per head and year, and the class that is shown first.

    The wage of 70,000 yuan is an assumption, stated in every finding that uses it.
    """

    heads: tuple[int, ...] = (30, 10, 100, 500)
    wage: int = WAGE
    risk_class: int = 4
