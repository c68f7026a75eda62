"""Which indicators have an exact law: those whose cases luck decides by sums, or by single years."""

from __future__ import annotations

from ratefloat.actuarial.lattice import case_costs, money_of
from ratefloat.actuarial.reading import CLAIM_KINDS, Reading
from ratefloat.errors import UncoveredError
from ratefloat.history.indicator import Indicator
from ratefloat.history.indicators.count import Amount, Count, InsuredMonths
from ratefloat.history.indicators.frequency import Frequency
from ratefloat.history.indicators.ratio import Ratio
from ratefloat.history.indicators.relative import Relative
from ratefloat.history.indicators.streak import Streak
from ratefloat.history.indicators.years import ExtremeYear, YearsWith

SUMS = (Ratio, Count, Amount, InsuredMonths, Frequency)

MOST_LEVELS = 1_000


class Unsolvable(UncoveredError):
    """A policy whose law is not exact here; its histories can still be simulated."""


def refuse_endless(reading: Reading, levels: int) -> None:
    """Refuse a policy that remembers its rates and makes ever new ones."""
    if levels > MOST_LEVELS:
        raise Unsolvable(
            f"policy {reading.policy.id}: more than {MOST_LEVELS} rates, each of which the next review reads again; "
            f"expected a ladder, or a rounding, that leaves few; simulate it", levels=levels,
        )


def refuse_unsolvable(reading: Reading) -> None:
    """Refuse an indicator whose law is not exact here, by name; histories can still be simulated.

    Raises:
        Unsolvable: an indicator of another kind, a ratio of two lucks, or two different sums of money.
    """
    for name, made in reading.indicators.items():
        why = _obstacle(made)
        if why:
            raise Unsolvable(
                f"policy {reading.policy.id}: {name} is {why}, which has no exact law here; expected sums of the "
                f"window over exposure, streaks or years with; simulate it, or give it as a constant", indicator=name,
            )
    if len({case_costs(channel, reading.cell.costs) for channel in money_of(reading)}) > 1:
        one, two = money_of(reading)[:2]
        raise Unsolvable(
            f"policy {reading.policy.id}: reads {one!r} and {two!r}, two different sums of money; expected one for an "
            f"exact law; simulate it", channels=(one, two),
        )


def _obstacle(made: Indicator) -> str:
    if isinstance(made, SUMS):
        return "a ratio of two kinds of cases" if _luck(made.bottom) else ""
    if isinstance(made, Relative | Streak | YearsWith):
        return _obstacle(made.of)
    if isinstance(made, ExtremeYear):
        lucky = _luck(made.of.top) or _luck(made.of.bottom)
        return "the least of several years" if lucky and made.which == "least" else _obstacle(made.of)
    return f"of the kind {made.kind!r}"


def _luck(channel: object) -> bool:
    return isinstance(channel, CLAIM_KINDS)


