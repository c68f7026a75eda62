"""No finding on a shipped plan that is not true of its text: each beside the sentence that makes it true.

A cliff must stand at a number that the plan quotes, and a declared hole beside the words "refused" or "cut"; the
range of rates is the ladder on the base rates. Whatever else is found is written down here, with its sentence.
"""

from __future__ import annotations

import json
import re

import pytest
from plans.filled import complete

from ratefloat.plans import load_plan, plan_ids
from ratefloat.prove.finding import Finding

ILLUSTRATION = ""
"""True of what the tests have put into the holes of a template, such as a base table; the plan does not say it."""
ILLUSTRATED = ("an illustration", "rule of the area")
"""Clauses of bands that stand in for those of an agency."""

GRACE = "x above 200 % for the first time within three years still counts as one step down"
NOTHING = "changes the result of no possible case"
STAYS = "while the policy stays in force"

# plan -> check, words of the message, the sentence of the plan
WRITTEN: dict[str, list[tuple[str, str, str]]] = {
    "cn-shenzhen-2018": [
        ("stale", "no base rate from 2022-07-01 to 2023-03-01", "known until 2022-06-30"),
        # The lowest rate of class 2 is half of 0.28 %, which is the base rate of class 1.
        ("reachable", f"lowest rate (not below the base rate of class 1) {NOTHING}", "no employer below the base rate"),
    ],
    "cn-shenyang-2020": [
        # 4 % lies above every rate of the national table, which stands in for the city's.
        ("reachable", f"highest rate (at most 4.00%) {NOTHING}", ILLUSTRATION),
    ],
    "cn-hainan-2016": [
        # At 200 % exactly a certified employer pays its base rate; a fen more, and it is forgiven.
        ("monotone", "benefits: the worse record pays less: class 4, safety or labour award of the last three years, "
         "loss ratio 200%, years above 200 % since the award 0 pays 0.80% (base step), loss ratio (200%, 400%], "
         "years above 200 % since the award 1 pays 0.64% (down one step)", GRACE),
        ("monotone", "less premium: the worse record pays less", GRACE),
    ],
    "cn-jiangxi-2023": [
        ("covered", "uncovered: fund months (23, 24): no rate", "Between 23 and 24 months (the text is silent)"),
        ("stale", f"24 months or more ends on 2025-01-01, {STAYS}", "2023-05-01 to 2024-12-31"),
        ("reachable", "the rung down two steps (-2) is reached by no possible case", ILLUSTRATION),
        ("reachable", "the rung up two steps (+2) is reached by no possible case", ILLUSTRATION),
        ("reachable", f"times (times 100%) {NOTHING}", ILLUSTRATION),
    ],
    "cn-ordos-2015": [
        ("covered", "uncovered: class 2 to 8; years in a row without accident 0: no rate",
         "an employer of these classes with accidents to which rule 2 does not apply gets no rate, refused"),
    ],
    "cn-puyang-2016": [
        # 1 % and five notches of 0.1 are the cap of 1.5 %; 80 % of 1 % lies above the floor of 0.5 %.
        ("reachable", f"highest rates (greatest rate by class 2: 1.5%, 3: 3%) {NOTHING}",
         "1.5 % in class 2, 3 % in class 3"),
        ("reachable", f"lowest rates (least rate by class 2: 0.5%, 3: 1%) {NOTHING}", "not below 0.5 % and 1 %"),
    ],
    "cn-hangzhou-eight-classes": [
        ("reachable", "the rung up one step (+1) is reached by no possible case", "rows above 50 %: cut in the text"),
        ("reachable", "the rung up two steps (+2) is reached by no possible case", "rows above 50 %: cut in the text"),
    ],
    "jp-merit-2018": [
        ("covered", "accident degree no premium or no premium, benefits: no rate",
         "with 20 to 99 workers no rate, refused"),
        *[("monotone", "less premium: the smaller employer pays less", "settled premium of 400,000 yen")] * 2,
        *[("monotone", "fewer heads: the smaller employer pays less", "100 or more workers in each of three")] * 2,
    ],
    "kr-2026": [
        ("monotone", "fewer heads: the smaller employer pays less: class 4, loss ratio [0, 75%]",
         "asbestos 0.06 (20 or more workers)"),
        ("monotone", "fewer heads: the smaller employer pays less: class 4, loss ratio (85%, inf)",
         "30 or more regular workers"),
        ("reachable", f"not above 85 % (no increase) {NOTHING}", "above 85 % raises"),
        ("reachable", f"above 75 % (no decrease) {NOTHING}", "75 % or less lowers"),
        ("reachable", f"20 % at most (at least 80%) {NOTHING}", "20 % for all sizes"),
    ],
    "tw-2010": [
        ("covered", "uncovered: loss ratio no premium, benefits: no rate", "with benefits no rate, refused"),
        ("monotone", "fewer heads: the smaller employer pays less", "70 insured"),
    ],
    "tw-2022": [
        ("covered", "uncovered: loss ratio no premium, benefits: no rate", "with benefits no rate, refused"),
    ],
    "de-bgw": [
        # The surcharge is held to half of the contribution, which an employer without one does not have.
        ("covered", "contribution: cases without premium", "at most 50 % of the contribution"),
        ("search", "a search, not a proof", "the sum is at most 50 % of the contribution"),
    ],
    "cn-shanghai-2015": [
        ("stale", f"classes 2 to 8 start one grade down ends on 2016-07-01, {STAYS}", "to the first July after it"),
        ("stale", f"class 1 starts at its base rate ends on 2016-07-01, {STAYS}", "to the first July after it"),
    ],
}
# plan -> least and greatest rate by hand: base rates x ladder, less the classes that do not float.
RANGES = {
    "cn-shenzhen-2018": ["0.14% (class 1) to 1.71% (class 8)"],  # 1.14 % x 150 %
    "cn-shenyang-2020": ["0.20% (class 1) to 2.40% (class 7)"],  # 1.6 % x 150 %: class 8 only floats down
    "cn-yantai-2013": ["0.50% (class 1) to 3.00% (class 3)"],
    "cn-hainan-2016": ["0.20% (class 1) to 2.25% (class 8)", "0.15% (class 1) to 2.25% (class 8)"],
    "cn-national-2015-flat": ["0.20% (class 1) to 1.90% (class 8)"],
    # Half of 0.2 % while the reduction runs; 1.9 % x 120 %, the highest step of the illustration.
    "cn-jiangxi-2023": ["0.10% (class 1) to 2.28% (class 8)", "0.20% (class 1) to 2.28% (class 8)"],
    "cn-shanghai-2015": ["0.20% (class 1) to 1.52% (class 8)", "0.20% (class 1) to 2.85% (class 8)"],
    "cn-shanghai-2004": ["0.50% to 3.00%"],  # 0.5 % and five notches of 0.5
}


@pytest.mark.parametrize("id", plan_ids())
def test_findings_are_true_of_the_text(id: str) -> None:
    document = load_plan(id).document()
    text = json.dumps([document.get(name, []) for name in ("facts", "readings", "left_out")], ensure_ascii=False)
    written, ranges = list(WRITTEN.get(id, [])), list(RANGES.get(id, []))
    for one in complete(id).check():
        if one.witness is not None:
            assert one.witness.reproduces(), str(one)
        elif one.check in ("covered", "monotone", "cliff"):
            # Only what depends on a kind that the builder does not know, or on exact numbers.
            assert "unwitnessed" in one.message and id in ("jp-merit-2018", "de-bgw"), str(one)
        if is_range(one):
            assert id not in RANGES or one.message.split(" on ")[0] == f"rates from {ranges.pop(0)}"
        elif one.check == "luck":
            # Chances of a typical employer, tested in test_check; a plan does not speak of them.
            assert 0 <= sum(one.facts["chances"].values()) <= 1 + 1e-9
        elif one.check == "cliff":
            # A printed step table, and so much for every ten points, have more edges than their text names.
            table = one.clause.startswith("Annex") or "10 points" in text
            told = one.clause in ILLUSTRATED or all(quoted(edge, text) for edge in one.facts["edges"])
            assert table or told, str(one)
        elif one.severity == "note" and one.message.startswith("declared hole"):
            assert "refused" in text or "cut" in text, str(one)
        else:
            fitting = [entry for entry in written if entry[0] == one.check and entry[1] in one.message]
            assert fitting, f"not written down: {one}"
            assert fitting[0][2] in text, f"{id}: {fitting[0][2]!r} is not in the plan"
            written.remove(fitting[0])
    assert (written, ranges) == ([], [])


def is_range(one: Finding) -> bool:
    return one.check == "bounded" and one.severity == "note" and one.message.startswith("rates from")


def quoted(edge: str, text: str) -> bool:
    """Whether a plan's text names the number of an edge; zero may be called none."""
    if edge == "0" and "no accident and no spending" in text:
        return True
    number = re.escape(edge.rstrip("%‰"))
    return re.search(rf"(?<![\d.]){number}(\.0)?(?!\.?\d)", text) is not None
