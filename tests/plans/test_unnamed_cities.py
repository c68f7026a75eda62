"""Three city rules whose cities are not known: a flag with a ratio, points off for a certificate, a printed table."""

from __future__ import annotations

import pytest

from plans.filled import complete
from ratefloat.errors import UncoveredError
from ratefloat.units import exact

# City A: x, new injuries -> factor.
CITY_A = [
    ("120%", 0, "80%"), ("120.01%", 0, "100%"), ("300.01%", 0, "100%"), ("0", 0, "80%"), ("120%", 1, "100%"),
    ("0", 3, "100%"), ("120.01%", 1, "120%"), ("300%", 1, "120%"), ("300.01%", 1, "150%"),
]
CITY_B = [
    ("0", "50%"), ("10%", "50%"), ("10.01%", "80%"), ("50%", "80%"), ("50.01%", "100%"), ("100%", "100%"),
    ("100.01%", "120%"), ("120%", "120%"), ("120.01%", "150%"),
]
# City C, percent of wages as printed: from above 150 to below 50 %, class 2 and class 3.
CITY_C = {"151%": ("1.2", "1.8"), "120%": ("0.96", "1.44"), "90%": ("0.8", "1.2"), "60%": ("0.64", "0.96"),
          "49%": ("0.5", "0.6")}


@pytest.mark.parametrize(("x", "injuries", "factor"), CITY_A)
def test_city_a(x: str, injuries: int, factor: str) -> None:
    policy, given = complete("cn-unnamed-a"), {"on": "2016-08-01", "loss_ratio": x, "injuries": injuries}
    for risk_class in (3, 8):
        assert policy.decide(**given, risk_class=risk_class, insured_months=12).factor == exact(factor)
    assert policy.decide(**given, risk_class=2, insured_months=12).factor == 1
    assert policy.decide(**given, risk_class=3, insured_months=11).factor == 1


def city_b(x: str, **given: object) -> object:
    asked = {"risk_class": 3, "insured_months": 12, "standardisation": 0, **given}
    return complete("cn-unnamed-b").decide(on="2016-08-01", loss_ratio=x, **asked)  # type: ignore[arg-type]


@pytest.mark.parametrize(("x", "factor"), CITY_B)
def test_city_b(x: str, factor: str) -> None:
    assert city_b(x).factor == exact(factor)
    assert city_b(x, insured_months=11).factor == 1


def test_city_b_certificate_takes_points_off_but_not_below_class_1() -> None:
    # Class 3 has 0.7 %: less 0.03 points is 0.67 %; at half 0.32 %. Class 2 at half has the floor of 0.2 % already.
    rates = [city_b("100%", standardisation=s).rate for s in (0, 1, 2, 3)]
    assert rates == [exact(r) for r in ("0.7%", "0.67%", "0.67%", "0.7%")]
    assert city_b("0", standardisation=1).rate == exact("0.32%")
    assert city_b("0", standardisation=1, risk_class=2).rate == exact("0.2%")


def test_city_b_class_1_is_known_above_120_percent_only() -> None:
    assert city_b("121%", risk_class=1).factor == exact("150%")
    with pytest.raises(UncoveredError, match="no row of the table covers this value"):
        city_b("120%", risk_class=1)


@pytest.mark.parametrize(("x", "risk_class"), [(x, c) for x in CITY_C for c in (2, 3)])
def test_city_c_printed_table(x: str, risk_class: int) -> None:
    decision = complete("cn-unnamed-c").decide(on="2014-08-01", risk_class=risk_class, loss_ratio=x)
    assert decision.rate == exact(f"{CITY_C[x][risk_class - 2]}%")


@pytest.mark.parametrize("x", ["50%", "80%", "100%", "150%"])
def test_city_c_ends_that_two_rows_name(x: str) -> None:
    with pytest.raises(UncoveredError, match="no row of the table covers this value"):
        complete("cn-unnamed-c").decide(on="2014-08-01", risk_class=2, loss_ratio=x)
