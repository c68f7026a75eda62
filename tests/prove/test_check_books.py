"""Two records of which one holds more: whenever the fuller one pays less, the check has told of that driver."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest
from plans.filled import complete
from policy.conftest import city_policy
from prove.flaws import FLAWS

import ratefloat as rf
from ratefloat.policy.document import FloatPolicy

Rows = list[dict[str, Any]]
PAIRS = 150
FLAGS = ("arrears", "fraud", "concealment", "blacklist", "award")
YEARS = range(2014, 2020)
SHARES = (0, 1, 10, 40, 49, 50, 51, 70, 99, 100, 101, 130, 150, 151, 199, 200, 201, 399, 400, 401)
"""Benefits of a claim in percent of one or two years' premium, on and beside the edges of the laws."""

LAWS: dict[str, tuple[FloatPolicy, str]] = {
    "city": (city_policy().replace(review=rf.Review(every_years=2, anchor="2018-01-01"),
                                   effective="2018-01-01/2027-01-01"), "2020-01-01"),
    "hainan": (complete("cn-hainan-2016"), "2020-01-01"),
    "shenyang": (complete("cn-shenyang-2020"), "2020-01-01"),
    "shenzhen": (complete("cn-shenzhen-2018"), "2020-03-01"),
}
LAWS |= {
    flaw.name: (flaw.policy(), "2022-01-01") for flaw in FLAWS
    if flaw.check == "monotone" and flaw.policy().id == "example-city-2022"
}


class Town:
    """Pairs of employers, the second of each with one record more, in the years before a day."""

    def __init__(self, on: str, seed: int) -> None:
        self.choose, self.shift = random.Random(seed), int(on[:4]) - 2020
        self.employers: Rows = []
        self.exposure: Rows = []
        self.claims: Rows = []
        self.flags: Rows = []
        self.added: list[str] = []
        for number in range(PAIRS):
            self._pair(number)

    def _pair(self, number: int) -> None:
        choose = self.choose
        risk_class, heads = choose.randint(1, 8), choose.choice([1, 3, 30, 200])
        joined = choose.choice([2010, 2010, 2010, 2018]) + self.shift
        premium = heads * 100_000
        claims = [self._claim(premium) for _ in range(choose.choice([0, 0, 1, 1, 2, 3]))]
        flags = [self._flag() for _ in range(choose.choice([0, 0, 0, 1, 2]))]
        driver = choose.choice(["benefits", "deaths", *FLAGS[:4]])
        more = self._claim(premium)
        if driver == "benefits":
            # Paid for an old case, which no count looks at.
            more |= {"death": "no", "recognised_on": "2001-01-01", "accident_on": "2001-01-01"}
        elif driver == "deaths":
            more |= {"death": "yes", "medical": "0"}
        self.added.append(driver)
        for side in ("a", "b"):
            id = f"{number}{side}"
            self.employers.append({"employer": id, "risk_class": risk_class, "participation": f"{joined}-01-01"})
            self.exposure += self._exposure(id, joined, premium)
            worse = side == "b"
            mine = [*claims, *([more] if worse and driver in ("benefits", "deaths") else [])]
            self.claims += [{**claim, "claim": f"{id}.{n}", "employer": id} for n, claim in enumerate(mine)]
            extra = {"flag": driver, "start": f"{2015 + self.shift}-01-01"}
            own = [*flags, *([extra] if worse and driver in FLAGS else [])]
            self.flags += [{"employer": id, "end": "", **flag} for flag in own]

    def _claim(self, premium: int) -> dict[str, Any]:
        choose, year = self.choose, self.choose.choice(YEARS) + self.shift
        paid = premium * choose.choice(SHARES) * choose.choice([1, 2]) // 100 + choose.choice([0, 0, 0, 1])
        return {
            "accident_on": f"{year}-02-01", "recognised_on": f"{year}-03-01", "paid_on": f"{year}-06-01",
            "cause": choose.choice(["work", "work", "commuting"]), "death": choose.choice(["no", "no", "yes"]),
            "disease": "no", "grade": "", "medical": f"{paid // 100}.{paid % 100:02d}",
        }

    def _flag(self) -> dict[str, Any]:
        return {"flag": self.choose.choice(FLAGS), "start": f"{self.choose.choice(YEARS) + self.shift}-01-01"}

    def _exposure(self, id: str, joined: int, premium: int) -> Iterator[dict[str, Any]]:
        money = f"{premium // 100}.00"
        for year in range(max(joined, 2014 + self.shift), 2020 + self.shift):
            yield {
                "employer": id, "start": f"{year}-01-01", "end": f"{year + 1}-01-01", "payroll": f"{premium}.00",
                "head_months": 120, "premium_due": money, "premium_paid": money,
            }

    def book(self) -> rf.Book:
        """The records."""
        return rf.Book.from_frames(
            employers=pd.DataFrame(self.employers), exposure=pd.DataFrame(self.exposure),
            claims=pd.DataFrame(self.claims), flags=pd.DataFrame(self.flags),
        )


@pytest.mark.parametrize("name", LAWS)
def test_no_pair_of_histories_breaks_the_order_unnoticed(name: str) -> None:
    policy, on = LAWS[name]
    told = {one.facts["driver"] for one in policy.check(on).of(check="monotone")}
    broken = set()
    for seed in range(3):
        town = Town(on, seed)
        rating = rf.rate(policy, town.book(), on=on)
        rates = [None if row in rating.refusals else rating.outcomes.states[rating.outcomes.state[row]][3]
                 for row in range(len(rating))]
        for number, driver in enumerate(town.added):
            better, worse = rates[2 * number : 2 * number + 2]
            if better is not None and worse is not None and worse < better:
                broken.add(driver)
    assert broken <= told
    # The town is rough enough to show plain flaws by itself.
    if name in ("a veto that sets the base step", "two rungs swapped", "a condition turned round"):
        assert broken
