"""Regression to the mean: what employers on each step show after a review by luck alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ratefloat.errors import DataError
from ratefloat.simulate.engine.plan import Plan
from ratefloat.simulate.portfolio.portfolio import Portfolio
from ratefloat.simulate.terms import Terms
from ratefloat.simulate.watched import Moment, watch, window

if TYPE_CHECKING:
    import pandas as pd

    from ratefloat.policy.document import FloatPolicy

FloatArray = NDArray[np.float64]
BEFORE, AFTER = range(2)
READING = "cases per 1000 insured, nobody answering to the premium; ratio = after / before ± Monte Carlo error"


@dataclass(frozen=True, eq=False, repr=False)
class Reversion:
    """What employers on each step show after a review although nobody has done anything.

    `employers`: how many came onto each step, shape (replicates, steps). `cases` and `heads`: their cases and
    insured head-years in the years that the review looked at, and in the years after, shape (replicates, 2, steps).
    `before` and `after` are these years; year 0 is that of the first review.
    """

    policy: str
    portfolio: str
    steps: tuple[int | str, ...]
    before: range
    after: range
    employers: NDArray[np.int64]
    cases: NDArray[np.int64]
    heads: NDArray[np.int64]
    notes: tuple[str, ...] = ()

    @property
    def frame(self) -> pd.DataFrame:
        """By step, and for "all": employers, cases per 1000 insured before and after, their ratio and its error.

        The error is the Monte Carlo standard error of the ratio; nan with one replicate. The ratio is nan where
        nobody on a step had a case before. Steps that nobody reaches are left out.
        """
        import pandas as pd

        reached = self.employers.sum(axis=0) > 0
        columns = np.concatenate([np.eye(len(self.steps))[reached], np.ones((1, len(self.steps)))]).T
        names = [step for step, any_ in zip(self.steps, reached, strict=True) if any_]
        ratio, error = _ratio(self.cases @ columns, self.heads @ columns)
        rates = _divided(1000 * (self.cases @ columns).sum(axis=0), (self.heads @ columns).sum(axis=0))
        return pd.DataFrame(
            {
                "employers": (self.employers @ columns).mean(axis=0), "before": rates[BEFORE], "after": rates[AFTER],
                "ratio": ratio, "error": error,
            },
            index=pd.Index([*names, "all"], name="step"),
        )

    def beside(self, observed: Mapping[int | str, float]) -> pd.DataFrame:
        """Observed changes beside those of luck alone.

        Args:
            observed: cases per head after a review, as a multiple of those before, by step.
        Returns:
            by step: observed, luck (the ratio of `frame`), error, and remains: observed / luck - 1, the change
            that luck does not explain.
        Raises:
            DataError: a step that nobody reaches here.
        """
        import pandas as pd

        frame = self.frame
        for step in observed:
            if step not in frame.index:
                listed = ", ".join(map(str, frame.index))
                raise DataError(f"step {step!r}: nobody is put on it by {self.policy}; expected some of {listed}")
        luck = frame.loc[list(observed)]
        seen = pd.Series(dict(observed), dtype=float)
        return pd.DataFrame({
            "observed": seen, "luck": luck["ratio"], "error": luck["error"], "remains": seen / luck["ratio"] - 1,
        }).rename_axis("step")

    def __str__(self) -> str:
        lines = [
            f"{self.policy} over {self.portfolio}: years {_years(self.before)} before, {_years(self.after)} after",
            READING, f"{'step':>9}{'employers':>12}{'before':>9}{'after':>9}  ratio",
        ]
        for step, employers, before, after, ratio, error in self.frame.itertuples():
            label = f"{step:+d}" if isinstance(step, int) and step else str(step)
            told = "-" if ratio != ratio else f"{ratio:.3f} ± {error:.3f}"
            lines.append(f"{label:>9}{employers:>12,.1f}{before:>9.2f}{after:>9.2f}  {told}")
        return "\n".join([*lines, *self.notes])

    __repr__ = __str__


@dataclass(frozen=True)
class Around:
    """Which review is looked at, for how long after it, and with how many replicates.

    `review` is its year, counted from the first review; `years` are those after it, as many as the cycle by default.
    """

    review: int = 0
    years: int | None = None
    replicates: int = 20


def reversion(
    policy: FloatPolicy, portfolio: Portfolio, *, seed: int, around: Around = Around(),
    terms: Terms = Terms(),  # noqa: B008
) -> Reversion:
    """What employers on each step show after a review by luck alone: the regression to the mean.

    Employers are sorted by the step that the policy puts them on for their cases; who was surcharged had, on
    average, bad luck besides his risk, and will have fewer cases afterwards whatever he does. A comparison of
    before and after is an effect of the policy only so far as it goes beyond these ratios. All cases of the
    portfolio are reported here.

    Args:
        seed: of the random numbers.
    Raises:
        UncoveredError: the policy reads what a portfolio does not have.
        DataError: no review in that year, or years that the portfolio does not hold.

    >>> from ratefloat.actuarial import RiskCell, severity
    >>> from ratefloat.plans import load_plan
    >>> cell = RiskCell(risk_class=4, heads=100, wage="90000", frequency="12‰", severity=severity({"30000": 1}))
    >>> alike = Portfolio.from_cell(cell, employers=2000, years=4)
    >>> made = reversion(load_plan("cn-shenzhen-2018"), alike, seed=7)
    >>> made.frame.loc[-2, "before"], bool(abs(made.frame.loc[-2, "after"] - 12) < 1)  # no case in two years
    (np.float64(0.0), True)
    """
    plan = Plan.of(policy, portfolio, terms.day_of(policy), terms.given)
    years = plan.reading.cycle if around.years is None else around.years
    if years < 1:
        raise DataError(f"years after the review: {years}; expected 1 or more", years=years)
    after = range(around.review, around.review + years)
    before = window(plan, around.review)
    moment = Moment(around.review, after[-1], around.replicates, seed)
    shape = around.replicates, 2, len(plan.labels)
    cases, heads = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    employers = np.zeros((shape[0], shape[2]), dtype=np.int64)
    for block in watch(plan, moment):
        place = (block.replicate, plan.level_labels()[block.level])
        np.add.at(employers, place, block.decided)
        for part, span in ((BEFORE, before), (AFTER, after)):
            into = (place[0], np.full(len(block.level), part), place[1])
            for t in span:
                np.add.at(cases, into, np.where(block.decided, block.cases[t], 0))
                np.add.at(heads, into, np.where(block.decided, block.heads[t], 0))
    steps = tuple(label.text if label.step is None else label.step for label in plan.labels)
    return Reversion(
        policy.id, portfolio.name, steps, before, after, employers, cases, heads, plan.reading.assumptions
    )


def _ratio(cases: FloatArray, heads: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Cases per head after against before, and the standard error over replicates (of the pooled ratio)."""
    replicates = len(cases)
    rates = _divided(cases.sum(axis=0), heads.sum(axis=0))
    ratio = _divided(rates[AFTER], rates[BEFORE])
    if replicates < 2:
        return ratio, np.full(ratio.shape, np.nan)
    # Residuals of a ratio of sums: numerator less ratio times denominator, in units of the denominator.
    parts = cases - rates[None] * heads
    spread = _divided(parts[:, AFTER], heads.mean(axis=0)[AFTER])
    spread = spread - ratio * _divided(parts[:, BEFORE], heads.mean(axis=0)[BEFORE])
    error = _divided(spread.std(axis=0, ddof=1) / np.sqrt(replicates), rates[BEFORE])
    return ratio, error


def _divided(top: FloatArray, bottom: FloatArray) -> FloatArray:
    return np.asarray(np.divide(top, bottom, out=np.full(np.shape(top), np.nan), where=bottom > 0))


def _years(span: range) -> str:
    return f"{span[0]}" if len(span) == 1 else f"{span[0]} to {span[-1]}"
