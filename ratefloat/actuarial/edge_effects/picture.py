"""Edge effects as pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ratefloat.actuarial.edge_effects.jump import NORMAL_95
from ratefloat.actuarial.edge_effects.measured import Measured, places_of
from ratefloat.errors import UncoveredError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ratefloat.actuarial.edge_effects.effect import EdgeEffect

BINS = 8
"""Points on each side of an edge."""


def plot(found: EdgeEffect, axes: Axes | None) -> Axes:
    """The jump at every edge, at every placebo, and over all edges, with 95 % intervals."""
    shown = _axes(axes)
    groups = (
        ("edges", "C0", [(f"{one.edge.indicator} {one.edge.text}", one.outcome) for one in found.edges]),
        ("all edges", "C3", [("all edges", found.jump)]),
        ("placebo", "0.6", [(f"placebo {one.edge.text}", one.outcome) for one in found.placebos]),
    )
    labels: list[str] = []
    for name, colour, rows in groups:
        if rows:
            at = np.arange(len(labels), len(labels) + len(rows))
            values = [jump.value for _, jump in rows]
            reach = [NORMAL_95 * jump.error for _, jump in rows]
            shown.errorbar(values, at, xerr=reach, fmt="o", color=colour, capsize=3, label=name)
            labels += [label for label, _ in rows]
    shown.axvline(0, color="0.3", linewidth=0.8)
    shown.set_yticks(range(len(labels)), labels)
    shown.invert_yaxis()
    shown.set_xlabel("jump in the logarithm of the frequency, cheaper to dearer side, 95 %")
    shown.legend()
    return shown


def plot_edge(found: EdgeEffect, edge: str, axes: Axes | None) -> Axes:
    """Cases over expected cases in bins on both sides of an edge, and the fitted lines."""
    one = next((one for one in found.edges if one.edge.text == edge), None)
    if one is None:
        known = ", ".join(one.edge.text for one in found.edges)
        raise UncoveredError(f"edge {edge!r}: not measured; expected one of {known}", edge=edge)
    shown = _axes(axes)
    _points(shown, found, one)
    base, jump, slope, more = one.outcome.line
    for beyond, words in ((0, "cheaper"), (1, "dearer")):
        x = np.linspace(0, one.outcome.bandwidth * (2 * beyond - 1), 50)
        shown.plot(x, np.exp(base + jump * beyond + (slope + more * beyond) * x), color=f"C{beyond}", label=words)
    shown.axvline(0, color="0.3", linewidth=0.8)
    side = "" if one.edge.dearer_above else ", turned round"
    shown.set_xlabel(f"logarithm of {one.edge.indicator} over {one.edge.text}{side}")
    shown.set_ylabel("cases over those expected of the class")
    shown.set_ylim(bottom=0)
    shown.legend(title=one.edge.change)
    return shown


def _points(shown: Axes, found: EdgeEffect, one: Measured) -> None:
    sample, width = found.sample, one.outcome.bandwidth
    places, inside = places_of(one.edge, sample)
    known = inside & sample.followed & (sample.expected > 0) & (np.abs(places.running) < width)
    bins = np.clip(np.floor(np.abs(places.running) / width * BINS).astype(np.int64), 0, BINS - 1)
    for beyond in (False, True):
        rows = known & (places.treated == beyond)
        cases, expected = (np.bincount(bins[rows], part[rows], BINS) for part in (sample.cases, sample.expected))
        at = (np.arange(BINS) + 0.5) * width / BINS * (1 if beyond else -1)
        full = expected > 0
        shown.plot(at[full], cases[full] / expected[full], "o", color=f"C{int(beyond)}", alpha=0.6)


def _axes(axes: Axes | None) -> Axes:
    import matplotlib.pyplot as plt

    return plt.figure(layout="constrained").add_subplot() if axes is None else axes
