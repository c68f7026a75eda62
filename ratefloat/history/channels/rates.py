"""The rate of each exposure record: as it was charged, or as the base table has it for the class then in force."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ratefloat.errors import DataError, UncoveredError
from ratefloat.history.channels.base import Filling
from ratefloat.history.channels.exposure_rows import months, refuse, refuse_missing
from ratefloat.history.grid import Reasons
from ratefloat.history.table import Ints
from ratefloat.history.values import MISSING
from ratefloat.periods import first_day
from ratefloat.units import RATE_UNIT

Rows = NDArray[np.intp]
Key = tuple[int, str | None, str | None, int, int]
"""Class, area, tier, first and last month of a record."""
Moment = tuple[date, str | None, str | None]


class Rated(NamedTuple):
    """`rates[codes[i]]` is the rate of record i; code 0 where there is none."""

    codes: Ints
    rates: tuple[Fraction, ...]


def charged_rates(filling: Filling, rows: Rows, refused: Reasons) -> Rated:
    """The rates that were charged."""
    refuse_missing(filling, "rate_charged", rows, refused)
    charged = filling.book.tables["exposure"].numbers("rate_charged")[rows]
    found, codes = np.unique(np.append(charged, MISSING), return_inverse=True)
    # MISSING is the least integer, so that it has code 0.
    return Rated(codes[:-1].reshape(-1), (Fraction(0), *(Fraction(int(rate), RATE_UNIT) for rate in found[1:])))


def base_rates(filling: Filling, rows: Rows, refused: Reasons) -> Rated:
    """The base rates of the class, area and months of each record, each distinct one looked up once."""
    keys, codes = _keys(filling, rows)
    rates = [Fraction(0)]
    looked_up: dict[Moment, Mapping[int, Fraction]] = {}
    place = np.zeros(len(keys) + 1, dtype=np.int64)
    for number, key in enumerate(_readable(filling, keys)):
        try:
            rates.append(_base_rate(filling, key, looked_up))
        except (UncoveredError, DataError) as error:
            refuse(filling, rows[codes == number], error.message, refused)
        else:
            place[number] = len(rates) - 1
    return Rated(place[codes], tuple(rates))


def _keys(filling: Filling, rows: NDArray[np.intp]) -> tuple[Ints, Ints]:
    """Distinct (class, area, tier, first month, last month) of some exposure records, and the key of each."""
    exposure, employers = filling.book.tables["exposure"], filling.book.tables["employers"]
    owners = exposure.owners()[rows]
    own = exposure.numbers("risk_class")[rows]
    columns = [
        np.where(own == MISSING, employers.numbers("risk_class")[owners], own),
        employers.words("area").codes[owners].astype(np.int64),
        employers.words("tier").codes[owners].astype(np.int64),
        months(exposure.days("start")[rows]),
        months(exposure.days("end")[rows]) - 1,
    ]
    keys, codes = np.unique(np.stack(columns, axis=1), axis=0, return_inverse=True)
    return keys, codes.reshape(-1)


def _readable(filling: Filling, keys: Ints) -> Iterator[Key]:
    employers = filling.book.tables["employers"]
    areas, tiers = employers.words("area"), employers.words("tier")
    for risk_class, area, tier, first, last in keys.tolist():
        yield risk_class, areas.word(area), tiers.word(tier), first, last


def _base_rate(filling: Filling, key: Key, looked_up: dict[Moment, Mapping[int, Fraction]]) -> Fraction:
    """The one rate that holds from the first to the last day of every month of a record."""
    risk_class, area, tier, first, last = key
    if filling.base is None:
        raise DataError("premium at base rate: no base table; expected one from the policy")
    if risk_class == MISSING:
        raise DataError("no risk class; expected one of the employer or of the record")
    days = [day for month in range(first, last + 1) for day in (first_day(month), _last_day(month))]
    for moment in ((day, area, tier) for day in days):
        if moment not in looked_up:
            looked_up[moment] = filling.base(*moment)
    rates = [_of_class(looked_up[day, area, tier], risk_class) for day in days]
    for (one, other), (before, after) in zip(pairwise(days), pairwise(rates), strict=True):
        if before != after:
            split = "split the record there" if one.month != other.month else "expected one rate through a month"
            raise DataError(f"base rate of class {risk_class} changes between {one} and {other}; {split}")
    return rates[0]


def _last_day(month: int) -> date:
    return first_day(month + 1) - timedelta(days=1)


def _of_class(rates: Mapping[int, Fraction], risk_class: int) -> Fraction:
    if risk_class not in rates:
        raise UncoveredError(f"class {risk_class}: no base rate; expected one of {', '.join(map(str, sorted(rates)))}")
    return rates[risk_class]
