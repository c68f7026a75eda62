"""What `check` finds against the plans: its errors are gaps that the files name, and all of it is quick."""

from __future__ import annotations

import pytest

from plans.filled import CONTINUOUS, complete
from ratefloat.plans import load_plan, plan_ids
from ratefloat.prove.check.run import check

NAMED = {
    "cn-hainan-2016": (2, "benefits: the worse r", "Grace and 150 %"),
    "cn-jiangxi-2023": (1, "uncovered: fund months", "Between 23 and 24 months"),
    "cn-ordos-2015": (1, "uncovered: class 2 to 8; years in a row without accident 0", "rule 1 of classes 2 to 8"),
    "tw-2010": (1, "uncovered: loss ratio no premium, benefits", "with benefits no rate, refused"),
    "tw-2022": (1, "uncovered: loss ratio no premium, benefits", "with benefits no rate, refused"),
}
"""Plan -> how many errors, how the first begins, and words of its file that name the same gap."""
SLOW = ("jp-merit-2018",)


@pytest.mark.parametrize("id", [id for id in plan_ids() if id not in CONTINUOUS and id not in SLOW])
def test_errors_are_gaps_that_the_file_names(id: str) -> None:
    errors = [finding for finding in check(complete(id)) if finding.severity == "error"]
    count, begins, words = NAMED.get(id, (0, "", ""))
    assert len(errors) == count, errors
    if errors:
        plan = load_plan(id)
        said = " ".join([*plan.left_out, *(f"{reading.question} {reading.chosen}" for reading in plan.readings)])
        assert str(errors[0]).startswith(begins)
        assert words in said
