"""What one step more does to injuries: employers just above an edge against employers just below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from ratefloat.actuarial.edge_effects.edges import Edge, edges_of, placebos
from ratefloat.actuarial.edge_effects.jump import Jump, pooled, ratio
from ratefloat.actuarial.edge_effects.measured import Measured, measure
from ratefloat.actuarial.edge_effects.sample import Sample, sample_of
from ratefloat.actuarial.edge_effects.tables import balance_table, density_table, effect_table
from ratefloat.errors import DataError, DefinitionError
from ratefloat.history.channels import cases
from ratefloat.history.channels.cases import Cases
from ratefloat.periods import day
from ratefloat.policy.rate import rate

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from ratefloat.history.book import Book
    from ratefloat.policy.document import FloatPolicy


@dataclass(frozen=True, eq=False)
class EdgeEffect:
    """The effect of one step more on reported cases, edge by edge and over all edges.

    Jumps are from the cheaper to the dearer side, in logarithms: -0.1 is about a tenth less.
    `left_out` tells which edges and placebos could not be measured, and why.
    """

    policy: FloatPolicy = field(repr=False)
    starts: tuple[date, ...]
    follow_years: int
    of: Cases
    sample: Sample = field(repr=False)
    edges: tuple[Measured, ...] = field(repr=False)
    placebos: tuple[Measured, ...] = field(repr=False)
    left_out: pd.DataFrame = field(repr=False)

    @cached_property
    def jump(self) -> Jump:
        """The headline: the mean of the jumps in frequency, weighted by the inverse of their variances."""
        return pooled([edge.outcome for edge in self.edges])

    @cached_property
    def elasticity(self) -> Jump | None:
        """The mean jump in frequency over that in the rate, with the same weights; None where that is too weak.

        This is the fuzzy estimate: where vetoes, limits and floors break the bands, an edge moves fewer rates.
        """
        weights = [edge.outcome.error**-2 for edge in self.edges]
        return ratio(self.jump, pooled([edge.rate for edge in self.edges], weights))

    @cached_property
    def frame(self) -> pd.DataFrame:
        """One row an edge: employers and cases within the bandwidth, jumps, errors, 95 % interval and power.

        Columns end in _cheaper or _dearer by side. `frequency` is of the cheaper side, cases per 1,000 heads and
        year, and `per_1000` the jump in that unit; `jump` is in logarithms; `detectable` the smallest jump seen
        four times in five; `rate_jump` the jump in the logarithm of the rate; `elasticity` is empty where that
        is too weak (F below 10).
        """
        return effect_table(self.edges)

    @cached_property
    def placebo(self) -> pd.DataFrame:
        """The same at the middle of bands, where the rate does not change; one in twenty has p below 5 % by luck."""
        return effect_table(self.placebos)

    @cached_property
    def bunching(self) -> pd.DataFrame:
        """By edge: the jump in the logarithm of the density with its p-value, and the sides of the nearest 50."""
        return density_table(self.edges)

    @cached_property
    def balance(self) -> pd.DataFrame:
        """By edge: jumps in heads and wages before the review, in the frequency of the class, and in staying."""
        return balance_table(self.edges)

    def plot(self, axes: Axes | None = None) -> Axes:
        """The jump at every edge with its 95 % interval, placebos beside them."""
        from ratefloat.actuarial.edge_effects.picture import plot

        return plot(self, axes)

    def plot_edge(self, edge: str, axes: Axes | None = None) -> Axes:
        """Frequencies on both sides of one edge with the fitted lines.

        Args:
            edge: its text, as in `frame`; of several indicators the first that has it.
        """
        from ratefloat.actuarial.edge_effects.picture import plot_edge

        return plot_edge(self, edge, axes)

    def __str__(self) -> str:
        from ratefloat.actuarial.edge_effects.words import report

        return report(self)


def edge_effect(
    book: Book, policy: FloatPolicy, *, on: date | str | Sequence[date | str], follow_years: int = 1,
    of: Cases | None = None, bandwidth: float | None = None,
) -> EdgeEffect:
    """Whether employers just above an edge of the bands, who pay more, have fewer cases than those just below.

    A regression discontinuity. Near an edge it is luck who stands on which side, so that a jump in later cases is
    the work of the rate. The running variable is the logarithm of the indicator over the edge. Past claims are
    in it, and mean reversion with them: that is smooth, and the line on each side takes it up. Employers at zero
    have no logarithm and stay out. Only employers between an edge and the next cuts of the policy count.
    Cases are taken relative to those expected of the heads in the follow-up at the frequency of the class.

    Args:
        book: records that reach beyond the follow-up.
        policy: with a band table, in force at the reviews.
        on: a day of the review, or days of several, which are taken together; errors are by employer.
        follow_years: years from the start of the review in which cases are counted.
        of: the cases; by default all by the day of the accident, so that no earlier accident is counted. What is
            recognised after the end of the records is missing on both sides alike. Compare
            `rf.cases("graded", grades=(1, 6), date="accident")`, which is hard to hide, with all cases.
        bandwidth: in logarithms, for all edges: 0.5 reaches from 61 to 165 % of an edge; by default of each edge
            by Imbens and Kalyanaraman (see `choose_bandwidth`).
    Raises:
        UncoveredError: the policy has no bands, or is not in force.
        DataError: the follow-up is not observed, columns lack, or no edge has enough employers near it.
        DefinitionError: a number is out of range, or two days fall in one review.
    Source: Lee and Lemieux 2010, Journal of Economic Literature 48; Imbens and Kalyanaraman 2012.

    >>> from ratefloat.history import Book
    >>> from ratefloat.plans import load_plan
    >>> edge_effect(Book.empty(), load_plan("cn-shenzhen-2018"), on="2020-03-01")
    Traceback (most recent call last):
    ratefloat.errors.DataError: review of 2020-03-01: nobody is rated (the book is empty); expected rated employers
    """
    if isinstance(follow_years, bool) or not isinstance(follow_years, int) or not 1 <= follow_years <= 10:
        raise DefinitionError(f"follow_years {follow_years!r}: expected a whole number from 1 to 10")
    if bandwidth is not None and not 0 < bandwidth < np.inf:
        raise DefinitionError(f"bandwidth {bandwidth!r}: expected a number above 0, in logarithms of the indicator")
    policy.require_complete()
    days = _days(policy, on)
    edges = edges_of(policy, days[0])
    counted = cases(date="accident") if of is None else of
    sample = sample_of([rate(policy, book, on=moment) for moment in days], edges, counted, follow_years)
    reasons: list[tuple[str, str, str]] = []
    found = tuple(_measured(edges, sample, bandwidth, reasons))
    if not found:
        listed = "; ".join(f"{name} {text}: {reason}" for name, text, reason in reasons)
        raise DataError(
            f"policy {policy.id}: no edge with enough near it ({listed}); take several reviews together or more "
            f"follow_years",
            left_out=tuple(reasons),
        )
    middles = tuple(_measured(placebos(edges, dict(sample.logs)), sample, bandwidth, reasons))
    import pandas as pd

    left = pd.DataFrame(reasons, columns=["indicator", "edge", "reason"])
    starts = tuple(policy.structure.review.period(moment).start for moment in days)
    return EdgeEffect(policy, starts, follow_years, counted, sample, found, middles, left)


def _days(policy: FloatPolicy, on: date | str | Sequence[date | str]) -> list[date]:
    """The days of the reviews, in order."""
    given = [on] if isinstance(on, (date, str)) else list(on)
    if not given:
        raise DefinitionError("on: no day; expected one of each review")
    days = sorted(policy.require_in_force(day(moment)) for moment in given)
    starts = [policy.structure.review.period(moment).start for moment in days]
    twice = next((start for start, other in pairwise(starts) if start == other), None)
    if twice is not None:
        raise DefinitionError(f"on: two days in the review of {twice}; expected one of each review", review=twice)
    return days


def _measured(
    edges: Sequence[Edge], sample: Sample, bandwidth: float | None, reasons: list[tuple[str, str, str]]
) -> Iterator[Measured]:
    for edge in edges:
        try:
            if edge.values and edge.flat is not None:
                raise DataError(edge.flat)
            yield measure(edge, sample, bandwidth)
        except DataError as error:
            reasons.append((edge.indicator, edge.text if edge.values else f"placebo {edge.text}", str(error)))
