"""Off-balance: what floating does to the income of a book, and the factor on base rates that makes up for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import numpy as np

from ratefloat.errors import UncoveredError
from ratefloat.history.book import Book
from ratefloat.numeric import round_fraction
from ratefloat.policy.document import FloatPolicy
from ratefloat.prove.solve.ready import Ready
from ratefloat.units import decimal_text, money_text, rounded_percent_text

DOUBLINGS = 12
SECANTS = 12


@dataclass(frozen=True)
class Goal:
    """What a search balances: a book on a day, and the income it must bring in.

    `income` is premium of twelve months in minor units; None: what the unfloated base rates bring in.
    """

    book: Book
    on: date | str
    income: int | None = None

    def __post_init__(self) -> None:
        if self.income is not None and self.income <= 0:
            raise UncoveredError(f"income: {self.income}; expected above 0, in minor units")


@dataclass(frozen=True)
class Balance:
    """Premium at the floated rates beside premium at the base rates, of some employers; minor units, exact."""

    name: str
    employers: int
    floated: Fraction
    base: Fraction

    @property
    def off_balance(self) -> Fraction:
        """Floated over base: 1 is neutral, below 1 floating costs income.

        Raises:
            UncoveredError: there is no premium at base rates.
        """
        if not self.base:
            raise UncoveredError(f"off-balance of {self.name}: no premium at base rates; expected payroll in the book")
        return self.floated / self.base

    def __str__(self) -> str:
        share = rounded_percent_text(self.off_balance, places=2) if self.base else "-"
        return f"{self.name}: {self.employers:,} employers, off-balance {share}"


@dataclass(frozen=True)
class OffBalance:
    """The off-balance of a policy on a book: of all that it rates, and by class."""

    total: Balance
    by_class: tuple[Balance, ...]
    refused: int

    @property
    def off_balance(self) -> Fraction:
        """Premium at the floated rates over premium at the base rates, exact."""
        return self.total.off_balance

    def __str__(self) -> str:
        return "\n".join(map(str, (self.total, *self.by_class)))

    __repr__ = __str__


@dataclass(frozen=True)
class BaseFactor:
    """A factor on all base rates of a policy that makes a book bring in a target.

    `exact` meets it to the last fraction; None where no factor does (rounding rules leap over it). `rounded` has the
    stated decimals, and `premium` is what it brings in, minor units, exact.
    """

    exact: Fraction | None
    rounded: Fraction
    premium: Fraction
    target: Fraction
    currency: str

    @property
    def gap(self) -> Fraction:
        """What the rounded factor brings in too much; negative: too little."""
        return self.premium - self.target

    def __str__(self) -> str:
        left = money_text(int(round_fraction(self.gap, Fraction(1), "half_up")), self.currency)
        exactly = "none meets the target exactly" if self.exact is None else f"exactly {self.exact}"
        return f"base factor {decimal_text(self.rounded)} ({exactly}); {left} beside the target"


def off_balance(policy: FloatPolicy, book: Book, *, on: date | str) -> OffBalance:
    """The off-balance of a policy on a book: premium at floated rates over premium at base rates, exactly.

    The base rate is that of the employer's own class; what a class rule does counts as floating.

    Raises:
        DefinitionError: the policy has no base table.
        UncoveredError: the policy is not in force on the day.
    """
    ready = Ready.of(policy, book, on)
    charged = ready.charge(policy)
    classes = np.maximum(ready.rating.given_classes, 0)

    def balance(name: str, rows: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Balance:
        return Balance(
            name, int(rows.sum()), ready.premium(charged.rates, rows), ready.premium(ready.base, rows)
        )

    by_class = tuple(
        balance(f"class {c}", charged.rated & (classes == c)) for c in np.unique(classes[charged.rated]).tolist()
    )
    return OffBalance(balance("all", charged.rated), by_class, int((~charged.rated).sum()))


def base_factor(policy: FloatPolicy, goal: Goal, *, places: int = 4) -> BaseFactor:
    """The factor on all base rates that makes a policy neutral on a book, or meet a target income.

    Without absolute floors, caps, points or rounding it is target over premium. With them the income is still
    evaluated exactly at every factor that is tried: the target is bracketed, bisected to the stated decimals, and
    met on the straight line within.

    Args:
        places: decimals of the rounded factor.
    Raises:
        UncoveredError: no factor up to 4,096 reaches the target.
    """
    ready = Ready.of(policy, goal.book, goal.on)
    start = ready.income(policy)
    target = start.base if goal.income is None else Fraction(goal.income)
    known: dict[Fraction, Fraction] = {Fraction(1): start.floated}

    def bring(factor: Fraction) -> Fraction:
        if factor not in known:
            known[factor] = ready.income(policy, factor).floated
        return known[factor]

    step = Fraction(1, 10**places)
    straight = target / start.floated if start.floated else Fraction(1)
    if bring(straight) == target:
        rounded = round_fraction(straight, step, "half_up")
        return BaseFactor(straight, rounded, bring(rounded), target, goal.book.currency)
    low, high = _bracket(bring, target, step)
    rounded = min((high, low), key=lambda factor: abs(bring(factor) - target))
    met = _exact(bring, target, (low, high))
    return BaseFactor(met, rounded, bring(rounded), target, goal.book.currency)


def _bracket(bring: Callable[[Fraction], Fraction], target: Fraction, step: Fraction) -> tuple[Fraction, Fraction]:
    """Two neighbouring multiples of a step between which the income comes to reach the target."""
    low, high = 0, int(1 / step)
    for _ in range(DOUBLINGS):
        if bring(high * step) >= target:
            break
        low, high = high, 2 * high
    if bring(high * step) < target or bring(low * step) >= target:
        raise UncoveredError(
            f"base factor: the income goes from {int(bring(Fraction(0))):,} to {int(bring(high * step)):,} minor "
            f"units; expected the target {int(target):,} between; choose another target",
            target=target,
        )
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if bring(middle * step) < target else (low, middle)
    return low * step, high * step


def _exact(
    bring: Callable[[Fraction], Fraction], target: Fraction, bracket: tuple[Fraction, Fraction]
) -> Fraction | None:
    """The factor on the straight line of a bracket, drawn anew where the line bends within; None after many bends."""
    low, high = bracket
    for _ in range(SECANTS):
        first, last = bring(low), bring(high)
        if last == target:
            return high
        factor = low + (target - first) * (high - low) / (last - first)
        found = bring(factor)
        if found == target:
            return factor
        low, high = (factor, high) if found < target else (low, factor)
    return None
