"""Results as pictures: the central run, its Monte Carlo error, and the range over the evidence."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from ratefloat.simulate.results.draws import Draws
from ratefloat.simulate.results.frames import Cut, Reader, unit_text
from ratefloat.simulate.results.quantity import Quantity, quantity
from ratefloat.simulate.results.where import Where
from ratefloat.simulate.results.words import MILLION
from ratefloat.simulate.run import Run
from ratefloat.simulate.totals import Label
from ratefloat.units import rounded_percent_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PICTURES = {
    "injuries": "true injuries per 1000 insured", "reported": "reported injuries per 1000 insured",
    "hidden": "hidden share", "premium": "premium", "reserve": "reserve months",
}
ERRORS_APART = 0.06
"""Years between the error bars of neighbouring policies."""


def plot(run: Run, what: str, where: Where, axes: Axes | None) -> Axes:
    """One quantity over the years, or the steps of the last year, of every policy."""
    import matplotlib.pyplot as plt

    asked = None if what == "steps" else quantity(PICTURES.get(what, what))
    shown = plt.figure(layout="constrained").add_subplot() if axes is None else axes
    if asked is None:
        _steps(run, where, shown)
    else:
        _over_years(run, asked, where, shown)
    shown.legend()
    return shown


def _over_years(run: Run, asked: Quantity, where: Where, axes: Axes) -> None:
    from matplotlib.ticker import MaxNLocator

    scale = MILLION if asked.money else 100.0 if asked.unit == "share" else 1.0
    years = np.arange(-run.before, run.years) + (run.first_year or 0)
    for number, name in enumerate(run.policies):
        found = Reader(run, name, Cut.of(run, ("policy", "year"), where)).draws(asked).at((slice(None), 0, 0))
        low, _, high = scale * found.range
        colour = axes.plot(years, scale * found.value, label=name)[0].get_color()
        # Side by side, for errors of policies on common luck would stand on each other.
        beside = years + ERRORS_APART * (number - (len(run.policies) - 1) / 2)
        axes.errorbar(beside, scale * found.value, yerr=scale * found.error, fmt="none", ecolor=colour, elinewidth=1)
        axes.fill_between(years, low, high, facecolor=(colour, 0.1), edgecolor=(colour, 0.6), linewidth=0.7)
    if run.before:
        axes.axvline((run.first_year or 0) - 0.5, color="grey", linewidth=0.8, linestyle=":")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_xlabel("year of the policy" if run.first_year is None else "year")
    axes.set_ylabel(_axis(asked, run))
    # A rate is seen against 0; a reserve may fall below it.
    if np.nanmin(axes.dataLim.intervaly) >= 0:
        axes.set_ylim(bottom=0)


def _axis(asked: Quantity, run: Run) -> str:
    if asked.money:
        return f"{asked.name}, million {run.currency}"
    unit = unit_text(asked, run)
    return f"{asked.name}, %" if unit == "share" else asked.name


def _steps(run: Run, where: Where, axes: Axes) -> None:
    every = {name: _shares(run, name, where) for name in run.policies}
    ticks = _ticks([label for shares in every.values() for label, _ in shares])
    width = 0.8 / len(run.policies)
    for number, (name, shares) in enumerate(every.items()):
        x = np.array([list(ticks).index(_place(label)) for label, _ in shares]) + (number + 0.5) * width - 0.4
        value, error = (100 * np.array([getattr(found, part) for _, found in shares]) for part in ("value", "error"))
        low, _, high = 100 * np.stack([found.range for _, found in shares], axis=-1)
        bars: Any = axes.bar(x, value, width, alpha=0.45, label=name)
        axes.vlines(x, low, high, color=bars.patches[0].get_facecolor(), alpha=1.0, linewidth=3)
        axes.errorbar(x, value, yerr=error, fmt="none", ecolor="black", elinewidth=0.8)
    axes.set_xticks(range(len(ticks)), list(ticks.values()))
    axes.set_xlabel("step or level")
    axes.set_ylabel(f"share of employers in year {run.years - 1 + (run.first_year or 0)}, %")


def _shares(run: Run, name: str, where: Where) -> list[tuple[Label, Draws]]:
    """The share of employers on each label in the last year; labels on which there is nobody are left out."""
    by_step, whole = (
        Reader(run, name, Cut.of(run, by, where)).draws(quantity("employers")).at((-1, 0))
        for by in (("policy", "year", "step"), ("policy", "year"))
    )
    shares = by_step.with_(np.divide, whole)
    labels = run.policies[name].central.labels
    taken = [place for place in range(len(labels)) if shares.value[place] > 0 or (shares.sets[:, place] > 0).any()]
    return [(labels[place], shares.at((place,))) for place in taken]


def _place(label: Label) -> Fraction | str:
    """What labels of different policies have in common: the factor, else the text."""
    return label.text if label.factor is None else label.factor


def _ticks(labels: list[Label]) -> dict[Fraction | str, str]:
    """The places of all policies, from cheap to dear, each with its text: the labels' own if they agree everywhere."""
    texts: dict[Fraction | str, list[str]] = {}
    for label in labels:
        texts.setdefault(_place(label), []).append(label.text)
    places = sorted(texts, key=lambda place: (isinstance(place, str), 0 if isinstance(place, str) else place))
    agree = all(len(set(every)) == 1 for every in texts.values())
    return {
        place: texts[place][0] if agree or isinstance(place, str) else rounded_percent_text(place, places=0)
        for place in places
    }
