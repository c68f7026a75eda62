"""A portfolio: employers with class, size, wage and a latent risk that no policy changes."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ratefloat.actuarial.cell import RiskCell
from ratefloat.actuarial.severities import Severity
from ratefloat.errors import DefinitionError
from ratefloat.simulate.portfolio.fund import AT_ONCE, EMPTY
from ratefloat.simulate.portfolio.fund import Fund as Fund
from ratefloat.simulate.portfolio.fund import Payment as Payment
from ratefloat.simulate.portfolio.year import Labels as Labels
from ratefloat.simulate.portfolio.year import Year as Year
from ratefloat.simulate.portfolio.year import freeze, year_of

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

    from ratefloat.history.book import Book

Ints = NDArray[np.int64]
FloatArray = NDArray[np.float64]


@dataclass(frozen=True, eq=False, repr=False)
class Portfolio:
    """Employers whose luck is still to be drawn.

    Arrays have shape (employers,) unless said. `key` names an employer in the random numbers and stays with it in
    any choice of employers. Years are numbered from 0, the first year of the policy; years -`history` to -1 lie
    before it. `hazard` is expected true cases per head and year; `risk` the employer's relative risk of each
    year, shape (history + horizon, employers). An employer is insured in years `first` <= t < `end`.
    `covered` is the share of its workers who are insured, by row `covered_of` and year, shape
    (rows, history + horizon). Candidate cases are drawn at `envelope` times the latent hazard. `wage` is yearly,
    per head, in minor units, of year 0. `victims[k]` is the share of accidents with k + 1 victims: accidents come
    at `hazard` divided by the mean number of victims. All severities have the same outcomes in the same order. Their
    amounts and limits are of year 0; with pensions they grow as wages do. Arrays cannot be written.
    `reporting` is the chance of a report by kind of case (`KINDS`) on which `hazard` rests: whoever reports less has
    more true cases behind the same reports. None where true cases are known as they are.

    Raises:
        ShapeError: columns that differ in shape.
        DataError: numbers out of range, keys that stand twice.
    """

    name: str
    key: NDArray[np.uint64]
    risk_class: NDArray[np.int8]
    workers: Ints
    wage: Ints
    hazard: FloatArray
    risk: NDArray[np.float32]
    first: NDArray[np.int16]
    end: NDArray[np.int16]
    covered_of: NDArray[np.int16]
    covered: FloatArray
    labels: Mapping[str, Labels]
    severity_of: NDArray[np.int8]
    severities: tuple[Severity, ...]
    victims: tuple[float, ...] = (1.0,)
    payment: Payment = AT_ONCE
    fund: Fund = EMPTY
    wage_growth: float = 0.0
    history: int = 6
    envelope: float = 1.25
    area: str | None = None
    reporting: tuple[float, ...] | None = None
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        from ratefloat.simulate.portfolio.sound import refuse_unsound

        freeze(self)
        refuse_unsound(self)

    @classmethod
    def from_cell(cls, cell: RiskCell, *, employers: int = 1000, years: int = 10, history: int = 6) -> Self:
        """Employers that are all alike: the risk cell of the actuarial core, many times.

        One victim an accident, everything paid at once, nobody comes or goes, wages stand still: what the exact law
        of the cell says holds for it.

        Args:
            years: how many years from year 0 there are.
        Raises:
            DefinitionError: fewer than one employer or year.

        >>> cell = RiskCell(risk_class=5, heads=30, wage="90000", frequency="12‰", severity={"outcomes": [
        ...     {"name": "injury", "probability": 1, "amount": "20000"}]})
        >>> alike = Portfolio.from_cell(cell, employers=4, years=3)
        >>> alike
        Portfolio('4 employers of class 5': 4 employers, 120 workers, years -6 to 2)
        >>> alike.year(0).heads, alike.year(2).expected.round(2)
        (array([30, 30, 30, 30]), array([0.36, 0.36, 0.36, 0.36]))
        """
        from ratefloat.simulate.portfolio.alike import alike

        return alike(cls, cell, employers=employers, span=(history, years))

    @classmethod
    def from_aggregates(cls, name: str, *, seed: int, employers: int | None = None, **assumed: Any) -> Self:
        """Invented employers that add up to public figures: a country, a province or a city.

        Trades by division of GB/T 4754-2011, key industries as label `key_industry`, a cluster as label `place`;
        sizes lognormal, so that most are tiny; hazards in proportion to the base rates of 2015 and so high that
        the recognised cases of year 0 are those of the figures; benefits by statute, the opening stock such that
        expected payments of year 0 are the spending of the figures. `notes` tell what is guessed.
        Recognised cases are known, true ones are not: `hazard` rests on the central levels of reporting, and a run
        moves it so that its own reporting leaves the same recognised cases.

        Args:
            name: "nation-2021", "jiangxi", "ganzhou" or "example-city".
            seed: of the employers drawn; the same seed draws the same employers.
            employers: how many are in at year 0; the fund is scaled with them. By default as the data say.
            assumed: any of `Assumptions`, such as years=10, heterogeneity=2.5, coverage=(0.6, 0.82, 5).
        Raises:
            DefinitionError: an unknown name, an unknown assumption, or one out of range.

        >>> city = Portfolio.from_aggregates("example-city", seed=7, years=5)
        >>> sorted(city.labels), city.horizon, len(city.severities[0].outcomes)
        (['key_industry'], 5, 12)
        """
        from ratefloat.simulate.portfolio.aggregated import from_aggregates
        from ratefloat.simulate.portfolio.assumptions import Assumptions

        return from_aggregates(cls, name, employers=employers, seed=seed, assumed=Assumptions.of(assumed))

    @classmethod
    def from_book(
        cls, book: Book, *, on: date | str, seed: int, area: str | None = None, experience: int = 4, **assumed: Any
    ) -> Self:
        """The employers of an agency's own book, each with the risk that its record makes likely.

        Heads and wages are those of the twelve months before `on`, classes and areas those that a rating finds.
        `hazard` is that of the class, from its own cases and, as far as these are few, in proportion to the base
        rates of 2015; `risk` is drawn from what a Poisson-gamma model says of each employer after its record, is
        the same in all years before 0 and moves from there. Shares of outcomes are the book's own, shrunk to a
        prior; amounts are by statute. `key_industry` comes from industry codes. Nobody comes after `on`, nobody
        leaves, and all workers are insured unless `coverage` is given. `notes` tell who is left out, and why.

        Args:
            on: the day on which year 0 begins.
            seed: of the risks drawn.
            area: only employers of this area.
            experience: how many years of cases before `on` count.
            assumed: years, history, persistence, coverage, reporting, victims, wage_growth; see `Assumptions`.
        Raises:
            DataError: nobody can be read, or no case was recognised in these years.
            DefinitionError: an unknown assumption, or one that the book answers.

        >>> import pandas as pd
        >>> from ratefloat.history.book import Book
        >>> claims = {"claim": ["c"], "employer": ["b"], "recognised_on": ["2023-05-01"], "paid_on": ["2023-06-01"],
        ...     "cause": ["work"], "death": ["no"], "disease": ["no"]}
        >>> book = Book.from_frames(
        ...     employers=pd.DataFrame({"employer": ["a", "b"], "risk_class": [4, 4], "participation": "2020-01-01"}),
        ...     exposure=pd.DataFrame({"employer": ["a", "b"], "start": "2023-01-01", "end": "2024-01-01",
        ...         "payroll": ["600000", "1200000"], "head_months": [120, 240]}), claims=pd.DataFrame(claims))
        >>> Portfolio.from_book(book, on="2024-01-01", seed=1).year(0).heads
        array([10, 20])
        """
        from ratefloat.simulate.portfolio.booked import Asked, from_book

        asked = Asked.of(on, seed, area=area, experience=experience, assumed=assumed)
        return from_book(cls, book, asked)

    def __len__(self) -> int:
        return len(self.key)

    def __repr__(self) -> str:
        return (
            f"Portfolio({self.name!r}: {len(self):,} employers, {int(self.workers.sum()):,} workers, "
            f"years {-self.history} to {self.horizon - 1})"
        )

    @property
    def horizon(self) -> int:
        """How many years from year 0 the portfolio holds."""
        return len(self.risk) - self.history

    def year(self, t: int) -> Year:
        """Heads, payroll and expected cases of year t, -history <= t < horizon.

        Heads are workers times their covered share, rounded up or down by a fraction that stays with the employer:
        sums over many employers are right on average, and an employer's heads never fall while coverage grows.

        Raises:
            UncoveredError: a year outside the portfolio.
        """
        return year_of(self, t)

    def growth(self, t: int) -> float:
        """Wages of year t, and with them benefits, as a multiple of those of year 0."""
        return float((1 + self.wage_growth) ** t)

    @cached_property
    def fraction(self) -> FloatArray:
        """The fraction of each employer that decides how its heads are rounded."""
        from ratefloat.simulate.portfolio.sizes import fractions

        return fractions(self.key)

    @cached_property
    def awareness(self) -> FloatArray:
        """A number from 0 to below 1 of each employer; those below some share know the rule, if that share does.

        Employers below a share have about that share of all expected cases. A choice of employers keeps the numbers.
        """
        from ratefloat.simulate.portfolio.awareness import awareness

        return awareness(self)

    @cached_property
    def groups(self) -> pd.DataFrame:
        """The groups of results that occur: one row a group; columns risk_class, size and each label."""
        return self._grouped[0]

    @cached_property
    def group_of(self) -> Ints:
        """The row of each employer in `groups`."""
        return self._grouped[1]

    @cached_property
    def _grouped(self) -> tuple[pd.DataFrame, Ints]:
        from ratefloat.simulate.portfolio.groups import grouped

        return grouped(self)

    @cached_property
    def cells(self) -> tuple[RiskCell, ...]:
        """A typical employer of each class, severity and narrow band of size: for these incentives are computed.

        Heads are the mean of its members, wage and frequency (of true cases) their mean by head. A choice of
        employers keeps the cells of the portfolio that it was taken from, so that incentives stay the same.
        """
        return self._celled[0]

    @cached_property
    def cell_of(self) -> Ints:
        """The place of each employer in `cells`."""
        return self._celled[1]

    @cached_property
    def _celled(self) -> tuple[tuple[RiskCell, ...], Ints]:
        from ratefloat.simulate.portfolio.cells import celled

        return celled(self)

    def describe(self, year: int = 0) -> pd.DataFrame:
        """The portfolio in figures of one year: one row a class, and "total".

        Columns: employers and workers of those who are in, insured, mean_wage (per head and year), cases_per_1000
        (expected true cases per 1000 insured), expected_benefits (of these cases, without pensions) and
        base_premium (at the national base rates of 2015; nan for a class without one). Money in the main unit.

        Raises:
            UncoveredError: a year outside the portfolio.
        """
        from ratefloat.simulate.portfolio.describe import describe

        return describe(self, year)

    def take(self, rows: ArrayLike) -> Self:
        """Some of the employers, each with its key, risk and cell; the fund stays as it is.

        Args:
            rows: their numbers, each once, or one truth value for each employer.
        Raises:
            DataError: nobody, an unknown number, or one that stands twice.

        >>> city = Portfolio.from_aggregates("example-city", seed=7)
        >>> city.take(city.risk_class == 8).describe().index.tolist()
        [8, 'total']
        """
        from ratefloat.simulate.portfolio.taken import taken

        return taken(self, rows)

    def replace(self, **changes: Any) -> Self:
        """The portfolio with some fields changed, checked anew.

        Raises:
            DefinitionError: an unknown field.
        """
        fields = [field.name for field in dataclasses.fields(self)]
        unknown = sorted(set(changes) - set(fields))
        if unknown:
            raise DefinitionError(f"portfolio: no field {unknown[0]!r}; expected some of {', '.join(fields)}")
        return dataclasses.replace(self, **changes)
