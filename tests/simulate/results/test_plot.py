"""Pictures: what they show of a run."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from simulate.results.made import policy, run, totals

from ratefloat.errors import DataError
from ratefloat.simulate.results.comparison import Comparison

pytest.importorskip("matplotlib").use("Agg")


@pytest.fixture
def made() -> Comparison:
    cases = np.random.default_rng(2).poisson(30, (5, 4, 2, 3))
    heads = {"employers": [1, 5, 2], "heads": 1000, "premium": 10**9, "paid": 10**8}
    both = {
        name: policy(
            totals(5, 4, {**heads, "true no grade": cases - less}),
            totals(8, 4, {**heads, "true no grade": cases[:1] - np.arange(8).reshape(8, 1, 1, 1)}), name=name,
        )
        for name, less in (("flat", 0), ("floated", 3))
    }
    return Comparison(run(both, pd.DataFrame({"prevention.elasticity": np.arange(8.0)}), before=1, first_year=2026))


@pytest.mark.parametrize("what", ["injuries", "reported", "hidden", "premium", "reserve", "steps", "mean factor"])
def test_every_picture(made: Comparison, what: str) -> None:
    from matplotlib import pyplot as plt

    axes = made.plot(what)
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["flat", "floated"]
    plt.close(axes.figure)


def test_the_line_is_the_central_run_over_calendar_years(made: Comparison) -> None:
    from matplotlib import pyplot as plt

    axes = made.plot("premium", where={"risk_class": 5})
    line = axes.get_lines()[0]
    assert line.get_xdata().tolist() == [2025, 2026, 2027, 2028]
    # Three cells of 10 million yuan.
    assert line.get_ydata().tolist() == [30, 30, 30, 30]
    assert axes.get_ylabel() == "premium, million CNY"
    plt.close(axes.figure)


def test_steps_are_shares_of_employers(made: Comparison) -> None:
    from matplotlib import pyplot as plt

    axes = made.plot("steps")
    assert [bar.get_height() for bar in axes.patches[:3]] == pytest.approx([12.5, 62.5, 25])
    plt.close(axes.figure)


def test_steps_are_named_alike(made: Comparison) -> None:
    from matplotlib import pyplot as plt

    def ticks(result: Comparison) -> list[str]:
        axes = result.plot("steps")
        plt.close(axes.figure)
        return [text.get_text() for text in axes.get_xticklabels()]

    assert ticks(made) == ["-1", "0", "+1"]
    # Where one law calls a place a step and another a factor, all places are factors.
    other = made.run.policies["flat"]
    labels = tuple(replace(one, text=f"{one.factor}") for one in other.central.labels)
    parts = {part: replace(getattr(other, part), labels=labels) for part in ("central", "evidence")}
    mixed = {**made.run.policies, "flat": replace(other, **parts)}
    assert ticks(Comparison(replace(made.run, policies=mixed))) == ["50%", "100%", "150%"]


def test_unknown_pictures(made: Comparison) -> None:
    with pytest.raises(DataError, match="unknown"):
        made.plot("weather")
