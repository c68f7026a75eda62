"""Tidy frames of a run: figures by policy, year, group of employers and step."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ratefloat.errors import DataError
from ratefloat.simulate.results.draws import Draws, draws
from ratefloat.simulate.results.parts import Parts
from ratefloat.simulate.results.quantity import QUANTITIES, Quantity, quantity
from ratefloat.simulate.results.where import Keys, Where, chosen
from ratefloat.simulate.run import Run
from ratefloat.units import MINOR_UNITS

if TYPE_CHECKING:
    import pandas as pd

FloatArray = NDArray[np.float64]
FIGURES = ("value", "error", "low", "median", "high")


@dataclass(frozen=True, eq=False)
class Cut:
    """How figures are told apart, and of which employers they are."""

    by: tuple[str, ...]
    keys: Keys
    everybody: bool

    @classmethod
    def of(cls, run: Run, by: Collection[str], where: Where) -> Cut:
        """The cut of a run.

        Raises:
            DataError: an unknown column, or figures of several policies that would be added.
        """
        names = (by,) if isinstance(by, str) else tuple(by)
        if "policy" not in names and len(run.policies) > 1:
            raise DataError(f"by {names}: {len(run.policies)} policies; expected 'policy' among them")
        grouped = tuple(name for name in names if name not in ("policy", "year", "step"))
        keys = Keys.by(run.groups, grouped, chosen(run.groups, where))
        return cls(names, keys, where is None and not grouped and "step" not in names)

    def allows(self, asked: Quantity) -> bool:
        """Whether a quantity can be told so: the fund has one reserve."""
        return self.everybody or not asked.fund


@dataclass(eq=False)
class Reader:
    """Figures of one policy in one cut; parts are added up once."""

    run: Run
    policy: str
    cut: Cut
    _known: dict[tuple[str, bool], tuple[FloatArray, FloatArray]] = field(default_factory=dict)

    def draws(self, asked: Quantity) -> Draws:
        """A figure with all its draws, shape (years, rows, labels); a single year where years are added."""
        if not self.cut.allows(asked):
            raise DataError(
                f"{asked.name}: of the whole fund; expected no `where`, and by policy and year only, got {self.cut.by}",
                quantity=asked.name,
            )
        names = [asked.top] if not asked.bottom else [asked.top, asked.bottom]
        parts = [self._part(name, asked) for name in names]
        read = asked.in_main_unit(MINOR_UNITS.get(self.run.currency, 2)).value
        return draws(read, [one for one, _ in parts], [two for _, two in parts], self.run.evidence_replicates)

    def _part(self, name: str, asked: Quantity) -> tuple[FloatArray, FloatArray]:
        place = (name, asked.state)
        if place not in self._known:
            sources = (Parts.central(self.run, self.policy), Parts.evidence(self.run, self.policy))
            central, evidence = (self._summed(source.part(name), asked) for source in sources)
            self._known[place] = (central, evidence)
        return self._known[place]

    def _summed(self, part: FloatArray, asked: Quantity) -> FloatArray:
        cut = self.cut
        if not asked.fund:
            part = np.stack([part[:, :, of].sum(axis=2) for of in cut.keys.masks], axis=2)
        if "step" not in cut.by:
            part = part.sum(axis=3, keepdims=True)
        if "year" in cut.by:
            return part
        return part[:, -1:] if asked.state else part[:, self.run.before :].sum(axis=1, keepdims=True)


def frame(run: Run, by: Collection[str], quantities: Sequence[str] | None, where: Where) -> pd.DataFrame:
    """Figures of a run, one row each.

    Columns: those of `by`, quantity, unit, value, error, low, median, high.
    """
    import pandas as pd

    cut = Cut.of(run, by, where)
    rows: list[tuple[Any, ...]] = []
    for name in run.policies:
        reader = Reader(run, name, cut)
        for asked in asked_for(quantities, cut):
            rows += _rows(reader, asked, reader.draws(asked))
    return pd.DataFrame(rows, columns=[*cut.by, "quantity", "unit", *FIGURES])


def asked_for(quantities: Sequence[str] | None, cut: Cut) -> list[Quantity]:
    """The quantities of these names; all that the cut allows where none are named."""
    if quantities is None:
        return [one for one in QUANTITIES.values() if cut.allows(one)]
    return [quantity(name) for name in ((quantities,) if isinstance(quantities, str) else quantities)]


def _rows(reader: Reader, asked: Quantity, found: Draws) -> list[tuple[Any, ...]]:
    return [
        (*(place[name] for name in reader.cut.by), asked.name, unit_text(asked, reader.run), *figures)
        for place, figures in zip(places(reader), cells(found), strict=True)
    ]


def places(reader: Reader) -> list[dict[str, Any]]:
    """What each cell of a figure is of, in order."""
    run, cut = reader.run, reader.cut
    years = range(-run.before, run.years) if "year" in cut.by else (None,)
    labels = [label.text for label in run.policies[reader.policy].central.labels] if "step" in cut.by else [None]
    return [
        {"policy": reader.policy, "year": year, "step": label, **dict(zip(cut.keys.names, row, strict=True))}
        for year in years for row in cut.keys.rows for label in labels
    ]


def cells(found: Draws) -> list[tuple[float, ...]]:
    """Value, error and range of each cell of a figure, in order."""
    every = np.concatenate([[found.value, found.error], found.range])
    return [tuple(map(float, column)) for column in every.reshape(5, -1).T]


def unit_text(asked: Quantity, run: Run) -> str:
    """The unit of a quantity in words."""
    per = asked.name.partition(" per ")[2]
    return " ".join(word for word in (run.currency if asked.money else asked.unit, f"per {per}" if per else "") if word)
