"""What stands in for the frame of a template whose articles on floating are known: base rates, review, window.

No source has these values. A template that leaves its bands or factors open is not filled: nothing of it is guessed.
"""

from __future__ import annotations

from typing import Any

from ratefloat.periods import Review, Window
from ratefloat.policy.document import FloatPolicy
from ratefloat.tables.base_rates import BaseRateTable

FRAME = ("base table", "review", "window")
"""The holes that may be filled: they say what is floated and when, not how."""


def _rates(effective: str, *percent: str) -> BaseRateTable:
    table = {c: f"{rate}%" for c, rate in enumerate(percent, start=1)}
    return BaseRateTable.single("an illustration", table, effective=effective, source="none")


def _yearly(anchor: str) -> Review:
    return Review(every_years=1, anchor=anchor)


THREE: dict[str, Any] = {"base table": "cn-national-2003"}
EIGHT: dict[str, Any] = {"base table": "cn-national-2015"}
ILLUSTRATIONS: dict[str, dict[str, Any]] = {
    "cn-dalian-2004": {**THREE, "review": _yearly("2004-01-01")},
    "cn-dongyang-2021": {**EIGHT, "review": _yearly("2021-01-01")},
    "cn-fujian-2011": {**THREE, "review": _yearly("2011-03-01")},
    "cn-hangzhou-eight-classes": {**EIGHT, "review": _yearly("2015-01-01")},
    "cn-huainan-2011": {**THREE, "review": _yearly("2011-01-01")},
    "cn-ordos-2015": EIGHT,
    "cn-ordos-three-classes": THREE,
    "cn-puyang-2016": {"base table": _rates("2016-01-01/", "0.5", "1.0", "2.0")},
    "cn-sanmenxia-2013": {**THREE, "review": _yearly("2013-01-01")},
    "cn-shenyang-2020": {**EIGHT, "review": Review(every_years=2, anchor="2020-01-01")},
    "cn-shenzhen-2013": {"base table": _rates("2013-01-01/", "0.5", "1.0", "1.5")},
    "cn-unnamed-a": {**EIGHT, "review": _yearly("2015-07-01"), "window": Window(months=12, ends="06-30")},
    "cn-unnamed-b": {**EIGHT, "review": _yearly("2015-01-01")},
    "cn-unnamed-c": {"review": _yearly("2004-01-01"), "window": Window(months=24)},
    "cn-yantai-2013": THREE,
}
"""By plan, what stands in its holes."""


def illustrated(policy: FloatPolicy) -> FloatPolicy | None:
    """A policy that decides: itself, or with an illustrated frame; None where its articles are open.

    >>> from ratefloat.plans import load_plan
    >>> illustrated(load_plan("cn-ordos-2015")).holes, illustrated(load_plan("cn-jiangxi-2023"))
    ((), None)
    """
    if not policy.holes:
        return policy
    values = ILLUSTRATIONS.get(policy.id, {})
    return policy.fill(values) if {hole.hole for hole in policy.holes} == set(values) else None
