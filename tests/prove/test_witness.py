"""Records for every case of every kind of indicator: they lie in the case and are rated as it says."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from plans.filled import complete
from policy.conftest import city_policy

import ratefloat as rf
from ratefloat.history.channels.base import Channel
from ratefloat.history.indicator import Indicator
from ratefloat.history.indicators.count import Count
from ratefloat.periods import day
from ratefloat.policy.document import FloatPolicy
from ratefloat.prove.check.space import Space
from ratefloat.prove.witness import Request, Workshop
from ratefloat.prove.witness.demands import _scaled, tightened
from ratefloat.rules.interval import Interval

LADDER = {step: f"{100 + 10 * step}%" for step in range(-3, 5)}
WORK = rf.benefits(without=["commuting"])
LOSS = rf.ratio(WORK, rf.premium("paid"))
RATIO_ROWS = {"no premium": 0, "no premium, benefits": 3, "0": -2, "(0, 50%]": -1, "(50%, 100%)": 0, "100%": 1,
              "(100%, inf)": 2}


def whole(*starts: int) -> dict[str, int]:
    """Rows for whole numbers, one from each start on."""
    stops = [str(n) for n in starts[1:]]
    return {f"[{a}, {b})": n for n, (a, b) in enumerate(zip(starts, [*stops, "inf"], strict=True))}


def by(rule: Any, **indicators: Any) -> FloatPolicy:
    """A policy that looks at some indicators, for rates of 2024."""
    return city_policy().replace(
        review=rf.Review(every_years=1, anchor="2024-01-01"), effective="2024-01-01/2026-01-01",
        indicators=indicators, rule=rule >> rf.ladder(LADDER) >> rf.base_rate(),
    )


def banded(indicator: Any, rows: dict[str, int]) -> FloatPolicy:
    """A policy that looks at one indicator through a table."""
    return by(rf.bands("x", rows), x=indicator)


def flagged(*indicators: Any) -> FloatPolicy:
    """A policy that tells apart every combination of some flags."""
    made: Any = rf.start_from_base()
    for number in range(len(indicators)):
        made = made >> rf.move(2 ** number).when(rf.indicator(f"x{number}"))
    return by(made, **{f"x{number}": one for number, one in enumerate(indicators)})


def cases_of(policy: FloatPolicy, on: str) -> tuple[Space, list[int]]:
    space = Space.of(policy, day(on))
    return space, np.flatnonzero(space.possible).tolist()


def unbuilt(policy: FloatPolicy, on: str = "2024-01-01", most: int = 500) -> list[dict[str, str]]:
    """The possible cases for which no witness comes out right; every witness is rated again on its own."""
    space, rows = cases_of(policy, on)
    step = max(len(rows) // most, 1)
    requests = [Request((space.case(row),)) for row in rows[::step]]
    made = Workshop(policy, day(on), space.axes).build(requests)
    assert all(one.reproduces() for one in made[::7] if one is not None)
    return [
        {name: cell.text for name, cell in request.cases[0].cells.items() if name != "risk_class"}
        for request, one in zip(requests, made, strict=True) if one is None
    ]


TRENDS = {"no premium": 0, "[0, 80%)": -1, "[80%, 120%]": 0, "(120%, inf)": 1}
KINDS: dict[str, FloatPolicy] = {
    "ratio": banded(LOSS, RATIO_ROWS),
    "ratio at base rate": banded(rf.ratio(rf.benefits(), rf.premium("at base rate")), RATIO_ROWS),
    "ratio due": banded(rf.ratio(rf.benefits(only=["medical"]), rf.premium("due")), RATIO_ROWS),
    "ratio charged": banded(rf.ratio(rf.benefits(), rf.premium("at charged rate")), RATIO_ROWS),
    "ratio received": banded(rf.ratio(rf.benefits(), rf.premium("paid", period="received")), RATIO_ROWS),
    "limit per claim": banded(rf.ratio(rf.benefits(per_claim_at_most="500"), rf.premium("paid")), RATIO_ROWS),
    "count": banded(rf.count("injury"), whole(0, 1, 3)),
    "count by accident day": banded(rf.count("death", date="accident"), whole(0, 1, 3)),
    "count of grades": banded(rf.count("grades 1-4"), whole(0, 2)),
    "count of assessed diseases": banded(rf.count("disease", date="assessed"), whole(0, 1)),
    "amount of premium": banded(rf.amount(rf.premium("paid")), whole(0, 5_000_00, 1_000_000_00)),
    "amount of benefits": banded(rf.amount(rf.benefits()), whole(0, 1, 100_000_00)),
    "deaths of one accident": banded(rf.deaths_in_one_accident(), whole(0, 1, 3, 10)),
    "frequency": banded(
        rf.frequency(rf.cases("graded", without=["old_injury"])),
        {"no premium": 0, "no premium, benefits": 0, "[0, 2‰]": -1, "(2‰, 4.5‰)": 0, "[4.5‰, inf)": 1},
    ),
    "frequency of small firms": banded(
        rf.frequency(rf.cases("injury"), minimum_heads=50), {"no premium": 0, "[0, 5‰]": -1, "(5‰, inf)": 1}
    ),
    "streak": banded(rf.streak(rf.benefits(), years=3), whole(0, 1, 2, 3)),
    "streak of a ratio": banded(rf.streak(LOSS, years=2), whole(0, 1, 2)),
    "years with": banded(rf.years_with(LOSS, within=3, above="200%"), whole(0, 1, 2, 3)),
    "years with deaths": banded(rf.years_with(rf.cases("death"), within=2), whole(0, 1, 2)),
    "greatest year": banded(rf.greatest(rf.cases("death"), years=3), whole(0, 2)),
    "least heads": banded(rf.least(rf.head_months(), years=3), whole(0, 240, 1200)),
    "trend": banded(rf.trend(rf.count("injury")), TRENDS),
    "trend of a ratio": banded(rf.trend(LOSS), TRENDS),
    "insured months": banded(rf.insured_months(), whole(0, 1, 12, 24)),
    "fund months": banded(rf.fund_months(date="12-31"), {"no premium": 0, "[0, 9)": 1, "[9, 18)": 0, "[18, inf)": -1}),
    "level": banded(rf.level("standardisation"), whole(0, 1, 2, 3)),
    "years since": banded(rf.years_since("increase", within=3), whole(0, 1, 2, 3)),
    "flag": flagged(rf.flag("fraud", when="any in window")),
    "one flag, three readings": flagged(
        rf.flag("blacklist", when="any in window"), rf.flag("blacklist"),
        rf.flag("blacklist", when="all through window"),
    ),
    "arrears": flagged(rf.flag("arrears", when="any in window")),
    "unit type": by(
        rf.start_from_base() >> rf.move(1).when(rf.indicator("x").is_in("dispatch")),
        x=rf.category("unit_type", values=["company", "dispatch", "public"]),
    ),
    "present step": by(rf.start_from_prior() >> rf.move(1).when(rf.indicator("x") >= 1) >> rf.stay_on_ladder(),
                       x=rf.count("death")),
    "privilege": by(rf.bands("x", RATIO_ROWS) >> rf.privilege("level 1", rf.move(-1)), x=LOSS),
}
IMPOSSIBLE: dict[str, list[dict[str, str]]] = {
    # On the day of review, any in and all through the window before it: one flag, and all through means any.
    "one flag, three readings": [{"x0": "no", "x1": "no", "x2": "yes"}, {"x0": "no", "x1": "yes", "x2": "yes"}],
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_case_of_a_kind(kind: str) -> None:
    found = unbuilt(KINDS[kind])
    assert [case for case in found if case not in IMPOSSIBLE.get(kind, [])] == []


def test_indicators_of_the_same_records_together() -> None:
    rule = rf.bands("loss", RATIO_ROWS) >> rf.move(1).when(rf.indicator("deaths") >= 2)
    rule = rule >> rf.at_most(0).when(rf.indicator("clean") >= 2) >> rf.stay_on_ladder()
    policy = by(rule, loss=LOSS, deaths=rf.count("death"), clean=rf.streak(rf.cases("injury"), years=2))
    assert unbuilt(policy) == []


@pytest.mark.parametrize(
    "id", ["cn-shenzhen-2018", "cn-fujian-2011", "cn-yantai-2013", "cn-jiangxi-2023", "cn-shenyang-2020"]
)
def test_every_case_of_a_plan(id: str) -> None:
    policy = complete(id)
    assert unbuilt(policy, policy.effective.start.isoformat(), most=150) == []


@pytest.mark.parametrize(
    ("interval", "by", "range_"),
    [("(50%, 100%)", 4, (3, 3)), ("[50%, 100%]", 4, (2, 4)), ("(50%, 100%]", 3, (2, 3)), ("[150%, inf)", 3, (5, None)),
     ("(100%, inf)", 3, (4, None)), ("0", 9, (0, 0)), ("(33%, 34%)", 2, (1, 0))],
)
def test_whole_numbers_in_a_scaled_interval(interval: str, by: int, range_: tuple[int, int | None]) -> None:
    assert _scaled(Interval.parse(interval), Fraction(by)) == range_


def test_what_the_better_record_must_leave_room_for() -> None:
    one, two = ("money", "span"), ("deaths", "span")
    first: Any = {one: (5, 10), two: (0, None)}
    second: Any = {one: (11, 20), two: (1, 1)}
    # Money may be added, deaths may not: they must be one in both.
    assert tightened(first, second, frozenset({one})) == {one: (5, 10), two: (1, 1)}
    assert tightened(first, second, frozenset()) is None
    assert tightened({one: (5, 10)}, {one: (0, 4)}, frozenset({one})) is None


def test_a_kind_of_ones_own_is_shown_where_exposure_is_enough() -> None:
    class Weather(Indicator):
        kind = "weather"

        def domain(self) -> Any:
            return rf.count("death").domain()

        def column(self, name: str, experience: Any) -> Any:
            return rf.count("death").column(name, experience)

    policy = by(rf.bands("x", whole(0, 1)), x=Weather())
    space, rows = cases_of(policy, "2024-01-01")
    workshop = Workshop(policy, day("2024-01-01"), space.axes)
    assert not workshop.complete
    clean, struck = workshop.build([Request((space.case(row),)) for row in (rows[0], rows[-1])])
    assert clean is not None and clean.reproduces()
    # Nothing is known of which claims would make it one or more.
    assert struck is None


def test_a_channel_that_is_not_summed_is_still_measured() -> None:
    class Doubled(Channel):
        kind = "doubled deaths"
        source = "claims"

        def fill(self, filling: Any) -> Any:
            grid = rf.cases("death").fill(filling)
            grid.periods[:] *= 2
            return grid

    assert unbuilt(banded(Count(of=Doubled()), whole(0, 1, 4))) == []
