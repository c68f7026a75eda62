"""Rating a ready extract: one row an employer, sums by year in columns, rates out, in one pass over blocks."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ratefloat.errors import DataError, UncoveredError, rows_text
from ratefloat.history.channels.base import Channel
from ratefloat.history.dates import Dates
from ratefloat.history.evaluate import channel_requests, from_channels
from ratefloat.history.experience import Experience
from ratefloat.history.filled import Channels, YearColumns
from ratefloat.history.indicator import Indicator
from ratefloat.history.indicators.relative import Relative
from ratefloat.numeric import multiply_divide_by
from ratefloat.policy.decision import clause_text, given_base
from ratefloat.policy.kernel import BLOCK, Gathering, Kernel, Outcomes, kernel_of
from ratefloat.policy.rate import review_dates
from ratefloat.rules.column import BooleanColumn, Column, IntegerColumn
from ratefloat.rules.domain import Boolean, Choice, Integer
from ratefloat.units import RATE_UNIT

if TYPE_CHECKING:
    import pandas as pd

    from ratefloat.policy.document import FloatPolicy

Array = NDArray[Any]


@dataclass(frozen=True)
class Extract:
    """The columns of a frame that a policy reads, checked: sums by channel and year, ready columns, payroll."""

    sums: Mapping[Channel, Sequence[Array]]
    ready: Mapping[str, Array]
    payroll: Array
    rows: int


def rate_frame(
    policy: FloatPolicy, frame: pd.DataFrame, *, on: date | str, sums: Mapping[Channel, Sequence[str]],
    ready: Mapping[str, str], payroll: str, area: str | None = None,
) -> pd.DataFrame:
    """The rates of a ready extract.

    Args:
        policy: a policy in force on that day.
        frame: one row an employer.
        on: the day the rates apply.
        sums: channel -> its columns, whole numbers (money in minor units), one a year of the window, oldest first.
        ready: indicator or state -> its column: risk_class, prior_step, flags, months insured.
        payroll: the column of twelve months' payroll, minor units.
        area: the area of all rows, for base tables by area.
    Returns:
        a frame with the index of the extract: step, rate_e8, estimated_premium, reason (numbered as in
        `frame.attrs["reasons"]`) and refused (0, or numbered from 1 as in `attrs["refusals"]`; step 0, rate 0 then).
    Raises:
        DataError: a column is missing, not whole, has empty places or negative numbers, with the rows.
        UncoveredError: the day is not covered.
    """
    import pandas as pd

    moment = policy.require_in_force(on)
    dates = review_dates(policy, moment)
    taken = _extract(policy, frame, sums, ready, payroll)
    kernel = kernel_of(policy, moment, tuple(given_base(policy, moment, area, None).items()))
    _require(policy, kernel, taken)
    outcomes = _decide(policy, dates, taken, kernel)
    states = outcomes.states
    premium, overflow = multiply_divide_by(taken.payroll, outcomes.state, [s[3] or Fraction(0) for s in states])
    refusals = (*outcomes.refusals, "payroll x rate: beyond 64 bits")
    refused = outcomes.refused
    if overflow.any():
        refused = np.where(overflow & (refused == 0), len(refusals), refused).astype(np.uint8)
    made: dict[str, Array] = {
        "step": np.take(np.asarray([int(s[1] or 0) for s in states], dtype=np.int8), outcomes.state, mode="clip"),
        "rate_e8": np.take(_rates_e8(outcomes), outcomes.state, mode="clip"),
        "estimated_premium": premium, "reason": outcomes.reason, "refused": refused,
    }
    if refused.any():
        for name in ("step", "rate_e8", "estimated_premium"):
            made[name] = np.where(refused > 0, 0, made[name]).astype(made[name].dtype)
    result = pd.DataFrame(made, index=frame.index, copy=False)
    result.attrs["reasons"] = ["; ".join(dict.fromkeys(map(clause_text, notes))) for notes in outcomes.reasons]
    result.attrs["refusals"] = list(refusals)
    return result


def _require(policy: FloatPolicy, kernel: Kernel, taken: Extract) -> None:
    """Refuse an extract that lacks what the rule reads, or names what nobody reads."""
    own = policy.indicator_map
    needed = {*kernel.names, "risk_class"} - {"base_group"}
    missing = sorted(name for name in needed if name not in taken.ready and name not in own)
    if missing:
        raise DataError(f"ready: no column for {', '.join(missing)}; expected one for each state that the rule reads")
    unknown = sorted(set(taken.ready) - set(policy.structure.domains))
    if unknown:
        known = ", ".join(sorted(needed))
        raise DataError(f"ready: {unknown[0]!r} is no indicator or state of the policy; expected {known}")


def _rates_e8(outcomes: Outcomes) -> NDArray[np.int32]:
    scaled = [(s[3] or Fraction(0)) * RATE_UNIT for s in outcomes.states]
    fine = [x for x in scaled if x.denominator != 1]
    if fine:
        raise UncoveredError(f"rate {fine[0] / RATE_UNIT}: finer than 1e-8; round it with round_to(...)")
    return np.asarray([int(x) for x in scaled], dtype=np.int32)


def _extract(
    policy: FloatPolicy, frame: pd.DataFrame, sums: Mapping[Channel, Sequence[str]], ready: Mapping[str, str],
    payroll: str,
) -> Extract:
    years = -(-policy.structure.window.months // 12)
    short = [channel for channel, names in sums.items() if len(names) < years]
    if short:
        raise DataError(f"{short[0]!r}: {len(sums[short[0]])} columns; expected one for each of {years} years")
    domains = policy.structure.domains
    return Extract(
        {channel: [_whole(frame, name) for name in names] for channel, names in sums.items()},
        {
            name: _ready(frame, column, domains.get(name))
            for name, column in ready.items()
        },
        _payroll(frame, payroll), len(frame),
    )


def _payroll(frame: pd.DataFrame, name: str) -> NDArray[np.int64]:
    values = _whole(frame, name)
    _refuse(name, _beyond(values, 0), "0 to 2^63 - 1")
    return values.astype(np.int64, copy=False)


def _ready(frame: pd.DataFrame, name: str, domain: Any) -> Array:
    if isinstance(domain, Boolean):
        values = _column(frame, name)
        if values.dtype != np.bool_:
            raise DataError(f"column {name!r}: {values.dtype}; expected bool", column=name)
        return values
    values = _whole(frame, name)
    if isinstance(domain, Integer):
        _refuse(name, _beyond(values, domain.least), f"{domain.least} or more")
    if isinstance(domain, Choice):
        low, high = min(domain.values), max(domain.values)
        least, greatest = (int(values.min()), int(values.max())) if len(values) else (low, high)
        if least < low or greatest > high or len(domain.values) != high - low + 1:
            _refuse(name, ~np.isin(values, domain.values), f"one of {', '.join(map(str, domain.values))}")
    return values


def _beyond(values: Array, least: int) -> Array:
    """Which numbers are below the least, or do not fit 64 bits with a sign."""
    if not len(values) or (values.min() >= least and values.max() < 2**63):
        return np.zeros(0, dtype=np.bool_)
    return np.asarray((values < least) | (values >= 2**63))


def _column(frame: pd.DataFrame, name: str) -> Array:
    if name not in frame.columns:
        raise DataError(f"no column {name!r}; expected it among {', '.join(map(str, frame.columns[:8]))}", column=name)
    values = frame[name]
    if values.dtype.kind not in "iub" or not isinstance(values.dtype, np.dtype):
        if values.isna().any():
            _refuse(name, values.isna().to_numpy(), "no empty places")
        if values.dtype.kind in "iub":
            return np.asarray(values.to_numpy(dtype=values.dtype.numpy_dtype))  # type: ignore[union-attr]
        raise DataError(f"column {name!r}: {values.dtype}; expected whole numbers, money in minor units", column=name)
    return np.asarray(values.to_numpy(copy=False))


def _whole(frame: pd.DataFrame, name: str) -> Array:
    """A column of whole numbers; whether any is negative is seen block by block, while it is in the cache."""
    return _column(frame, name)


def _refuse(name: str, bad: Array, expected: str) -> None:
    rows = np.flatnonzero(bad)
    if len(rows):
        raise DataError(
            f"column {name!r}: {rows_text(rows[:4].tolist(), len(bad)) if len(rows) < 4 else _many(rows, len(bad))}; "
            f"expected {expected}", column=name, rows=rows,
        )


def _many(rows: Array, total: int) -> str:
    return rows_text(rows.tolist(), total)


def _decide(policy: FloatPolicy, dates: Dates, taken: Extract, kernel: Kernel) -> Outcomes:
    indicators = {name: made for name, made in policy.indicator_map.items() if name not in taken.ready}
    domains = policy.structure.domains
    gathering = Gathering(kernel, taken.rows)
    peers = _peers(indicators, taken, dates, domains)
    zeros = np.zeros(min(BLOCK, taken.rows), dtype=np.int8)
    for start in range(0, taken.rows, BLOCK):
        rows = slice(start, min(start + BLOCK, taken.rows))
        states = _states(taken, domains, rows)
        found = from_channels(indicators, _channels(taken, rows, dates), dates, peers=peers, states=states)
        filler = IntegerColumn(zeros[: rows.stop - rows.start])
        gathering.take(rows, {"base_group": filler, **found.columns})
    return gathering.outcomes()


def _states(taken: Extract, domains: Mapping[str, Any], rows: slice) -> dict[str, Column]:
    return {
        name: BooleanColumn(values[rows]) if isinstance(domains.get(name), Boolean) else IntegerColumn(values[rows])
        for name, values in taken.ready.items()
    }


def _channels(taken: Extract, rows: slice, dates: Dates, only: Collection[Channel] | None = None) -> Channels:
    blocks = {
        channel: [_summable(year[rows], channel, rows.start, len(years)) for year in years]
        for channel, years in taken.sums.items() if only is None or channel in only
    }
    return YearColumns(blocks, ends=dates.window.end)


def _summable(values: Array, channel: Channel, start: int, years: int) -> Array:
    """The numbers of one year, of which so many years can be added up in 64 bits."""
    most = 2**62 // years
    if values.size and (values.min() < 0 or (values.dtype.itemsize == 8 and values.max() > most)):
        rows = np.flatnonzero((values < 0) | (values > most)) + start
        raise DataError(
            f"a column of {channel!r}: row {rows[0]} (or more) negative or beyond what 64 bits can add up; "
            f"expected 0 to {most:,}", rows=rows,
        )
    return values


def _peers(
    indicators: Mapping[str, Indicator], taken: Extract, dates: Dates, domains: Mapping[str, Any]
) -> dict[str, dict[str, Fraction]]:
    """The averages of peers, from a first pass over the blocks, in exact integers."""
    sums: dict[str, dict[str, tuple[int, int]]] = {n: {} for n, i in indicators.items() if isinstance(i, Relative)}
    needed = {channel for channel, _ in channel_requests({name: indicators[name] for name in sums}, dates)}
    for start in range(0, taken.rows if sums else 0, BLOCK):
        rows = slice(start, min(start + BLOCK, taken.rows))
        states = _states(taken, domains, rows)
        experience = Experience(_channels(taken, rows, dates, needed), dates, states=states)
        for name, found in sums.items():
            relative = indicators[name]
            assert isinstance(relative, Relative)
            top, bottom = relative.of.peer_terms(experience, dates.span(relative.window))
            groups, names = relative.groups(experience)
            tops, bottoms = (_by_group(groups, values, len(names)) for values in (top, bottom))
            for group, n, d in zip(names, tops, bottoms, strict=True):
                before = found.get(group, (0, 0))
                found[group] = (before[0] + n, before[1] + d)
    return {
        name: {group: Fraction(n, d) if d else Fraction(0) for group, (n, d) in found.items()}
        for name, found in sums.items()
    }


def _by_group(groups: Array, values: Any, count: int) -> list[int]:
    total = np.zeros(count, dtype=np.int64)
    np.add.at(total, groups, values)
    return [int(x) for x in total]
