"""Conditions: comparisons, & | ~, guards, and what Python would silently get wrong."""

from __future__ import annotations

import pytest

from ratefloat.errors import DefinitionError
from ratefloat.rules import first_of, indicator, move, set_to, window, yuan
from rules.bench import applied, by_steps

RATIO, DEATHS, ARREARS = indicator("loss_ratio"), indicator("deaths"), indicator("arrears")
ON_EDGE = [(1, 2), (2**59 + 1, 2**60), (2**59 - 1, 2**60), (0, 0), (5, 0)]


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (RATIO >= "50%", [1, 1, 0, 0, 0]), (RATIO > "50%", [0, 1, 0, 0, 0]), (RATIO <= "50%", [1, 0, 1, 0, 0]),
        (RATIO < "50%", [0, 0, 1, 0, 0]), (RATIO == "50%", [1, 0, 0, 0, 0]), (RATIO != "50%", [0, 1, 1, 0, 0]),
        (RATIO.has_value(), [1, 1, 1, 0, 0]), (~RATIO.has_value(), [0, 0, 0, 1, 1]),
        (~RATIO.has_value() | (RATIO > "50%"), [0, 1, 0, 1, 1]),
    ],
)
def test_ratios_are_compared_exactly(condition: object, expected: list[int]) -> None:
    assert applied(set_to(1).when(condition), [0] * 5, loss_ratio=ON_EDGE).values == expected


def test_other_kinds() -> None:
    rows = {"sector": ["mining", "trade"], "insured_months": [23, 24], "wages": [500_000, 499_999]}
    rows["arrears"] = [True, False]

    def holds(condition: object) -> list[bool]:
        return [value == 1 for value in applied(set_to(1).when(condition), [0, 0], **rows).values]

    assert holds(indicator("sector").is_in("trade", "offices")) == [False, True]
    assert holds(indicator("insured_months") < window.months) == [True, False]
    assert holds(indicator("insured_months") >= window.years) == [True, True]
    assert holds(indicator("insured_months") > "23.5") == [False, True]
    assert holds(indicator("wages") >= yuan(5000)) == [True, False]
    assert holds(ARREARS) == [True, False]
    assert holds(~ARREARS & (indicator("wages") < yuan(5000))) == [False, True]


def test_a_condition_is_not_true_or_false() -> None:
    for wrong in (lambda: DEATHS >= 1 and ARREARS, lambda: not (DEATHS >= 1), lambda: 1 <= DEATHS <= 3):
        with pytest.raises(DefinitionError, match=r"write a & b, a \| b or ~a instead of and, or, not"):
            wrong()
    with pytest.raises(DefinitionError, match="indicator.'arrears'. is a condition on many rows"):
        bool(ARREARS)


def test_floats_and_constants_are_refused() -> None:
    with pytest.raises(DefinitionError, match="0.5 is a float; expected an exact number; write it as text"):
        _ = RATIO >= 0.5
    with pytest.raises(DefinitionError, match="False is a constant"):
        _ = ARREARS & False


@pytest.mark.parametrize(
    "condition",
    [
        RATIO >= "50%", ~(RATIO >= "50%"), (RATIO >= "50%") & ARREARS, ~RATIO.has_value() & (RATIO > "1"),
        (~RATIO.has_value() & ARREARS) | (RATIO >= "50%"), ~(~RATIO.has_value() & ARREARS) & (RATIO > "1"),
        (RATIO.has_value() | ARREARS) & (RATIO > "1"),
    ],
)
def test_a_ratio_needs_a_guard(condition: object) -> None:
    message = r"loss_ratio has no value without premium; expected a guard; write indicator\('loss_ratio'\).has"
    with pytest.raises(DefinitionError, match=message) as caught:
        by_steps(set_to(1).when(condition))
    assert caught.value.indicator == "loss_ratio"


@pytest.mark.parametrize(
    "condition",
    [
        RATIO.has_value() & (RATIO >= "50%"), ~RATIO.has_value() | (RATIO >= "50%"),
        ~(RATIO.has_value() & (RATIO >= "50%")), ~(~RATIO.has_value() | ARREARS) & (RATIO >= "50%"),
        ~(RATIO.has_value() & ARREARS & (RATIO > 0)), (~RATIO.has_value() | ARREARS) | (RATIO > 1),
    ],
)
def test_guarded(condition: object) -> None:
    by_steps(set_to(1).when(condition))


def test_a_guard_outside_or_in_an_earlier_case_holds_inside() -> None:
    by_steps(set_to(1).when(RATIO >= "50%").when(RATIO.has_value()))
    by_steps(first_of(set_to(1).when(~RATIO.has_value()), move(1).when(RATIO > "1"), otherwise=move(0)))
    with pytest.raises(DefinitionError, match="expected a guard"):
        by_steps(first_of(set_to(1).when(~RATIO.has_value() & ARREARS), move(1).when(RATIO > "1"), otherwise=move(0)))


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        (indicator("loss_ratoi") == 1, "indicator 'loss_ratoi': not among the policy's; expected one of accident_rate"),
        (ARREARS >= 1, "a yes-or-no indicator can not be compared with a number"),
        (DEATHS & ARREARS, "an integer indicator can not be used as a yes or no"),
        (indicator("sector").is_in("tade"), "category 'tade': not in the list; expected one of mining, building"),
        (DEATHS.is_in("one"), "an integer indicator can not be asked for categories"),
    ],
)
def test_wrong_names_and_kinds_are_refused_when_the_policy_is_built(condition: object, message: str) -> None:
    with pytest.raises(DefinitionError, match=message):
        by_steps(set_to(1).when(condition))
