"""Peers: who is refused elsewhere is nobody's peer, and ready sums need the column of their groups."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from history.books import book, dates, exposure
from history.columns import injury
from ratefloat.errors import DataError
from ratefloat.history import Channels, cases, evaluate, frequency, from_channels, head_months, relative
from ratefloat.rules.column import CategoryColumn, Column, IntegerColumn, RatioColumn

YEAR = dates(months=12)


def test_whoever_is_refused_elsewhere_is_no_peer() -> None:
    made = book(
        injury("A", "2023-01-05"), injury("B", "2023-01-06"), ids=("A", "B", "C"),
        exposure=exposure("A", "B", "C", years=(2023,)),
    )
    asked = {"it": relative(frequency(cases()), to="book mean")}
    # Two cases of 30 heads, and one of 20 without B.
    assert evaluate(asked, [], made, YEAR).peers == {"it": {"": Fraction(2, 30)}}
    found = evaluate(asked, [], made, YEAR, refused={1: "class 9: unknown to the policy"})
    assert found.peers == {"it": {"": Fraction(1, 20)}}
    assert found.refused == {1: "class 9: unknown to the policy"}


def ready(to: str, states: dict[str, Column]) -> RatioColumn:
    sums = {cases(): np.asarray([[1, 0, 5, 0]]), head_months(): np.asarray([[120] * 4])}
    made = {"it": relative(frequency(cases()), to=to)}  # type: ignore[arg-type]
    column = from_channels(made, Channels.from_arrays(sums, ends=YEAR.window.end), YEAR, states=states).columns["it"]
    assert isinstance(column, RatioColumn)
    return column


CLASSES = IntegerColumn(np.asarray([4, 5, 4, 5]))


def test_ready_sums_beside_the_mean_of_their_area() -> None:
    areas = CategoryColumn(np.asarray([0, 0, 1, 1]), ["a", "b"])
    # One case on 20 heads in a, five in b: A and C stand at twice the average of their own area.
    assert ready("area mean", {"risk_class": CLASSES, "area": areas}).numbers().numbers() == [2, 0, 2, 0]
    # Six cases on 20 heads of class 4.
    by_class = ready("class mean", {"risk_class": CLASSES, "area": areas}).numbers().numbers()
    assert by_class[::2] == [Fraction(1, 3), Fraction(5, 3)]


def test_ready_sums_without_areas_are_refused_by_name() -> None:
    with pytest.raises(DataError, match="area mean: no column area given; expected one beside the sums"):
        ready("area mean", {"risk_class": CLASSES})
    with pytest.raises(DataError, match="class mean: no column risk_class given; expected one beside the sums"):
        ready("class mean", {})
