"""A dislocation as one figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ratefloat.errors import UncoveredError
from ratefloat.units import MINOR_UNITS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from ratefloat.prove.dislocation.result import Dislocation

UP, DOWN, SAME, WHOLE = "#b2472f", "#2f6db2", "#9a9a9a", "#4a4a4a"
BAND_COLOURS = (DOWN,) * 3 + (SAME,) + (UP,) * 4


def plot(found: Dislocation) -> Figure:
    """Employers by band of change, money by class and by size, and the way from the old premium to the new.

    Raises:
        UncoveredError: matplotlib is not installed.
    """
    try:
        from matplotlib.figure import Figure
    except ImportError:
        raise UncoveredError("plot: matplotlib is not installed; expected it; install ratefloat[plots]") from None
    figure = Figure(figsize=(12, 8), layout="constrained")
    figure.suptitle(f"{found.old.policy.id} to {found.new.policy.id}, {found.new.dates.on}")
    axes = figure.subplots(2, 2)
    unit = 1000 * 10 ** MINOR_UNITS[found.new.book.currency]
    money = f"thousand {found.new.book.currency} a year"
    counts = [(line.name, float(line.employers)) for line in found.by_change]
    _bars(axes[0, 0], counts, BAND_COLOURS, "who moves: employers")
    for place, lines, title in ((axes[0, 1], found.by_class, "class"), (axes[1, 0], found.by_size, "size")):
        moved = [(line.name, line.change / unit) for line in lines]
        _bars(place, moved, [UP if x > 0 else DOWN for _, x in moved], f"change of premium by {title}, {money}")
    _way(axes[1, 1], found, unit)
    axes[1, 1].set_title(f"from old to new premium, {money}", fontsize=10)
    return figure


def _bars(axes: Axes, bars: Sequence[tuple[str, float]], colours: Sequence[str], title: str) -> None:
    """Horizontal bars with their numbers, the first on top."""
    names, lengths = [name for name, _ in bars], [length for _, length in bars]
    made = axes.barh(names, lengths, color=list(colours))
    axes.bar_label(made, [f"{length:,.0f}" for length in lengths], padding=3, fontsize=8)
    axes.margins(x=0.15)
    axes.invert_yaxis()
    _plain(axes, title)
    axes.axvline(0, color=WHOLE, linewidth=0.8)


def _way(axes: Axes, found: Dislocation, unit: int) -> None:
    """Steps from the old premium to the new one; the axis is cut so that the steps can be seen."""
    parts = {name: float(part) / unit for name, part in found.parts.by_name.items()}
    level = found.total.before / unit
    ends = [level]
    axes.bar("old", level, color=SAME)
    for name, part in parts.items():
        axes.bar(name, part, bottom=level, color=UP if part > 0 else DOWN)
        axes.annotate(f"{part:+,.0f}", (name, max(level, level + part)), ha="center", va="bottom", fontsize=8)
        level += part
        ends.append(level)
    axes.bar("new", level, color=SAME)
    for name, end in (("old", ends[0]), ("new", level)):
        axes.annotate(f"{end:,.0f}", (name, end), ha="center", va="bottom", fontsize=8)
    room = (max(ends) - min(ends)) or max(ends) * 0.05 or 1.0
    axes.set_ylim(max(min(ends) - room, 0), max(ends) + room * 0.3)
    _plain(axes, "")


def _plain(axes: Axes, title: str) -> None:
    axes.set_title(title, fontsize=10)
    axes.tick_params(labelsize=8)
    axes.spines[["top", "right"]].set_visible(False)
