"""The test of the simulator on the past: a review predicted from the records before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ratefloat.actuarial.desk import Level
from ratefloat.errors import DataError
from ratefloat.history.book import Book
from ratefloat.history.channels import months_insured
from ratefloat.history.filled import Channels
from ratefloat.history.indicators.flags import Flag
from ratefloat.numeric.keyed import LANES
from ratefloat.periods import Span, month_of
from ratefloat.policy.document import FloatPolicy
from ratefloat.policy.rate import rate
from ratefloat.policy.rating import Rating
from ratefloat.rules.column import BooleanColumn
from ratefloat.simulate.backtesting.asked import Asked
from ratefloat.simulate.backtesting.drawn import futures
from ratefloat.simulate.backtesting.result import ALL, Backtest, Places, figures
from ratefloat.simulate.engine.plan import BANDS, Plan
from ratefloat.simulate.terms import Terms

if TYPE_CHECKING:
    import pandas as pd

Ints = NDArray[np.int64]
FloatArray = NDArray[np.float64]


def backtest(
    policy: FloatPolicy, book: Book, *, on: date | str, seed: int, draws: int = 200,
    terms: Terms = Terms(),  # noqa: B008
) -> Backtest:
    """A review as it could have been predicted at the review before, beside what it really gave.

    Records up to the review before make a portfolio (`Portfolio.from_book`). Window years that were over by then
    are the book's own, and so is the level in force; later ones are drawn, with open cases paid on, without any
    answer to the rule. Each draw has its own hazards, risks and payrolls, as far as they were unknown. Compared are
    employers who could be read then and got a rate now.

    Args:
        on: a day on which the rates of the review run.
        seed: of the random numbers.
        draws: futures drawn, in fours.
    Raises:
        UncoveredError: the policy is not in force, or reads what a portfolio does not have.
        DataError: no records before the review before, or nobody to compare.
    """
    if draws < LANES:
        raise DataError(f"draws: {draws}; expected {LANES} or more", draws=draws)
    asked = Asked.of(policy, book, on, seed=seed, terms=terms)
    both = _Compared.of(asked, rate(policy, book, on=asked.on))
    plans = asked.plans(-(-draws // LANES))
    past, rng = asked.past(plans[0]), np.random.default_rng([seed, 1])
    drawn = []
    for number, plan in enumerate(plans):
        held, levels = futures(plan, past, asked.horizon, seed + number)
        rates, rungs = np.asarray([float(level.rate) for level in levels]), _rungs(plan, levels)
        for lane in held:
            paid = np.rint(asked.payrolls.ahead(asked.horizon, rng) * rates[lane])
            drawn.append(([rungs[at] for at in lane[both.ours].tolist()], paid[both.ours]))
    return Backtest(
        frame=figures(both.places(drawn), drawn, (both.actual_rungs, both.actual_premium)),
        left_out=both.left_out, policy=policy.id, known=asked.day, on=asked.on, draws=len(drawn), notes=asked.notes(),
    )


@dataclass(frozen=True, eq=False)
class _Compared:
    """The employers that could be read before and were rated: their places in the portfolio and in the rating."""

    ours: Ints
    theirs: Ints
    rating: Rating
    left_out: pd.DataFrame

    @classmethod
    def of(cls, asked: Asked, rating: Rating) -> _Compared:
        import pandas as pd

        known = {str(asked.known.ids[row]): place for place, row in enumerate(asked.row.tolist())}
        unforeseen = _unforeseen(rating, asked)
        usable = rating.rated & rating.money.known & ~np.asarray([bool(each) for each in unforeseen])
        pairs = [(known[str(name)], at) for at, name in enumerate(rating.book.ids) if usable[at] and str(name) in known]
        if not pairs:
            raise DataError(f"backtest: nobody could be read before {asked.day} and was rated on {asked.on}")
        joined = rating.book.tables["employers"].days("participation") >= np.datetime64(asked.day)
        rows = [
            (str(name), _why(rating, at, asked.day, unforeseen=unforeseen[at], joined=bool(joined[at])))
            for at, name in enumerate(rating.book.ids) if not (usable[at] and str(name) in known)
        ]
        left_out = pd.DataFrame(rows, columns=["employer", "why"])
        ours, theirs = np.asarray(pairs, dtype=np.int64).T
        return cls(ours, theirs, rating, left_out)

    @property
    def actual_rungs(self) -> list[int | str]:
        """The step of each, or the band of its factor."""
        states = self.rating.outcomes.states
        named = [_rung(None if s[1] is None else int(s[1]), s[2]) for s in states]
        return [named[at] for at in self.rating.outcomes.state[self.theirs].tolist()]

    @property
    def actual_premium(self) -> FloatArray:
        """The premium of each at its new rate, minor units."""
        return np.asarray(self.rating.money.premium[self.theirs], dtype=np.float64)

    def places(self, drawn: Sequence[tuple[list[int | str], FloatArray]]) -> Places:
        """Every class and step that occurs."""
        met = {rung for rungs, _ in drawn for rung in rungs} | set(self.actual_rungs)
        return Places.of_classes(self.rating.classes[self.theirs], met)


def _rungs(plan: Plan, levels: Sequence[Level]) -> list[int | str]:
    return [
        _rung(level.step, level.rate / plan.base[c] if plan.base.get(c) else None)
        for c, level in zip(plan.classes, levels, strict=True)
    ]


def _rung(step: int | None, factor: Fraction | None) -> int | str:
    """A step, or where a law has none the nearest of some factors."""
    if step is not None:
        return step
    return ALL if factor is None else f"about {int(min(BANDS, key=lambda band: abs(band - factor)) * 100)}%"


def _unforeseen(rating: Rating, asked: Asked) -> list[str]:
    """Of each employer what befell it that a portfolio does not have, in words: flags that count, and leaving."""
    span = Span(month_of(asked.day), month_of(rating.dates.period.start))
    months, _ = Channels.fill(rating.book, [(months_insured(), span)], on=asked.on).total(months_insured(), span)
    found = [f"not insured all through from {asked.day} on" if short else "" for short in months < span.months]
    for name, made in rating.policy.indicator_map.items():
        column = rating.columns.get(name)
        if isinstance(made, Flag) and isinstance(column, BooleanColumn):
            for at in np.flatnonzero(column.values).tolist():
                found[at] = f"{name} stands, which a portfolio does not have"
    return found


def _why(rating: Rating, at: int, day: date, *, unforeseen: str, joined: bool) -> str:
    if joined:
        return f"came after {day}"
    if at in rating.refusals:
        return "refused by the rating"
    if not rating.money.known[at]:
        return "payroll unknown to the rating"
    return unforeseen or f"could not be read before {day}"
