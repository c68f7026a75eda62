"""A policy as a run needs it: what it reads of which past years, and the level that it puts an employer on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ratefloat.actuarial.cell import RiskCell
from ratefloat.actuarial.desk import Level
from ratefloat.actuarial.reading import CLAIM_KINDS, Reading
from ratefloat.errors import UncoveredError
from ratefloat.history.channels.base import Channel
from ratefloat.history.channels.benefits import Benefits
from ratefloat.history.evaluate import from_channels
from ratefloat.history.filled import YearColumns
from ratefloat.history.indicator import Indicator, Measure
from ratefloat.history.indicators.count import InsuredMonths
from ratefloat.history.indicators.fund import FundMonths
from ratefloat.history.indicators.relative import Relative
from ratefloat.history.indicators.streak import Streak
from ratefloat.history.indicators.years import ExtremeYear, YearsWith
from ratefloat.policy.decision import given_base, read_names
from ratefloat.rules.column import Column, IntegerColumn, RatioColumn
from ratefloat.simulate.portfolio.portfolio import Portfolio
from ratefloat.simulate.totals import Label

if TYPE_CHECKING:
    from ratefloat.policy.document import FloatPolicy

Ints = NDArray[np.int64]
REFUSED = -1
BANDS = tuple(Fraction(percent, 100) for percent in (40, 60, 80, 90, 100, 110, 120, 140, 160, 200, 300))
"""Factors by which levels are sorted in results where a law has no steps, each to the nearest."""


@dataclass(frozen=True, eq=False)
class Plan:
    """One policy over one portfolio, on the rule and the base rates of one day.

    `levels` grow as they are met: step and rate, each of the class in `classes`.
    """

    policy: FloatPolicy
    portfolio: Portfolio
    reading: Reading
    readings: tuple[Reading, ...]
    peers: frozenset[str]
    funds: frozenset[str]
    base: Mapping[int, Fraction]
    levels: list[Level] = field(default_factory=list)
    classes: list[int] = field(default_factory=list)
    _numbers: dict[tuple[int, Level], int] = field(default_factory=dict)
    _rates: list[float] = field(default_factory=list)
    averages: dict[str, Mapping[str, Fraction]] = field(default_factory=dict)
    """The averages of peers of the latest decision."""

    @classmethod
    def of(cls, policy: FloatPolicy, portfolio: Portfolio, on: date, given: Mapping[str, Any]) -> Plan:
        """The plan of a policy.

        Raises:
            UncoveredError: the policy reads what a portfolio does not have, does not know one of its classes, or
                looks further back than the portfolio's history.
        """
        policy.require_complete()
        moment = policy.require_in_force(on)
        names = read_names(policy, moment)
        known = {name: value for name, value in given.items() if name in names}
        open_ = {name: made for name, made in policy.indicator_map.items() if name in names and name not in given}
        peers = frozenset(name for name, made in open_.items() if isinstance(made, Relative))
        funds = frozenset(name for name, made in open_.items() if isinstance(made, FundMonths) and made.moves)
        # Stand-ins for what a run finds out as it goes: they let a policy be read by one cell.
        constants = {**known, **dict.fromkeys((*peers, *funds), "1")}
        readings = tuple(Reading.of(policy, cell, moment, constants) for cell in portfolio.cells)
        base = {cls_: rate for (group, cls_), rate in given_base(policy, moment, portfolio.area, None).items()}
        plan = cls(policy, portfolio, readings[0], readings, peers, funds, base)
        if plan.back > portfolio.history:
            raise UncoveredError(
                f"policy {policy.id}: reads {plan.back} years back, and portfolio {portfolio.name} holds "
                f"{portfolio.history}; expected a portfolio with history={plan.back} or more",
            )
        if funds and not portfolio.history:
            raise UncoveredError(f"policy {policy.id}: {min(funds)} needs a year before the policy; expected history=1")
        _refuse_limits(policy, plan)
        return plan

    def readings_of(
        self, cells: Sequence[RiskCell], found: Mapping[str, Mapping[str, Fraction]]
    ) -> tuple[Reading, ...]:
        """What the policy reads of other cells, on the same day and with the same constants.

        Args:
            found: what a run finds out, instead of the stand-ins: the averages of peers by group, and the months of
                the fund under the group "".
        """
        return tuple(
            replace(
                reading, cell=cell, peers={**reading.peers, **{name: found[name] for name in self.peers}},
                constants={
                    **reading.constants,
                    **{name: self.policy.structure.domains[name].column([found[name][""]]) for name in self.funds},
                },
            )
            for reading, cell in zip(self.readings, cells, strict=True)
        )

    @property
    def back(self) -> int:
        """How many years before a review anything is read."""
        return self.reading.lag + self.reading.reach

    @property
    def coupled(self) -> bool:
        """Whether the level of one employer depends on the others."""
        return bool(self.peers or self.funds)

    @cached_property
    def channels(self) -> tuple[Channel, ...]:
        """The channels of claims that the policy reads."""
        return tuple(dict.fromkeys(request.channel for request in self.reading.claims))

    @cached_property
    def spans(self) -> dict[Channel, int]:
        """How many years each channel reaches back from the end of the window."""
        found: dict[Channel, int] = {}
        for request in self.reading.requests:
            found[request.channel] = max(found.get(request.channel, 0), request.last)
        return found

    @cached_property
    def reads_paid(self) -> bool:
        """Whether the policy reads premium at the rates that were charged."""
        return bool(self.reading.paid)

    @cached_property
    def settled_without_cases(self) -> bool:
        """Whether employers without a case in the window differ only by class, months insured and level in force."""
        return not self.coupled and all(_nothing_without_cases(made) for made in self.reading.indicators.values())

    def number(self, risk_class: int, level: Level) -> int:
        """The number of a level of a class, new or known."""
        key = risk_class, level
        if key not in self._numbers:
            self._numbers[key] = len(self.levels)
            self.levels.append(level)
            self.classes.append(risk_class)
        return self._numbers[key]

    def newcomers(self) -> dict[int, int]:
        """The number of the level of newcomers, step 0 at the base rate, by class."""
        step = 0 if self.labels[0].step is not None else None
        return {risk_class: self.number(risk_class, Level(step, rate)) for risk_class, rate in self.base.items()}

    @cached_property
    def labels(self) -> tuple[Label, ...]:
        """How levels are sorted in results: by step, or by band of the factor."""
        structure = self.policy.structure
        steps = sorted({step for rungs in structure.steps.values() for step in rungs})
        if any(part.after == "step" for part in structure.parts):
            return tuple(Label(step, f"{step:+d}" if step else "0", None) for step in steps)
        return tuple(Label(None, f"about {int(band * 100)}%", band) for band in BANDS)

    @property
    def rates(self) -> NDArray[np.float64]:
        """The rate of each level met so far."""
        if len(self._rates) < len(self.levels):
            self._rates.extend(float(level.rate) for level in self.levels[len(self._rates) :])
        return np.asarray(self._rates)

    def level_labels(self) -> Ints:
        """The place among the labels of each level."""
        return np.asarray([self._label(*each) for each in zip(self.classes, self.levels, strict=True)], dtype=np.int64)

    def _label(self, risk_class: int, level: Level) -> int:
        steps = [label.step for label in self.labels]
        if steps[0] is not None:
            return steps.index(level.step)
        base = self.base.get(risk_class)
        factor = level.rate / base if base else Fraction(1)
        return min(range(len(BANDS)), key=lambda place: abs(BANDS[place] - factor))

    def factor_of(self, label: int) -> Fraction | None:
        """The multiple of the base rate that most classes pay at a label; None where nobody was ever there."""
        found = [
            level.rate / self.base[risk_class]
            for risk_class, level, own in zip(self.classes, self.levels, self.level_labels(), strict=True)
            if own == label and self.base.get(risk_class)
        ]
        return max(sorted(set(found)), key=found.count) if found else None

    def decide(self, rows: Block) -> Ints:
        """The number of the level of each row; REFUSED where the policy covers no such case."""
        outcomes = self.reading.kernel.decide(self._columns(rows), len(rows.risk_class))
        refused = outcomes.refused > 0
        width = int(rows.risk_class.max(initial=0)) + 1
        key = outcomes.state.astype(np.int64) * width + rows.risk_class
        place = np.full(len(outcomes.states) * width, REFUSED, dtype=np.int64)
        for found in np.unique(key[~refused]).tolist():
            state, risk_class = divmod(found, width)
            _, step, _, rate = outcomes.states[state]
            level = Level(None if step is None else int(step), rate or Fraction(0))
            place[found] = self.number(risk_class, level)
        return np.where(refused, REFUSED, place[key])

    def _columns(self, rows: Block) -> dict[str, Column]:
        zeros = np.zeros(len(rows.risk_class), dtype=np.int64)
        states = {name: column.take(zeros) for name, column in self.reading.constants.items()}
        states["risk_class"] = IntegerColumn(rows.risk_class)
        steps = np.asarray([level.step or 0 for level in self.levels] or [0], dtype=np.int64)
        states["prior_step"] = IntegerColumn(steps[rows.level] if self.reading.reads_prior else zeros)
        for name in self.funds:
            tenths = np.full(len(rows.risk_class), rows.fund_tenths)
            states[name] = RatioColumn(tenths, np.full(len(tenths), 10, dtype=np.int64))
        if not self.reading.indicators:
            return states
        peers = {name: mean for name, mean in self.reading.peers.items() if name not in self.peers}
        found = from_channels(
            self.reading.indicators, YearColumns(rows.years, ends=self.reading.ends), self.reading.dates,
            peers=peers or None, states=states,
        )
        if found.refused:
            row, why = next(iter(found.refused.items()))
            raise UncoveredError(f"policy {self.policy.id}: {len(found.refused)} simulated employers ({why})", row=row)
        self.averages.update({name: found.peers[name] for name in self.peers})
        return dict(found.columns)


@dataclass(frozen=True, eq=False)
class Block:
    """Rows for a decision: class, number of the level in force, and sums by channel and year, the oldest first.

    `fund_tenths` are tenths of a month that the fund holds in reserve.
    """

    risk_class: Ints
    level: Ints
    years: Mapping[Channel, Sequence[Ints]]
    fund_tenths: int = 0


def _refuse_limits(policy: FloatPolicy, plan: Plan) -> None:
    """Refuse a limit on what a case counts where it is paid over years, or has several victims."""
    at_once = len(plan.portfolio.payment.pattern) == 1 and not any(plan.portfolio.payment.pension)
    for channel in plan.channels:
        if not isinstance(channel, Benefits):
            continue
        if channel.per_claim_at_most is not None and not at_once:
            why = "a limit per claim, and cases are paid over years"
        elif channel.per_accident_at_most is not None and (not at_once or len(plan.portfolio.victims) > 1):
            why = "a limit per accident, and accidents have several victims or are paid over years"
        else:
            continue
        raise UncoveredError(
            f"policy {policy.id}: {why}, which is not followed; expected portfolio.replace(payment=Payment(), "
            f"victims=(1.0,))", channel=channel,
        )


def _nothing_without_cases(made: Indicator) -> bool:
    """Whether an indicator is the same for all employers of a class, insured for the same months, without cases."""
    if isinstance(made, Streak | YearsWith | ExtremeYear):
        return _nothing_without_cases(made.of)
    if isinstance(made, InsuredMonths):
        return True
    return isinstance(made, Measure) and isinstance(made.top, CLAIM_KINDS)
