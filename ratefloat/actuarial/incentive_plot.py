"""Incentives as a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ratefloat.actuarial.incentives import Incentive

X = {"claim size": "claim", "size": "heads", "step": "step", "all": "claim"}
WORDS = {"claim": "cost of the case, yuan", "heads": "heads", "step": "step in force"}


def plot(incentive: Incentive, axes: Axes | None) -> Axes:
    """Premium per yuan of a case, over its cost, the size of the employer, or the step in force."""
    import matplotlib.pyplot as plt

    shown = plt.figure(layout="constrained").add_subplot() if axes is None else axes
    frame = incentive.frame
    x = X[incentive.by]
    lines = {"heads": ["risk_class"], "claim": ["risk_class", "heads"], "step": ["risk_class", "heads"]}[x]
    if incentive.by == "all":
        lines = [*lines, "step"]
    for names, rows in frame.groupby(lines, sort=False):
        label = ", ".join(f"{what.replace('risk_', '')} {name}" for what, name in zip(lines, names, strict=True))
        ordered = rows if x == "step" else rows.sort_values(x)
        places = ordered[x].astype(str) if x == "step" else ordered[x]
        shown.errorbar(places, ordered["per_yuan"], yerr=ordered["per_yuan_error"], marker="o", label=label)
    if x != "step":
        shown.set_xscale("log")
    shown.set_xlabel(WORDS[x])
    shown.set_ylabel("later premium per yuan of one more case")
    shown.set_ylim(bottom=min(0.0, float(frame["per_yuan"].min())))
    shown.legend()
    return shown
