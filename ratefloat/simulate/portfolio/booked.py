"""A portfolio made from an agency's own book."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from ratefloat.actuarial.china import DEATH_GRANTS
from ratefloat.actuarial.credibility import PoissonGammaFit, poisson_gamma
from ratefloat.actuarial.severities import MINOR, Severity, severity
from ratefloat.errors import DataError, DefinitionError
from ratefloat.history.book import Book
from ratefloat.periods import day, month_of
from ratefloat.simulate.portfolio.aggregate import OTHER, load_aggregate
from ratefloat.simulate.portfolio.aggregated import payment_of
from ratefloat.simulate.portfolio.alike import ALWAYS
from ratefloat.simulate.portfolio.assumptions import Assumptions
from ratefloat.simulate.portfolio.costs import base_rates, chances
from ratefloat.simulate.portfolio.industries import industries_of
from ratefloat.simulate.portfolio.opening import opening, opening_notes
from ratefloat.simulate.portfolio.portfolio import Fund, Labels
from ratefloat.simulate.portfolio.records import Records, read
from ratefloat.simulate.portfolio.reporting import ENVELOPE, levels, reported, true_law
from ratefloat.simulate.portfolio.risk import gamma_paths
from ratefloat.tables.key_industries import KEY_INDUSTRIES

if TYPE_CHECKING:
    from ratefloat.simulate.portfolio.portfolio import Portfolio

    Some = TypeVar("Some", bound=Portfolio)

FloatArray = NDArray[np.float64]
ANSWERED = ("heterogeneity", "turnover", "wages")
"""Assumptions that a book answers."""
PRIOR_CASES = 10
"""So many cases at the rate of the base rates are added to those of each class [U]."""
PRIOR_OUTCOMES = 200
"""So many cases with the shares of the nation are added to those of the book [U]."""
MODEL = "nation-2021"


@dataclass(frozen=True)
class Asked:
    """What was asked of a book."""

    on: date
    seed: int
    area: str | None
    experience: int
    assumed: Assumptions

    @classmethod
    def of(
        cls, on: date | str, seed: int, *, area: str | None, experience: int, assumed: Mapping[str, Any]
    ) -> Self:
        """The question, checked.

        Raises:
            DefinitionError: an assumption that is unknown, out of range, or answered by the book.
        """
        answered = sorted(set(assumed) & set(ANSWERED))
        if answered:
            raise DefinitionError(f"assumption {answered[0]!r}: not for a book, whose records answer it; leave it out")
        if experience < 1:
            raise DefinitionError(f"experience {experience}; expected at least 1 year of cases")
        return cls(day(on), seed, area, experience, Assumptions.of(assumed))


def from_book(kind: type[Some], book: Book, asked: Asked) -> Some:
    """The portfolio of a book; see `Portfolio.from_book`."""
    if book.currency != "CNY":
        raise DataError(f"book: in {book.currency}; expected CNY, for benefits are those of Chinese law")
    assumed = asked.assumed
    records = read(book, asked.on, experience=asked.experience, area=asked.area)
    recognised = class_rates(records)
    fit = relative_risks(records, recognised)
    known_law = recognised_law(records, asked.on)
    law = true_law(known_law, assumed.reporting)
    employers, industries = len(records.row), (*KEY_INDUSTRIES, OTHER)
    industry = industries_of(book.tables["employers"], records.row)
    low, high, over = assumed.coverage or (1.0, 1.0, 1)
    key = industry != industries.index(OTHER)
    t = np.arange(-assumed.history, assumed.years)
    labels, area = _areas(records)
    made = kind(
        name=f"book of {asked.on}",
        key=np.asarray([_key(str(name)) for name in book.ids[records.row]], dtype=np.uint64),
        risk_class=records.risk_class,
        workers=np.maximum(np.rint(records.heads / np.where(key, low, 1.0)), 1).astype(np.int64),
        wage=records.wage,
        hazard=recognised / float(chances(law) @ reported(law, assumed.reporting)),
        risk=_paths(fit, asked),
        first=_first(records, asked),
        end=np.full(employers, ALWAYS.max, dtype=np.int16),
        covered_of=key.astype(np.int16),
        covered=np.stack([np.ones(len(t)), low + (high - low) * np.clip(t / over, 0, 1)]),
        labels={"key_industry": Labels(industry, industries), **labels},
        severity_of=np.zeros(employers, dtype=np.int8),
        severities=(law,),
        victims=assumed.victims,
        payment=payment_of(load_aggregate(MODEL), law),
        wage_growth=assumed.wage_growth,
        history=assumed.history,
        area=area,
        reporting=tuple(levels(assumed.reporting).values()),
        envelope=ENVELOPE,
        notes=_notes(records, fit, asked),
    )
    fund = _fund(made, book, records, asked)
    return made.replace(fund=fund, notes=(*made.notes, *opening_notes(fund)))


def class_rates(records: Records) -> FloatArray:
    """Recognised cases per head and year of each employer's class.

    Cases of the class, with `PRIOR_CASES` more at a rate in proportion to its base rate.

    Raises:
        DataError: no case at all.
    """
    if not records.cases.sum():
        raise DataError("book: no case in the years of experience; expected at least one; ask for more years")
    base = base_rates(records.risk_class)
    # A class without a national base rate is taken for an average one.
    base = np.where(np.isnan(base), np.nanmean(base) if np.isfinite(base).any() else 1.0, base)
    prior = base * records.cases.sum() / (base @ records.head_years)
    seen, lived = (np.bincount(records.risk_class, weights=what) for what in (records.cases, records.head_years))
    return np.asarray((seen[records.risk_class] + PRIOR_CASES) / (lived[records.risk_class] + PRIOR_CASES / prior))


def relative_risks(records: Records, rates: FloatArray) -> PoissonGammaFit:
    """The Poisson-gamma model of cases against those that the class lets expect, one spread for all classes."""
    return poisson_gamma(records.cases, records.head_years * rates, frequency=1.0)


def recognised_law(records: Records, on: date) -> Severity:
    """The law of recognised cases: the book's own shares, with those of `PRIOR_OUTCOMES` cases of the nation."""
    model = load_aggregate(MODEL)
    counted = {f"grade {grade}": int(records.outcomes[grade - 1]) for grade in range(1, 11)}
    counted["death"] = int(records.outcomes[10])
    counted["no grade"] = max(int(records.cases.sum()) - sum(counted.values()), 0)
    total = sum(counted.values()) + PRIOR_OUTCOMES
    shares = {
        name: (counted[name] + PRIOR_OUTCOMES * Fraction(share)) / total for name, share in model.shares.items()
    }
    return severity("china", shares=shares, medical=model.medical, year=_grant_year(on))


def _grant_year(on: date) -> int:
    return min(max(on.year, min(DEATH_GRANTS)), max(DEATH_GRANTS))


def _paths(fit: PoissonGammaFit, asked: Asked) -> NDArray[np.float32]:
    assumed, employers = asked.assumed, len(fit.counts)
    rng = np.random.default_rng(asked.seed)
    if np.isinf(fit.shape):
        return np.ones((assumed.history + assumed.years, employers), dtype=np.float32)
    start = rng.standard_gamma(fit.shape + fit.counts) / (fit.shape + fit.expected)
    ahead = gamma_paths(
        rng, (assumed.years, employers), heterogeneity=fit.shape, persistence=assumed.persistence, start=start
    )
    return np.concatenate([np.tile(ahead[:1], (assumed.history, 1)), ahead])


def _first(records: Records, asked: Asked) -> NDArray[np.int16]:
    """The year of participation, counted from the day asked for; from the beginning where that is earlier."""
    year = (records.joined - month_of(asked.on)) // 12
    return np.where(year >= -asked.assumed.history, np.minimum(year, 0), ALWAYS.min).astype(np.int16)


def _areas(records: Records) -> tuple[dict[str, Labels], str | None]:
    names = sorted(set(records.area.tolist()))
    if len(names) == 1:
        return {}, names[0] or None
    codes = np.asarray([names.index(name) for name in records.area], dtype=np.int16)
    return {"area": Labels(codes, tuple(names))}, None


def _fund(portfolio: Portfolio, book: Book, records: Records, asked: Asked) -> Fund:
    spending = float(records.paid.sum()) / MINOR
    table = book.tables["fund"]
    ours = np.isin(table.words("area").texts().astype(str), [portfolio.area or "", ""])
    before = np.flatnonzero(ours & (table.days("date") <= np.datetime64(asked.on)))
    reserve = 0.0
    if len(before):
        last = before[np.argmax(table.days("date")[before])]
        reserve = float(table.numbers("reserve_months")[last]) / 10 * spending / 12
    return opening(portfolio, asked.assumed.reporting, spending=max(spending, 0.0), reserve=reserve)


def _notes(records: Records, fit: PoissonGammaFit, asked: Asked) -> tuple[str, ...]:
    spread = "none found between employers" if np.isinf(fit.shape) else f"gamma shape {fit.shape:.2f}"
    several = len(set(records.area.tolist())) > 1
    return (
        *records.notes,
        f"risk within classes: {spread}, from {int(records.cases.sum()):,} cases",
        f"shares of outcomes: the book's, with {PRIOR_OUTCOMES} cases as in the nation of 2021 [U]; "
        f"cases not yet assessed count as without grade",
        "cost of treatment: a guess [U], as for the nation of 2021",
        asked.assumed.growth_note(),
        *(["several areas: base rates without an area hold; give area= for one of them"] if several else []),
        *([f"death grant: that of {_grant_year(asked.on)}"] if _grant_year(asked.on) != asked.on.year else []),
    )


def _key(name: str) -> int:
    """A number that stays with an employer whatever else the book holds."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big")
