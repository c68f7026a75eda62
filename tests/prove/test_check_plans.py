"""No finding on a shipped plan that is not true of its text: each beside the sentence that makes it true."""

from __future__ import annotations

import json

import pytest
from plans.filled import complete

from ratefloat.plans import load_plan, plan_ids

ILLUSTRATION = ""
"""A finding about what the tests have put into the holes of a template, not about the plan."""

SHENZHEN_BANDS = "x = 0 two steps down; (0,50] one down; (50,100] base; (100,150] one up; > 150 % two up"
SHENYANG_BANDS = "x = 0 two steps down; (0,50] one down; (50,130] base; (130,150] one up; > 150 % two up"
YANTAI_BANDS = "x = 0 0.5; (0,10] 0.8; (10,100] 1.0; (100,150] 1.2; > 150 % 1.5"
FIVE = "the national five grades"
GRACE = "x above 200 % for the first time within three years still counts as one step down"

# check, words of the message, the sentence of the plan's facts and readings
TRUE: dict[str, list[tuple[str, str, str]]] = {
    "cn-shenzhen-2018": [
        ("stale", "no base rate from 2022-07-01 to 2023-03-01", "known until 2022-06-30"),
        *(("cliff", f"cliff at {edge}:", SHENZHEN_BANDS) for edge in ("0", "50%", "100%", "150%")),
        ("covered", "declared hole: loss ratio no premium, benefits", "with benefits no rate, refused"),
        # 0.14 % of class 1 x 100 %, and 1.14 % of class 8 x 150 %.
        ("bounded", "rates from 0.14% (class 1) to 1.71% (class 8)", FIVE),
        # The lowest rate of class 2 is half of 0.28 %, which is the base rate of class 1.
        ("reachable", "lowest rate (not below the base rate of class 1) changes the result of no possible case",
         "no employer below the base rate of class 1"),
    ],
    "cn-shenyang-2020": [
        *(("cliff", f"cliff at {edge}:", SHENYANG_BANDS) for edge in ("0", "50%", "130%", "150%")),
        ("covered", "declared hole: loss ratio no premium", "no rate, refused"),
        # Class 7 x 150 %: class 8 only floats down.
        ("bounded", "rates from 0.20% (class 1) to 2.40% (class 7)", "8 only down"),
        # 4 % lies above every rate of the national table, which stands in for the city's.
        ("reachable", "highest rate (at most 4.00%) changes the result of no possible case", ILLUSTRATION),
    ],
    "cn-yantai-2013": [
        *(("cliff", f"cliff at {edge}:", YANTAI_BANDS) for edge in ("0", "10%", "100%", "150%")),
        ("cliff", "cliff at 1 death:", "a work death"),
        ("covered", "declared hole: loss ratio no premium", "no rate, refused"),
        # Class 1 is not floated: 0.5 %; class 3: 2 % x 150 %.
        ("bounded", "rates from 0.50% (class 1) to 3.00% (class 3)", "not floated"),
    ],
    "cn-hainan-2016": [
        ("monotone", "benefits: the worse record pays less: class 4, safety or labour award of the last three years, "
         "loss ratio 200%, years above 200 % since the award 0 pays 0.80% (base step), loss ratio (200%, 400%], "
         "years above 200 % since the award 1 pays 0.64% (down one step)", GRACE),
        ("monotone", "less premium: the worse record pays less", GRACE),
        ("cliff", "cliff at 200%:", "x below 200 %"),
        ("cliff", "cliff at 400%:", "x above 400 %"),
        ("cliff", "cliff at 3 deaths:", "3 or more deaths"),
        ("cliff", "cliff at 3 occupational diseases:", "3 or more newly recognised diseases"),
        ("covered", "declared hole: loss ratio no premium, benefits", "with benefits no rate, refused"),
        ("bounded", "rates from 0.20% (class 1) to 2.25% (class 8) on 2017-01-01", "base, 120 and 150 % only"),
        ("bounded", "rates from 0.15% (class 1) to 2.25% (class 8) on 2023-01-01", "base, 120 and 150 % only"),
    ],
    "cn-fujian-2011": [
        ("cliff", "cliff at 40%:", "spending below 40 % of premium"),
        ("cliff", "cliff at frequency of graded injuries 2‰:", "graded injuries of 2 per mille or less"),
        ("bounded", "rates from 0.50% (class 1) to 3.00% (class 3)", "not floated"),
    ],
    "cn-national-2015": [
        *(("cliff", f"cliff at {edge}:", ILLUSTRATION) for edge in ("0", "50%", "100%", "150%")),
        ("bounded", "rates from 0.20% (class 1) to 2.85% (class 8)", "class 1 in three, never down"),
    ],
    "cn-national-2015-flat": [
        ("bounded", "rates from 0.20% (class 1) to 1.90% (class 8)", "0.2 / 0.4 / 0.7 / 0.9 / 1.1 / 1.3 / 1.6 / 1.9 %"),
    ],
    "cn-jiangxi-2023": [
        ("covered", "uncovered: fund months (23, 24): no rate", "Between 23 and 24 months (the text is silent)"),
        ("stale", "24 months or more ends on 2025-01-01, while the policy stays in force", "2023-05-01 to 2024-12-31"),
        *(("cliff", f"cliff at {edge}:", ILLUSTRATION) for edge in ("50%", "100%", "1 death")),
        ("reachable", "the rung down two steps (-2) is reached by no possible case", ILLUSTRATION),
        ("reachable", "the rung up two steps (+2) is reached by no possible case", ILLUSTRATION),
        # Half of 0.2 % while the reduction runs; no step down in class 1; 1.9 % x 120 %.
        ("bounded", "rates from 0.10% (class 1) to 2.28% (class 8) on 2023-12-09", "50 % at 24 or more"),
        ("bounded", "rates from 0.20% (class 1) to 2.28% (class 8) on 2025-01-01", "2023-05-01 to 2024-12-31"),
        ("reachable", "times (times 100%) changes the result of no possible case", ILLUSTRATION),
    ],
}


def test_every_plan_is_looked_at() -> None:
    assert set(TRUE) == set(plan_ids())


@pytest.mark.parametrize("id", sorted(TRUE))
def test_findings_are_true_of_the_text(id: str) -> None:
    found = complete(id).check()
    document = load_plan(id).document()
    text = json.dumps([document.get("facts", {}), document.get("readings", [])], ensure_ascii=False)
    open_entries = list(TRUE[id])
    for one in found:
        fitting = [entry for entry in open_entries if entry[0] == one.check and entry[1] in one.message]
        assert len(fitting) == 1, str(one)
        assert fitting[0][2] in text, f"{id}: {fitting[0][2]!r} is not in the plan"
        open_entries.remove(fitting[0])
        if one.check in ("covered", "monotone", "cliff"):
            assert one.witness is not None
            assert one.witness.reproduces(), str(one)
    assert not open_entries, str(found)
