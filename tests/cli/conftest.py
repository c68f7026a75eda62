"""A town of four employers, in files, and a policy in a file."""

from __future__ import annotations

from pathlib import Path

import pytest

import ratefloat as rf

EMPLOYERS = """employer,risk_class,participation
001,4,2018-01-01
002,4,2018-01-01
003,1,2018-01-01
004,4,2018-01-01
"""
EXPOSURE = """employer,start,end,payroll,head_months,premium_due,premium_paid
001,2022-01-01,2023-01-01,1000000.00,240,9000.00,9000.00
001,2023-01-01,2024-01-01,1000000.00,240,9000.00,9000.00
002,2022-01-01,2023-01-01,1000000.00,240,9000.00,9000.00
002,2023-01-01,2024-01-01,1000000.00,240,9000.00,9000.00
003,2022-01-01,2023-01-01,500000.00,120,1000.00,1000.00
003,2023-01-01,2024-01-01,500000.00,120,1000.00,1000.00
004,2022-01-01,2023-01-01,many,240,9000.00,9000.00
004,2023-01-01,2024-01-01,1000000.00,240,9000.00,9000.00
"""
CLAIMS = """claim,employer,recognised_on,paid_on,cause,death,disease,medical
c1,002,2022-05-01,2022-06-01,work,yes,no,11232.00
c2,003,2022-05-01,2022-06-01,work,no,no,3000.01
"""


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """A folder: 001 is clean, 002 has 62.4 % and a death, 003 just over 150 %, 004 has text for a payroll."""
    folder = tmp_path / "town"
    folder.mkdir()
    for name, text in (("employers", EMPLOYERS), ("exposure", EXPOSURE), ("claims", CLAIMS)):
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def law(tmp_path: Path) -> str:
    """The path of a policy document: loss ratio and deaths over two years."""
    policy = rf.FloatPolicy(
        id="town-2022",
        title={"en": "Town: loss ratio and deaths", "zh": "示例：支缴率与工亡"},
        source="an illustration",
        effective="2022-01-01/2027-01-01",
        review=rf.Review(every_years=2, anchor="2022-01-01"),
        window=rf.Window(months=24),
        base="cn-national-2015",
        indicators={"loss_ratio": rf.ratio(rf.benefits(), rf.premium("paid")), "deaths": rf.count("death")},
        rule=rf.bands(
            "loss_ratio",
            {"no premium": 0, "0": -2, "(0, 50%]": -1, "(50%, 100%]": 0, "(100%, 150%]": 1, "(150%, inf)": 2},
            clause="art. 5",
        )
        >> rf.at_least(1, clause="art. 6").when(rf.indicator("deaths") >= 1)
        >> rf.ladder({-2: "50%", -1: "80%", 0: "100%", 1: "120%", 2: "150%"})
        >> rf.base_rate(),
    )
    path = tmp_path / "law.json"
    path.write_text(policy.to_json(), encoding="utf-8")
    return str(path)
