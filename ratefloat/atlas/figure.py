"""The atlas as one page of small multiples."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

import numpy as np

from ratefloat.errors import UncoveredError

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

PREVENT, HIDE, LUCK = "#1f5f99", "#c2571a", "#9a9a9a"
TITLE = "What one more yuan of claims costs in later premium, by heads of the employer (log scale)"
ACROSS = 5
"""Panels in a row."""


def plot(frame: pd.DataFrame) -> Figure:
    """One panel a plan: what prevention and hiding earn by size of employer, and the share that is luck.

    Args:
        frame: as `frame()` gives it.
    Raises:
        UncoveredError: matplotlib is not installed.
    """
    try:
        from matplotlib.figure import Figure
    except ImportError:
        raise UncoveredError("plot: matplotlib is not installed; expected it; install ratefloat[plots]") from None
    plans = list(frame.groupby("plan", sort=False))
    down = max(ceil((len(plans) + 1) / ACROSS), 1)
    figure = Figure(figsize=(2.75 * ACROSS, 2.1 * down + 0.4), layout="constrained")
    figure.suptitle(TITLE, fontsize=12, x=0.01, ha="left")
    panels = figure.subplots(down, ACROSS, squeeze=False, sharex=True, sharey=True).ravel()
    greatest = np.nanmax([0.25, *frame["rho"], *frame["hiding"]])
    for axes, (name, rows) in zip(panels, plans, strict=False):
        _panel(axes, str(name), rows, float(greatest))
    for axes in panels[len(plans) :]:
        axes.set_axis_off()
    for axes in panels[max(len(plans) - ACROSS, 0) : len(plans)]:
        axes.tick_params(labelbottom=True)
    _legend(panels[len(plans)] if len(panels) > len(plans) else panels[-1])
    return figure


def _panel(axes: Axes, name: str, rows: pd.DataFrame, greatest: float) -> None:
    heads = rows["heads"].to_numpy()
    first = rows.iloc[0]
    open_frame = " *" if first["illustrated"] else ""
    remembers = ", remembers" if first["remembers"] else ""
    axes.set_title(f"{name}{open_frame}", fontsize=8.5, loc="left", fontweight="bold")
    words = f"{first['cycle_years']:g}-year cycle, {first['window_years']:g}-year window{remembers}"
    if np.isfinite(first["lag_years"]):
        words += f", lag {first['lag_years']:g}"
    worst = rows["cliff"].max()
    if worst > 0:
        words += f"\nlargest cliff: {worst:.2f} of a year's base premium"
    axes.set_xscale("log")
    axes.set_xlim(heads.min() / 1.15, heads.max() * 1.15)
    axes.set_ylim(0, greatest * 1.05)
    axes.set_xticks([10, 100, 1000], ["10", "100", "1,000"])
    axes.minorticks_off()
    axes.tick_params(labelsize=7)
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(axis="y", color="#e6e9ee", linewidth=0.6)
    if rows["rho"].isna().all():
        axes.text(0.5, 0.5, "no figure:\nthe text has no rate\nfor some records", transform=axes.transAxes, ha="center",
                  va="center", fontsize=7.5, color="#777777")
        return
    axes.fill_between(heads, 0, 1 - rows["explained"], color=LUCK, alpha=0.22, linewidth=0)
    axes.plot(heads, rows["hiding"], color=HIDE, marker="o", markersize=2.5, linewidth=1.2)
    axes.errorbar(heads, rows["rho"], yerr=rows["error"], color=PREVENT, marker="o", markersize=2.5, linewidth=1.5)
    plain = {"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 1}
    axes.text(0.03, 0.97, words, transform=axes.transAxes, va="top", fontsize=6.5, color="#555555", bbox=plain)


def _legend(axes: Axes) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    axes.legend(
        handles=[
            Line2D([], [], color=PREVENT, marker="o", markersize=3, label="all cases: what prevention earns"),
            Line2D([], [], color=HIDE, marker="o", markersize=3, label="light cases: what hiding earns"),
            Patch(color=LUCK, alpha=0.22, label="share of premium differences\nthat is luck (same axis, 0 to 1)"),
            Line2D([], [], linestyle="", label="* base rates, review or window\n  are an illustration"),
        ],
        loc="center left", fontsize=7.5, frameon=False,
    )
