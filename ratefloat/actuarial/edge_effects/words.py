"""Edge effects as text."""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING

import numpy as np

from ratefloat.actuarial.edge_effects.jump import Jump

if TYPE_CHECKING:
    from ratefloat.actuarial.edge_effects.effect import EdgeEffect
    from ratefloat.actuarial.edge_effects.measured import Measured

HEAD = ("indicator", "edge", "change", "employers", "cases", "rate", "frequency of cases", "seen from", "bunching p")


def report(found: EdgeEffect) -> str:
    """The effect at each edge and over all, what could have been seen, and the tests of the design."""
    sample = found.sample
    starts = ", ".join(str(start) for start in found.starts)
    years = "one year" if found.follow_years == 1 else f"{found.follow_years} years"
    rows = [HEAD, *(_row(one) for one in found.edges)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEAD))]
    lines = [
        f"Edge effect of {found.policy.id}: {found.of!r} in {years} from {starts}",
        f"{len(sample.employer):,} rated, {int(sample.followed.sum()):,} of them still insured, "
        f"{int(sample.cases[sample.followed].sum()):,} cases",
        "",
        *("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip() for row in rows),
        "",
        f"All edges, one step dearer: {change_words(found.jump)}, {_chance(found.jump.p)}",
        f"A fall of less than {_fall(found.jump)} would be missed more often than one time in five.",
        _elasticity(found.elasticity),
        *_tests(found),
    ]
    lines += [f"Left out: {row.indicator} {row.edge}: {row.reason}" for row in found.left_out.itertuples()]
    return "\n".join(lines)


def change_words(jump: Jump) -> str:
    """A jump in a logarithm as a change in per cent, with its 95 % interval."""
    value, low, high = (_percent(exp(number) - 1) for number in (jump.value, *jump.interval))
    return f"{value} ({low} to {high})"


def _percent(share: float) -> str:
    return f"{100 * share:+.1f}%"


def _chance(p: float) -> str:
    return "p below 0.001" if p < 0.001 else f"p = {p:.3f}"


def _fall(jump: Jump) -> str:
    return f"{100 * (1 - exp(-jump.detectable)):.0f}%"


def _row(one: Measured) -> tuple[str, ...]:
    jump = one.outcome
    bunching = "-" if one.density is None else f"{one.density.density.p:.2f}, {one.density.p_sides:.2f}"
    return (
        one.edge.indicator, one.edge.text, one.edge.change, f"{jump.rows[0]} | {jump.rows[1]}",
        f"{one.cases[0]} | {one.cases[1]}", _percent(exp(one.rate.value) - 1), change_words(jump), _fall(jump),
        bunching,
    )


def _elasticity(found: Jump | None) -> str:
    if found is None:
        return "Elasticity to the rate: not to be told, the edges hardly move the rate"
    low, high = found.interval
    return f"Elasticity to the rate: {found.value:+.2f} ({low:+.2f} to {high:+.2f})"


def _tests(found: EdgeEffect) -> list[str]:
    said = []
    for what, p in (
        ("Placebo edges", [one.outcome.p for one in found.placebos]),
        ("Bunching", [one.density.density.p for one in found.edges if one.density is not None]),
        ("Balance", [jump.p for one in found.edges for jump in one.balance.values()]),
    ):
        if p:
            low = int((np.asarray(p) < 0.05).sum())
            said.append(f"{what}: {low} of {len(p)} with p below 0.05; the least: {_chance(min(p))}")
    return said
