"""No step up; a discount stays."""

from __future__ import annotations

from ratefloat.rules import no_increase
from rules.bench import applied


def test_from_the_base_and_from_the_prior_step() -> None:
    found = applied(no_increase(), [-2, 0, 1])
    assert (found.values, found.told) == ([-2, 0, 0], [["no effect", "no effect", "changed"]])
    assert applied(no_increase(against="prior"), [2, 0], prior_step=[1, 1]).values == [1, 0]
