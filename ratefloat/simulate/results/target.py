"""A target: a quantity that should fall by some share until some year."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from ratefloat.errors import DataError, DefinitionError
from ratefloat.simulate.results.difference import check_policy
from ratefloat.simulate.results.draws import Draws, FloatArray
from ratefloat.simulate.results.frames import Cut, Reader
from ratefloat.simulate.results.quantity import Quantity, quantity
from ratefloat.simulate.results.where import Where, where_text
from ratefloat.simulate.run import Run
from ratefloat.units import exact, percent_text


@dataclass(frozen=True)
class Target:
    """A fall of a quantity, compared with the start of the same policy or with another policy.

    Args:
        fall: the share by which it should fall, such as "20%".
        of: name of a quantity, such as "true injuries per 1000 insured", or a count with `per`.
        per: what a count is divided by, such as "1000 insured".
        where: of which employers: "key industries", or a value or several by column of the groups.
        by_year: the year in which it is read, as frames number years; year 0 is the first of the policy.
        against: name of the policy whose figure of the same year it is compared with. None compares with the last
            year before the policy, or with year 0 where the run has no year before it. Without a policy of the
            same year nothing tells the policy's work from growth, entry and a change of trades.
    Raises:
        DefinitionError: a fall not above 0 and at most 100 %, or no later year.
        DataError: an unknown quantity.

    >>> str(Target(fall="20%", of="deaths", per="100000 insured", by_year=5))
    'deaths per 100000 insured: -20% by year 5'
    """

    fall: str | Fraction
    of: str = "true injuries per 1000 insured"
    per: str | None = None
    where: Where = None
    by_year: int = 5
    against: str | None = None

    def __post_init__(self) -> None:
        if not 0 < self.share <= 1:
            raise DefinitionError(f"target: a fall of {self.fall}; expected above 0% and at most 100%")
        if self.by_year < (1 if self.against is None else 0):
            raise DefinitionError(f"target: by year {self.by_year}; expected a year after year 0")
        if self.quantity.fund and self.where is not None:
            raise DefinitionError(f"target: {self.quantity.name} is of the whole fund; expected no `where`")

    @property
    def share(self) -> Fraction:
        """The fall as a number."""
        return exact(self.fall, what="target: fall")

    @property
    def quantity(self) -> Quantity:
        """What should fall."""
        return quantity(self.of if self.per is None else f"{self.of} per {self.per}")

    def falls(self, run: Run) -> dict[str, Draws]:
        """The fall that each policy reaches, a share; the policy of `against` is left out.

        Raises:
            DataError: a year beyond the run, a policy that is not in it, or employers that it does not have.
        """
        self.check(run)
        cut = Cut.of(run, ("policy", "year"), self.where)
        year = (run.before + self.by_year, 0, 0)
        start = (max(run.before - 1, 0), 0, 0)
        other = None if self.against is None else self._at(run, cut, self.against, year)
        return {
            name: self._at(run, cut, name, year).with_(_fall, other or self._at(run, cut, name, start))
            for name in run.policies if name != self.against
        }

    def within(self, years: int) -> None:
        """Refuse a target that a run of so many years does not reach; to be asked before the run.

        Raises:
            DataError: the run ends before the year of the target.
        """
        if self.by_year >= years:
            raise DataError(
                f"target by year {self.by_year}: the run ends with year {years - 1}; expected an earlier year, "
                "or run more years", by_year=self.by_year, years=years,
            )

    def check(self, run: Run) -> None:
        """Refuse a target that this run cannot answer."""
        self.within(run.years)
        if self.against is not None:
            check_policy(run, self.against)
            if len(run.policies) == 1:
                raise DataError(f"target against {self.against!r}: the run has no other policy; expected one to judge")

    def _at(self, run: Run, cut: Cut, name: str, place: tuple[int, ...]) -> Draws:
        return Reader(run, name, cut).draws(self.quantity).at(place)

    def start_text(self, run: Run) -> str:
        """What the figure is compared with, in words."""
        if self.against is not None:
            return f"{self.against} in the same year"
        return "the last year before the policy" if run.before else "year 0 of the same policy"

    def __str__(self) -> str:
        of = "" if self.where is None else f" ({where_text(self.where)})"
        against = "" if self.against is None else f" against {self.against}"
        return f"{self.quantity.name}{of}: -{percent_text(self.share)} by year {self.by_year}{against}"


def _fall(now: FloatArray, start: FloatArray) -> FloatArray:
    return np.asarray(1 - now / start)
