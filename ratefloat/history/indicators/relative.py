"""Measures relative to peers: the average of the whole book, of the class, or of the area."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, ClassVar, Literal

import numpy as np

from ratefloat.errors import DataError, DefinitionError
from ratefloat.history.channels.base import Channel
from ratefloat.history.experience import Experience
from ratefloat.history.facts import Fact, Over, ratio_facts
from ratefloat.history.indicator import AnyMeasure, Indicator, Measure, Terms
from ratefloat.history.table import Ints
from ratefloat.numeric.wide import exact_sum
from ratefloat.periods import Window
from ratefloat.rules.column import CategoryColumn, Column, IntegerColumn, RatioColumn
from ratefloat.rules.domain import Cell, Domain
from ratefloat.rules.domain import Ratio as RatioDomain

To = Literal["book mean", "class mean", "area mean"]


class Relative(Indicator):
    """A ratio as a multiple of the average of its peers.

    The average is the sum of numerators over the sum of denominators of all employers that can be rated, taken
    in a first pass over the book, or given. Beside an average of zero nobody has a value.
    """

    kind: ClassVar[str] = "relative"

    of: AnyMeasure
    to: To

    def domain(self) -> Domain:
        return RatioDomain("")

    @property
    def reads(self) -> tuple[Channel, ...]:
        return (self.of.top,)

    def facts(self, cell: Cell, window: Window) -> tuple[Fact, ...]:
        return ratio_facts(self.of.top, None, Over.of(self.window or window), cell)

    def own(self, name: str, experience: Experience) -> RatioColumn:
        """The ratio itself, before it is related to peers."""
        terms = self.of.terms(experience, experience.dates.span(self.window))
        column = self.of.column_of(name, experience, terms)
        assert isinstance(column, RatioColumn)
        return column

    def column(self, name: str, experience: Experience) -> Column:
        own = self.own(name, experience)
        groups, names = self.groups(experience)
        peers = self._given(name, experience)
        if peers is None:
            terms = self.of.peer_terms(experience, experience.dates.span(self.window))
            peers = self._means(experience, terms, (groups, names))
        experience.peers[name] = dict(peers)
        unknown = np.asarray([group not in peers for group in names] + [False])[groups]
        experience.refuse(unknown & (own.denominator > 0), f"{name}: no {self.to} of its group; expected one")
        scale = [peers.get(group, Fraction(0)) for group in names] or [Fraction(1)]
        return RatioColumn(own.numerator, own.denominator, scale=scale, groups=groups if len(scale) > 1 else None)

    def _given(self, name: str, experience: Experience) -> Mapping[str, Fraction] | None:
        return None if experience.given_peers is None else experience.given_peers.get(name)

    def groups(self, experience: Experience) -> tuple[Ints, list[str]]:
        """The group of peers of each row, and the names of the groups."""
        if self.to == "book mean":
            return np.zeros(experience.rows, dtype=np.int64), [""]
        if experience.states is not None:
            return (area_groups if self.to == "area mean" else class_groups)(experience.states)
        employers = experience.book.tables["employers"]
        if self.to == "area mean":
            words = employers.words("area")
            distinct, codes = np.unique(words.texts().astype(str), return_inverse=True)
            return codes.reshape(-1).astype(np.int64), [str(area) for area in distinct]
        classes, codes = np.unique(employers.numbers("risk_class"), return_inverse=True)
        return codes.reshape(-1).astype(np.int64), [str(number) for number in classes]

    def _means(
        self, experience: Experience, terms: Terms, groups: tuple[Ints, list[str]]
    ) -> dict[str, Fraction]:
        assert terms.denominator is not None
        rated = np.ones(experience.rows, dtype=np.bool_)
        rated[list(experience.refused)] = False
        rated &= terms.denominator > 0
        means = {}
        for code, group in enumerate(groups[1]):
            rows = rated & (groups[0] == code)
            if rows.any():
                means[group] = Fraction(exact_sum(terms.numerator[rows]), exact_sum(terms.denominator[rows]))
            else:
                means[group] = Fraction(0)
        return means


def class_groups(states: Mapping[str, Column]) -> tuple[Ints, list[str]]:
    """The group of each row by a ready column of risk classes: numbered from the least class, without gaps.

    Raises:
        DataError: no column `risk_class` is given.
    """
    classes = states.get("risk_class")
    if not isinstance(classes, IntegerColumn):
        raise DataError("class mean: no column risk_class given; expected one beside the sums")
    values = classes.values
    low, high = (int(values.min()), int(values.max())) if len(values) else (1, 1)
    return (values - values.dtype.type(low)).astype(np.intp), [str(number) for number in range(low, high + 1)]


def area_groups(states: Mapping[str, Column]) -> tuple[Ints, list[str]]:
    """The group of each row by a ready column of areas.

    Raises:
        DataError: no column `area` is given.
    """
    areas = states.get("area")
    if not isinstance(areas, CategoryColumn):
        raise DataError("area mean: no column area given; expected one beside the sums")
    return areas.codes.astype(np.int64), [str(area) for area in areas.categories]


def relative(of: Measure, *, to: To, window: Window | None = None, label: Any = None) -> Relative:
    """A ratio or frequency as a multiple of the average of its peers.

    Source: Tianjin 2012, incidence above three times the city average.

    >>> from ratefloat.history.channels import cases
    >>> from ratefloat.history.indicators.frequency import frequency
    >>> relative(frequency(cases("injury")), to="book mean").to
    'book mean'
    """
    if of.bottom is None:
        raise DefinitionError(f"relative {of!r}: a whole number has no average of peers; expected a ratio or frequency")
    return Relative(of=of, to=to, window=window, label=label)
