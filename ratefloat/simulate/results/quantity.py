"""The quantities that results know, each a ratio of additive parts."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ratefloat.errors import DataError
from ratefloat.simulate.totals import FACTOR_UNIT, MEASURES

FloatArray = NDArray[np.float64]
MONEY = {"payroll", "premium", "base premium", "incurred", "paid", "fines", "prevention money", "reserve", "outgo"}
_PER = re.compile(r"^(?P<of>.+) per (?P<count>[\d, ]+) (?P<what>insured|employers)$")


@dataclass(frozen=True)
class Quantity:
    """A figure of results: `scale` x `top` / `bottom`, or `scale` x its root; without `bottom`, a sum.

    `top` and `bottom` name parts. Figures of the whole `fund` cannot be told by group or step; those that are a
    `state` are, over several years, the last year's. `unit` is "share" or nothing.
    """

    name: str
    top: str
    bottom: str = ""
    scale: float = 1.0
    unit: str = ""
    root: bool = False
    fund: bool = False
    state: bool = False

    @property
    def money(self) -> bool:
        """Whether the figure is an amount of money."""
        return self.top in MONEY and self.bottom not in MONEY

    def in_main_unit(self, places: int) -> Quantity:
        """The same with money in the main unit of a currency with so many decimals."""
        return replace(self, scale=self.scale / 10.0**places) if self.money else self

    def value(self, top: FloatArray, bottom: FloatArray | None = None) -> FloatArray:
        """The figure from sums of its parts; nan where there is nothing to divide by."""
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = top if bottom is None else np.where(bottom == 0, np.nan, top / bottom)
        return np.asarray(self.scale * (np.sqrt(ratio) if self.root else ratio))


_ALL = (
    Quantity("employers", "employers"),
    Quantity("insured", "heads"),
    Quantity("payroll", "payroll"),
    Quantity("true injuries", "true"),
    Quantity("reported injuries", "reported"),
    Quantity("true injuries per 1000 insured", "true", "heads", 1000.0),
    Quantity("reported injuries per 1000 insured", "reported", "heads", 1000.0),
    Quantity("deaths", "true death"),
    Quantity("deaths per 100000 insured", "true death", "heads", 100_000.0),
    Quantity("hidden cases", "hidden"),
    Quantity("found cases", "found"),
    Quantity("hidden share", "hidden", "true", unit="share"),
    Quantity("premium", "premium"),
    Quantity("benefits incurred", "incurred"),
    Quantity("benefits paid", "paid"),
    Quantity("fines", "fines"),
    Quantity("incurred ratio", "incurred", "premium", unit="share"),
    Quantity("off-balance", "premium", "base premium"),
    Quantity("mean factor", "factor", "rated", 1 / FACTOR_UNIT),
    Quantity("mean step", "step", "employers"),
    Quantity("share up", "up", "moves", unit="share"),
    Quantity("share down", "down", "moves", unit="share"),
    Quantity("volatility", "change", "rated", 1 / FACTOR_UNIT, root=True),
    Quantity("outgo", "outgo", fund=True),
    Quantity("prevention money", "prevention money", fund=True),
    Quantity("reserve", "reserve", fund=True, state=True),
    Quantity("reserve months", "reserve", "outgo", 12.0, fund=True, state=True),
)
QUANTITIES = {one.name: one for one in _ALL}
"""By name. Injuries are cases of every kind, deaths among them. `off-balance` is premium over premium at base
rates. `mean factor` is the mean over employers, big or small, of the rate that each pays over the base rate of its
class; `volatility` the root mean square yearly change of that, years without a review included, and by step that of
the employers whom the review put there. Classes without a base rate are left out of both. `share up` and `share down`
are of employers at a review, by the step or band before it. `outgo` is all that the fund pays for cases: benefits
paid, and the old cases and pensions of the opening fund, not known before year 0. `reserve` is the fund at the end of
a year: that of the year before, plus premium and fines, less outgo and prevention money; `reserve months` are of the
outgo of the year."""


def quantity(name: str) -> Quantity:
    """A quantity by its name; besides `QUANTITIES` any measure, and any sum "per N insured" or "per N employers".

    Raises:
        DataError: the name is unknown.

    >>> quantity("deaths per 1000 employers").scale
    1000.0
    """
    if name in QUANTITIES:
        return QUANTITIES[name]
    if name in MEASURES:
        return Quantity(name, name)
    per = _per(name)
    if per is not None:
        return per
    close = difflib.get_close_matches(name, [*QUANTITIES, *MEASURES], n=1)
    hint = f"; did you mean {close[0]!r}" if close else ""
    raise DataError(
        f"quantity {name!r}: unknown; expected one of {', '.join(QUANTITIES)}, or a count \"per 1000 insured\"{hint}",
        quantity=name,
    )


def _per(name: str) -> Quantity | None:
    parts = _PER.match(name)
    if not parts:
        return None
    of = QUANTITIES.get(parts["of"])
    if of is None and parts["of"] in MEASURES:
        of = Quantity(name, parts["of"])
    if of is None or of.bottom or of.fund:
        return None
    below = {"insured": "heads", "employers": "employers"}[parts["what"]]
    return replace(of, name=name, bottom=below, scale=float(re.sub("[, ]", "", parts["count"])))
