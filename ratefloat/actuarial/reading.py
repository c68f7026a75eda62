"""What a policy reads of a risk cell: which channels, how far back, and what has to be taken as constant."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np

from ratefloat.actuarial.cell import RiskCell
from ratefloat.errors import DataError, DefinitionError, UncoveredError
from ratefloat.history.channels.base import Channel
from ratefloat.history.channels.benefits import Benefits
from ratefloat.history.channels.cases import AccidentDeaths, Cases
from ratefloat.history.channels.exposure import HeadMonths, InsuredMonths, Payroll
from ratefloat.history.channels.premium import Premium
from ratefloat.history.dates import Dates
from ratefloat.history.evaluate import channel_requests, from_channels
from ratefloat.history.filled import YearColumns
from ratefloat.history.indicator import Indicator
from ratefloat.history.indicators.flags import Flag, Level
from ratefloat.history.indicators.relative import Relative
from ratefloat.periods import Span, month_of
from ratefloat.policy.decision import given_base, read_names
from ratefloat.policy.document import FloatPolicy
from ratefloat.policy.given import column_of
from ratefloat.policy.kernel import Kernel, kernel_of
from ratefloat.policy.rate import review_dates
from ratefloat.rules.column import Column, PooledColumn
from ratefloat.units import exact

CLAIM_KINDS = (Benefits, Cases, AccidentDeaths)
CHARGED = ("paid", "due", "at charged rate")
"""Premium that depends on the rate under which a year was charged; a cell pays in full and on time."""


@dataclass(frozen=True)
class Request:
    """A channel that an indicator reads over years, by their age: 1 is the last year before the window ends."""

    indicator: str
    channel: Channel
    first: int
    last: int

    @property
    def ages(self) -> range:
        """The years that are added up, the latest first."""
        return range(self.first, self.last + 1)


@dataclass(frozen=True)
class Reading:
    """A policy on a day as one risk cell meets it.

    `requests` are by age of year, where age 1 ends with the latest window; `lag` whole years lie between that end
    and the start of the review. `assumptions` say in words what was taken for granted.
    """

    policy: FloatPolicy
    cell: RiskCell
    dates: Dates
    ends: int
    lag: int
    indicators: Mapping[str, Indicator]
    constants: Mapping[str, Column]
    peers: Mapping[str, Mapping[str, Fraction]]
    requests: tuple[Request, ...]
    kernel: Kernel
    base_rate: Fraction | None
    reads_prior: bool
    assumptions: tuple[str, ...]

    @classmethod
    def of(cls, policy: FloatPolicy, cell: RiskCell, moment: date, given: Mapping[str, Any]) -> Reading:
        """What a policy reads of a cell.

        Args:
            given: constants for what a cell does not have; for an indicator relative to peers their average.
        Raises:
            UncoveredError: the policy reads what a cell does not have and what was not given, named.
            DataError: a given name that the policy does not read.
        """
        names = read_names(policy, moment)
        _check_given(policy, given, names)
        _check_cell(policy, cell)
        dates = review_dates(policy, moment)
        base = given_base(policy, moment, cell.area, cell.tier)
        own = {n: made for n, made in policy.indicator_map.items() if n in names}
        constants, assumed = _constants(policy, cell, own, given)
        peers = {n: _peer(cell, given[n]) for n, made in own.items() if isinstance(made, Relative) and n in given}
        indicators = {n: made for n, made in own.items() if n not in constants}
        _refuse_unknown(policy, indicators, names, constants, peers)
        pooled = tuple((n, c.values.pool) for n, c in constants.items() if isinstance(c, PooledColumn))
        ends, requests = _requests(policy, indicators, dates)
        lag, months = divmod(month_of(dates.period.start) - ends, 12)
        if months:
            assumed.append(f"{months} months between window and review: new rates are charged from the window's end")
        reading = cls(
            policy=policy, cell=cell, dates=dates, ends=ends, lag=lag, indicators=indicators, constants=constants,
            peers=peers, requests=requests, kernel=kernel_of(policy, moment, tuple(base.items()), pooled),
            base_rate=base.get((0, cell.risk_class)), reads_prior="prior_step" in names,
            assumptions=(*cell.severity.notes, *assumed, f"base rates and rule of {moment} throughout"),
        )
        _refuse_channels(reading)
        return reading

    @property
    def cycle(self) -> int:
        """Years from review to review."""
        return self.policy.structure.review.every_years

    @property
    def reach(self) -> int:
        """How many years back from the end of the window anything is read."""
        return max((request.last for request in self.requests), default=0)

    @property
    def claims(self) -> tuple[Request, ...]:
        """The requests that depend on luck."""
        return tuple(request for request in self.requests if isinstance(request.channel, CLAIM_KINDS))

    @property
    def paid(self) -> tuple[Request, ...]:
        """The requests that depend on the rates charged."""
        return tuple(r for r in self.requests if isinstance(r.channel, Premium) and r.channel.basis in CHARGED)

    @property
    def additive(self) -> bool:
        """Whether luck and past rates are only read as sums over one and the same span of years."""
        return len({(request.first, request.last) for request in (*self.claims, *self.paid)}) <= 1

    @property
    def steps(self) -> tuple[int, ...]:
        """The rungs of the ladder for the class of the cell."""
        steps = self.policy.structure.steps
        return tuple(sorted(steps.get(self.cell.risk_class, steps.get(None, (0,)))))

    def yearly(self, channel: Channel) -> int:
        """What a channel of exposure adds up to in a year, in its own unit."""
        fixed = {Payroll: self.cell.payroll, HeadMonths: 12 * self.cell.heads, InsuredMonths: 12}
        for kind, value in fixed.items():
            if isinstance(channel, kind):
                return value
        assert isinstance(channel, Premium)
        if self.base_rate is None:
            raise UncoveredError(f"policy {self.policy.id}: premium without a base table; expected base=...")
        return self.premium(channel, self.base_rate)

    def premium(self, channel: Premium, rate: Fraction) -> int:
        """The premium of a year at a rate, in minor units, rounded half up."""
        return int((2 * self.cell.payroll * max(rate - (channel.less or 0), Fraction(0)) + 1) // 2)


def _check_given(policy: FloatPolicy, given: Mapping[str, Any], names: set[str]) -> None:
    unknown = sorted(set(given) - names)
    if unknown:
        near = difflib.get_close_matches(unknown[0], names, 1)
        raise DataError(
            f"policy {policy.id}: {unknown[0]!r} given but not read{f'; did you mean {near[0]!r}?' if near else ''}; "
            f"it reads {', '.join(sorted(names)) or 'nothing'}", indicator=unknown[0],
        )
    for name in ("prior_step", "risk_class", "base_group"):
        if name in given:
            raise DataError(f"{name}: given; the chain and its cell have it", indicator=name)


def _check_cell(policy: FloatPolicy, cell: RiskCell) -> None:
    if policy.classes and cell.risk_class not in policy.classes:
        listed = ", ".join(map(str, policy.classes))
        raise UncoveredError(f"class {cell.risk_class}: unknown to policy {policy.id}; expected one of {listed}")


def _constants(
    policy: FloatPolicy, cell: RiskCell, own: Mapping[str, Indicator], given: Mapping[str, Any]
) -> tuple[dict[str, Column], list[str]]:
    domains = policy.structure.domains
    found = {
        "risk_class": domains["risk_class"].column([cell.risk_class]), "base_group": domains["base_group"].column([0])
    }
    assumed = []
    for name, value in given.items():
        if not isinstance(own.get(name), Relative):
            found[name] = column_of(name, domains[name], value)
            assumed.append(f"{name}: {value!r} throughout")
        else:
            assumed.append(f"{name}: the average of peers is {value!r} throughout")
    for name, made in own.items():
        if name not in found and isinstance(made, Flag | Level):
            found[name] = domains[name].column([False if isinstance(made, Flag) else 0])
            assumed.append(f"{name}: none throughout")
    return found, assumed


def _peer(cell: RiskCell, value: Any) -> dict[str, Fraction]:
    mean = exact(value, what="average of peers")
    return {"": mean, str(cell.risk_class): mean}


def _refuse_unknown(
    policy: FloatPolicy, indicators: Mapping[str, Indicator], names: set[str], constants: Mapping[str, Column],
    peers: Mapping[str, Any],
) -> None:
    for name in sorted(names - set(indicators) - set(constants) - {"prior_step"}):
        raise _lacking(policy, name, "the past decisions on an employer")
    for name, made in indicators.items():
        if isinstance(made, Relative) and name not in peers:
            raise _lacking(policy, name, "the average of peers")


def _lacking(policy: FloatPolicy, name: str, what: str) -> UncoveredError:
    return UncoveredError(
        f"policy {policy.id}: {name} reads {what}, which a risk cell does not have; "
        f"give it as a constant: given={{{name!r}: ...}}", indicator=name,
    )


def _requests(
    policy: FloatPolicy, indicators: Mapping[str, Indicator], dates: Dates
) -> tuple[int, tuple[Request, ...]]:
    asked: list[tuple[str, Channel, Span]] = []
    for name, made in indicators.items():
        try:
            asked += [(name, channel, span) for channel, span in channel_requests({name: made}, dates)]
        except DataError:
            raise _lacking(policy, name, f"records ({made.kind})") from None
    ends = max((span.end for _, _, span in asked), default=dates.window.end)
    for name, _, span in asked:
        if (ends - span.end) % 12 or span.months % 12 or not span.months:
            raise UncoveredError(
                f"policy {policy.id}: {name} reads {span}; expected whole years that end in one month with the others",
                indicator=name,
            )
    return ends, tuple(
        Request(name, channel, (ends - span.end) // 12 + 1, (ends - span.start) // 12) for name, channel, span in asked
    )


def _refuse_channels(reading: Reading) -> None:
    """Try every indicator on a blank year, so that one that reads records is named."""
    for request in reading.requests:
        channel = request.channel
        known = (*CLAIM_KINDS, Premium, Payroll, HeadMonths, InsuredMonths)
        if not isinstance(channel, known) or (isinstance(channel, Benefits) and channel.only):
            raise _lacking(reading.policy, request.indicator, f"the channel {channel!r}")
        if isinstance(channel, Premium) and reading.base_rate is None:
            raise _lacking(reading.policy, request.indicator, "premium without a base table")
    zero = [np.zeros(1, dtype=np.int64)] * max(reading.reach, 1)
    channels = YearColumns({request.channel: zero for request in reading.requests}, ends=reading.ends)
    for name, made in reading.indicators.items():
        try:
            from_channels({name: made}, channels, reading.dates, peers=reading.peers, states=reading.constants)
        except (DataError, DefinitionError):
            raise _lacking(reading.policy, name, f"records ({made.kind})") from None

