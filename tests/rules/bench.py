"""One rule on a few employers, and small policies around a rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from laws.rows import columns_of
from laws.stand_in import INDICATORS
from laws.strategies import BASE, base_rates

from ratefloat.periods import Review, Window
from ratefloat.policy.document import FloatPolicy
from ratefloat.rules import base_rate, ladder, start_from_base
from ratefloat.rules.rows import Constants, Log, Rows, Stage
from ratefloat.rules.rule import Rule
from ratefloat.rules.values import Values
from ratefloat.units import exact

ON = date(2023, 1, 1)
STEPS = {-2: "50%", -1: "80%", 0: "100%", 1: "120%", 2: "150%"}
LADDER = ladder(STEPS)


@dataclass(frozen=True)
class Applied:
    """What a rule did to some employers: values, and row by row why it refused and which notes it wrote."""

    values: list[Any]
    refused: list[str | None]
    log: Log

    @property
    def told(self) -> list[list[str]]:
        """For each note what it says of each employer: "not applicable", "no effect" or "changed"."""
        return [
            [
                "changed" if changed else "no effect" if active else "not applicable"
                for active, changed in zip(note.active, note.changed, strict=True)
            ]
            for note in self.log.notes
        ]


def applied(
    rule: Rule, given: Sequence[Any] | None = None, stage: Stage = "step", *, on: date = ON,
    steps: Mapping[int | None, tuple[int, ...]] | None = None, **columns: Sequence[Any],
) -> Applied:
    """A rule applied at a stage to the given values (texts are read as exact numbers).

    Args:
        given: the value of each employer before the rule; None where the rule stands first.
        steps: the ladder of the policy.
        columns: indicator values; class 1 of base 0.2 %, 0.43 %, 0.9 %, 1.9 % unless risk_class says otherwise.
    """
    n = len(given) if given is not None else len(next(iter(columns.values())))
    full = {"risk_class": [1] * n, "base_group": [0] * n, "prior_step": [0] * n, **columns}
    rows = [{name: values[i] for name, values in full.items()} for i in range(n)]
    base = {(0, c): rate for c, rate in base_rates().items()}
    setting = Constants(on=on, window_months=24, steps=steps or {None: (-2, -1, 0, 1, 2)}, base=base)
    log = Log(tracing=True)
    before = None if given is None else Values.of(exact(value) for value in given)
    after = rule.apply(before, Rows(n, columns_of(rows) if rows else {}, setting, log, stage))
    refused = [next((r.reason for r in log.refusals if r.mask[i]), None) for i in range(n)]
    return Applied(after.numbers(), refused, log)


def policy_of(rule: Rule, **fields: Any) -> FloatPolicy:
    """A policy with the indicators of the laws, base rates of 0.2 %, 0.43 %, 0.9 % and 1.9 %."""
    plain: dict[str, Any] = {
        "id": "bench", "title": "a policy", "source": "a test", "effective": "2020-01-01/", "base": BASE,
        "review": Review(every_years=1, anchor="2020-01-01"), "window": Window(months=24), "indicators": INDICATORS,
    }
    return FloatPolicy(**{**plain, "rule": rule, **fields})


def by_steps(*rules: Rule, **fields: Any) -> FloatPolicy:
    """A policy that starts from the base step, applies some rules, and ends with ladder and base rate."""


    made: Rule = start_from_base()
    for rule in rules:
        made = made >> rule
    return policy_of(made >> LADDER >> base_rate(), **fields)
