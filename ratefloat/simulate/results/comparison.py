"""The result of several policies on common luck."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from ratefloat.simulate.results.result import Result
from ratefloat.simulate.results.where import Where

if TYPE_CHECKING:
    import pandas as pd


class Comparison(Result):
    """The result of several policies on common luck."""

    def difference(
        self, to: str, *, by: Collection[str] = ("policy", "year"), quantities: Sequence[str] | None = None,
        where: Where = None,
    ) -> pd.DataFrame:
        """Figures of every other policy less those of policy `to`, on common luck.

        Arguments, columns and errors as `frame`, and a column `to`; `error` is that of the difference, from
        differences replicate by replicate, and the range that of the difference set by set.
        """
        from ratefloat.simulate.results.difference import difference

        return difference(self.run, to, by=by, quantities=quantities, where=where)
