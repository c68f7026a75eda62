"""A direct simulation of a policy by `rate_frame`: claims are drawn one by one, every review rates the extract."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

import ratefloat as rf
from ratefloat.actuarial import RiskCell
from ratefloat.history.channels.benefits import Benefits
from ratefloat.history.channels.cases import AccidentDeaths, Cases
from ratefloat.history.channels.exposure import HeadMonths, Payroll
from ratefloat.history.channels.premium import Premium
from ratefloat.history.evaluate import channel_requests
from ratefloat.periods import month_of
from ratefloat.policy.base import rates_on
from ratefloat.policy.rate import review_dates


class Simulation:
    """Employers of one cell over the years; `steps[year]` holds the step of each in force in that year."""

    def __init__(
        self, policy: rf.FloatPolicy, cell: RiskCell, *, on: str, ready: Mapping[str, object], years: int,
        employers: int = 20_000, seed: int = 1,
    ) -> None:
        self.policy, self.cell, self.on, self.ready = policy, cell, on, ready
        self.draw, self.n = np.random.default_rng(seed), employers
        moment = policy.require_in_force(on)
        dates = review_dates(policy, moment)
        asked = channel_requests({n: i for n, i in policy.indicator_map.items() if n not in ready}, dates)
        self.channels = tuple(dict.fromkeys(channel for channel, _ in asked))
        end = max((span.end for _, span in asked), default=dates.window.end)
        self.reach = max([-(-policy.structure.window.months // 12), *((end - span.start) // 12 for _, span in asked)])
        self.lag = (month_of(dates.period.start) - end) // 12
        self.base = rates_on(policy.structure.base, moment, cell.area, cell.tier)[cell.risk_class]
        self.rate_of = np.full(employers, int(self.base * 10**8))
        self.step = np.zeros(employers, dtype=np.int64)
        # Years 1 - reach - lag to 0 were ordinary ones at the base rate; the rate of year 0 is reviewed a cycle later.
        self.past = [self.year() for _ in range(self.reach + self.lag)]
        self.steps = [self.step]
        for year in range(1, years + 1):
            self.past.append(self.year())
            if year % policy.structure.review.every_years == 0:
                self.review()
            self.steps.append(self.step)

    def year(self) -> dict[object, np.ndarray]:
        """The sums of one year: claims as they are drawn, exposure as it is, premium as it is charged now."""
        chances = np.asarray([float(o.probability) for o in self.cell.severity.outcomes])
        numbers = self.draw.poisson(float(self.cell.cases) * chances, (self.n, len(chances)))
        found: dict[object, np.ndarray] = {}
        for channel in self.channels:
            found[channel] = self.sums(channel, numbers)
        return found

    def sums(self, channel: object, numbers: np.ndarray) -> np.ndarray:
        if isinstance(channel, Benefits):
            return numbers @ np.asarray(self.cell.costs)
        if isinstance(channel, Cases):
            kinds = {"injury": lambda o: True, "death": lambda o: o.death, "disease": lambda o: False,
                     "graded": lambda o: o.death or o.grade is not None}
            counted = [kinds[channel.of](o) for o in self.cell.severity.outcomes]
            return numbers @ np.asarray(counted, dtype=np.int64)
        if isinstance(channel, AccidentDeaths):
            dead = np.asarray([o.death for o in self.cell.severity.outcomes], dtype=np.int64)
            return np.minimum(numbers @ dead, 1)
        if isinstance(channel, Premium):
            rate = np.full(self.n, int(self.base * 10**8)) if channel.basis == "at base rate" else self.rate_of
            return (2 * self.cell.payroll * rate + 10**8) // (2 * 10**8)
        fixed = {Payroll: self.cell.payroll, HeadMonths: 12 * self.cell.heads}
        return np.full(self.n, next((v for k, v in fixed.items() if isinstance(channel, k)), 12), dtype=np.int64)

    def review(self) -> None:
        end = len(self.past) - self.lag
        window = self.past[end - self.reach : end]
        frame = {"class": np.full(self.n, self.cell.risk_class), "prior": self.step,
                 "payroll": np.full(self.n, self.cell.payroll)}
        sums: dict[object, list[str]] = {}
        for number, channel in enumerate(self.channels):
            sums[channel] = [f"c{number}_{age}" for age in range(self.reach)]
            frame |= {f"c{number}_{age}": window[age][channel] for age in range(self.reach)}
        ready = {"risk_class": "class", "prior_step": "prior"}
        for name, value in self.ready.items():
            frame[name] = np.full(self.n, value)
            ready[name] = name
        rated = rf.rate_frame(
            self.policy, pd.DataFrame(frame), on=self.on, sums=sums, ready=ready, payroll="payroll"
        )
        assert not rated["refused"].any()
        self.step = rated["step"].to_numpy().astype(np.int64)
        self.rate_of = rated["rate_e8"].to_numpy().astype(np.int64)

    def shares(self, year: int, steps: list[int]) -> np.ndarray:
        """The share of employers on each step in a year."""
        return np.asarray([(self.steps[year] == step).mean() for step in steps])
