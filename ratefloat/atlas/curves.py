"""The incentive of a law on its page: later premium per unit of claim, by size of claim and of employer."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

from ratefloat.atlas.chart import Line, chart
from ratefloat.atlas.markup import listed, table, text
from ratefloat.atlas.measures import Measured, measured
from ratefloat.atlas.reference import FREQUENCY, HIDEABLE, OUTCOMES, SIZES, WAGES, expected_cost
from ratefloat.atlas.subject import Subject
from ratefloat.tables.currencies import currency_name
from ratefloat.units import MINOR_UNITS, percent_text, rounded_percent_text

SHOWN = (10, 50, 200, 1000)
"""Heads of the lines over the size of the claim."""


def incentive(subject: Subject) -> str:
    """Two curves and the numbers behind them, with what they assume; why not, where there is no figure."""
    found = [measured(subject, heads) for heads in SIZES]
    known = [made for made in found if made.found is not None]
    head = "<h2>Incentive</h2>"
    if not known:
        why = text(found[0].why)
        return f"{head}<p>No curve: {why}. The cases that the text leaves open are among the findings.</p>"
    unit = currency_name(subject.policy.currency)
    intro = (
        f"<p>What one more case costs the employer in later premium, in {text(unit)} per {text(_one(unit))} that the "
        "case cost the fund: 0 where the premium is flat, 1 where the employer pays it all in the end.</p>"
    )
    return f"{head}{intro}{_figures(known)}{_numbers(found)}{_missing(found)}{_assumptions(subject, known)}"


def _one(unit: str) -> str:
    """The name of one unit of a currency.

    >>> _one("NT dollars"), _one("yuan")
    ('NT dollar', 'yuan')
    """
    return unit.removesuffix("s")


def _figures(known: Sequence[Measured]) -> str:
    kinds = [("all cases", [n for n, *_ in OUTCOMES]), ("light cases", HIDEABLE), ("a death", ["death"])]
    by_size = [Line(name, [(m.heads, m.degree(names)[0]) for m in known]) for name, names in kinds]
    by_claim = [
        Line(f"{m.heads:,} heads", [(months, m.degree([name])[0]) for name, _, months, _ in OUTCOMES])
        for m in known if m.heads in SHOWN
    ]
    left = chart(by_size, ticks=SIZES, under="heads of the employer")
    right = chart(by_claim, ticks=(1, 2, 5, 10, 20, 50, 150), under="cost of the case, months of wages")
    return (
        f'<div class="figures"><figure><figcaption>by size of the employer</figcaption>{left}</figure>'
        f"<figure><figcaption>by size of the claim</figcaption>{right}</figure></div>"
    )


def _numbers(found: Sequence[Measured]) -> str:
    named = [(f"{name}, {months} mo.", [name]) for name, _, months, _ in OUTCOMES]
    kinds = [("all cases", [name for name, *_ in OUTCOMES]), *named]
    head = ["heads", *(text(name) for name, _ in kinds), "how"]
    rows = [[f"{m.heads:,}", *(_cell(*m.degree(names)) for _, names in kinds), text(m.method)] for m in found]
    return table(head, rows, numbers=range(len(kinds) + 1))


def _cell(value: float, error: float) -> str:
    """A number with three decimals, and its error where it is not too small to see.

    >>> _cell(0.25, 0.0), _cell(0.25, 0.004), _cell(float("nan"), float("nan"))
    ('0.250', '0.250 ± 0.004', '-')
    """
    if not isfinite(value):
        return "-"
    return f"{value + 0.0:.3f}" + (f" ± {error:.3f}" if error >= 0.0005 else "")


def _missing(found: Sequence[Measured]) -> str:
    reasons = dict.fromkeys(made.why for made in found if made.found is None)
    return "".join(f'<p class="soft small">“-”: {text(why)}</p>' for why in reasons)


def _assumptions(subject: Subject, known: Sequence[Measured]) -> str:
    currency = subject.policy.currency
    wage = f"{WAGES[currency] // 10 ** MINOR_UNITS[currency]:,} {currency_name(currency)}"
    outcomes = "; ".join(f"{name} {chance}, {months}" for name, chance, months, _ in OUTCOMES)
    said = [
        f"The employer is made up and the same for every plan: {FREQUENCY} cases per head and year, wages of {wage} "
        "per head and year; cases end and cost, in months of wages, so: " + outcomes
        + " (a thousandth more, so that no ratio lies exactly on an edge).",
        f"It stands in class {subject.risk_class}, with a base rate of {percent_text(subject.base_rate)}: the nearest "
        f"to 0.9%, the middle of the eight national classes. Its expected benefits are "
        f"{rounded_percent_text(expected_cost(), places=2)} of wages.",
        f"Light cases are those of {' and '.join(HIDEABLE)}: an employer could pay for them itself and report nothing.",
        "Later premium is discounted at 4% to the year of the claim; the rule and base rates of "
        f"{subject.on} hold throughout; the employer is in the long run of the rule.",
    ]
    rest = dict.fromkeys(
        line for made in known if made.found is not None for line in made.found.assumptions
        if not line.startswith(("lattice", "base rates and rule", "shares and costs"))
    )
    told = f'<div class="soft small">{listed(map(text, [*said, *rest]))}</div>'
    return f"<details open><summary>What this assumes</summary>{told}</details>"
