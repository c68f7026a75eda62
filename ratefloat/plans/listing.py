"""The list of plans as a person reads it: where, when, what they look at, how they are built, what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from ratefloat.errors import UncoveredError
from ratefloat.periods import FAR, day
from ratefloat.plans.shipped import load_plan, plan_ids
from ratefloat.policy.base import tables_of
from ratefloat.policy.document import FloatPolicy
from ratefloat.rules.operand import Hole
from ratefloat.rules.rule import Rule
from ratefloat.tables.glossary import term

if TYPE_CHECKING:
    import pandas as pd

WORDS = {
    "escalate_class": "class rule", "bands": "bands", "grid": "grid", "move": "moves",
    "per_points": "per points", "flat_surcharge": "flat surcharge",
    "supplied": "articles of the agency",
    "ladder": "step ladder", "points_ladder": "points ladder", "rate_ladder": "rate ladder",
    "base_rate": "base rate", "protected_part": "protected part", "phase_cut": "phase cut",
    "floor_rate": "floor", "floor_by_class": "floor", "at_least": "bounds", "at_most": "bounds", "cap_by_class": "cap",
}
"""What the rules of a pipeline are called in one word; others, such as vetoes, do not make its structure."""
MOST_NAMED = 3
"""How many indicators a row names; the rest are counted."""


def plans(*, on: date | str | None = None, lang: str = "en") -> pd.DataFrame:
    """The shipped plans, one a row, by id.

    Columns: title, place (ISO 3166-2 or GB/T 2260), instrument, from, to (the first day after; empty without a
    known end), indicators, cycle_years, window_months, structure, completeness ("complete" or the number of
    holes), published and derived (worked examples). With `on`, also state: whether the plan is in force that day.

    Args:
        on: a day for the state.
        lang: of title and indicators, "en" or "zh".

    >>> frame = plans(on="2024-01-01")
    >>> frame.loc["cn-shenzhen-2018", "structure"], frame.loc["cn-shenzhen-2018", "state"]
    ('bands -> step ladder -> base rate -> floor', 'ended 2023-03-01')
    """
    import pandas as pd

    rows = {policy.id: _row(policy, on, lang) for policy in map(load_plan, plan_ids())}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("id")


def _row(policy: FloatPolicy, on: date | str | None, lang: str) -> dict[str, Any]:
    open_end = policy.effective.end == FAR
    origins = [example.origin for example in policy.examples]
    row = {
        "title": policy.title.text(lang), "place": policy.jurisdiction, "instrument": policy.source,
        "from": str(policy.effective.start), "to": "" if open_end else str(policy.effective.end),
        "indicators": _indicators(policy, lang),
        "cycle_years": "hole" if isinstance(policy.review, Hole) else str(policy.review.every_years),
        "window_months": "hole" if isinstance(policy.window, Hole) else str(policy.window.months),
        "structure": structure(policy),
        "completeness": _completeness(len(policy.holes)),
        "published": origins.count("published"), "derived": origins.count("derived"),
    }
    return row if on is None else row | {"state": state(policy, on)}


def _completeness(holes: int) -> str:
    return f"template: {holes} {'hole' if holes == 1 else 'holes'}" if holes else "complete"


def _indicators(policy: FloatPolicy, lang: str) -> str:
    if isinstance(policy.indicators, Hole):
        return "hole"
    labels = [
        label.text(lang) if (label := getattr(made, "label", None)) is not None else term(name, lang)
        for name, made in policy.indicators
    ]
    more = len(labels) - MOST_NAMED
    named = ("、" if lang == "zh" else ", ").join(labels[:MOST_NAMED])
    if more <= 0:
        return named
    return f"{named}等{len(labels)}项" if lang == "zh" else f"{named} and {more} more"


def structure(policy: FloatPolicy) -> str:
    """How a plan is built, in a few words: its rules in order, and whether it remembers the prior step.

    >>> structure(load_plan("cn-fujian-2011"))
    'moves -> step ladder -> base rate, path dependent'
    """
    if isinstance(policy.rule, Hole):
        return "hole"
    rules = [*(policy.class_rule.walk() if policy.class_rule else ()), *policy.rule.walk()]
    words = dict.fromkeys(WORDS[rule.kind] for rule in rules if rule.kind in WORDS)
    return " -> ".join(words) + (", path dependent" if any(map(_remembers, rules)) else "")


def _remembers(rule: Rule) -> bool:
    return rule.kind in ("start_from_prior", "move_limit") or getattr(rule, "against", "base") == "prior"


def state(policy: FloatPolicy, on: date | str) -> str:
    """Whether a plan is in force on a day, as far as its file knows.

    >>> state(load_plan("cn-shenzhen-2018"), "2022-07-01")
    'stale: no base rates on that day, covered 2016-07-01/2022-07-01'
    """
    moment = day(on)
    if moment < policy.effective.start:
        return f"not before {policy.effective.start}"
    if moment >= policy.effective.end:
        return f"ended {policy.effective.end}"
    lacking = list(_lacking(policy, moment))
    if lacking:
        return f"stale: no base rates on that day, covered {', '.join(lacking)}"
    return "in force, no end recorded" if policy.effective.end == FAR else "in force"


def _lacking(policy: FloatPolicy, moment: date) -> Iterator[str]:
    """The spans of base tables that do not reach a day."""
    if policy.base is None or isinstance(policy.base, Hole):
        return
    for table in tables_of(policy.base).values():
        try:
            table.rates(moment, area=next(iter(table.areas), None), tier=next(iter(table.tiers), None))
        except UncoveredError:
            yield str(table.span())
