"""The key industry of employers by their industry codes."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from ratefloat.errors import RatefloatError
from ratefloat.history.table import Table
from ratefloat.simulate.portfolio.aggregate import OTHER
from ratefloat.tables.industry import EDITION_2011, translate
from ratefloat.tables.key_industries import KEY_INDUSTRIES


def industries_of(employers: Table, rows: NDArray[np.int64]) -> NDArray[np.int16]:
    """The place of each employer's key industry in (*KEY_INDUSTRIES, "other"), shape (rows,)."""
    names = (*KEY_INDUSTRIES, OTHER)
    codes, editions = (employers.words(name).texts()[rows].tolist() for name in ("industry_code", "industry_edition"))
    found = [names.index(key_industry(code, edition)) for code, edition in zip(codes, editions, strict=True)]
    return np.asarray(found, dtype=np.int16)


@cache
def key_industry(code: str, edition: str) -> str:
    """The key industry of a code; "other" for one that no list has, or that can not be read.

    >>> key_industry("2110", "GB/T 4754-2017"), key_industry("591", "GB/T 4754-2017"), key_industry("", "")
    ('furniture', 'transport', 'other')
    """
    try:
        old = translate(code, from_edition=edition, to_edition=EDITION_2011)
    except RatefloatError:
        return OTHER
    return next((name for name, group in KEY_INDUSTRIES.items() if old[:2] in group.divisions), OTHER)
