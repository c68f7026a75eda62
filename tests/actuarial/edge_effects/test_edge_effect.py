"""From records to the effect of one step more, on a city whose employers answer to their rate as told."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest
from actuarial.edge_effects.city import BASE, City, city, policy

import ratefloat as rf
from ratefloat.actuarial import EdgeEffect, edge_effect
from ratefloat.errors import DataError, DefinitionError, UncoveredError
from ratefloat.rules import bands, base_rate, ladder

ON = "2024-01-01"


@cache
def made(seed: int, elasticity: float) -> City:
    return city(seed, elasticity)


@cache
def found(seed: int, elasticity: float) -> EdgeEffect:
    return edge_effect(made(seed, elasticity).book(), policy(), on=ON)


@pytest.mark.parametrize("elasticity", [-1.5, 0.0])
def test_the_imposed_elasticity_is_recovered(elasticity: float) -> None:
    effects = [found(seed, elasticity).elasticity for seed in range(12)]
    values = np.array([effect.value for effect in effects if effect])
    errors = np.array([effect.error for effect in effects if effect])
    assert len(values) == 12
    assert abs(values.mean() - elasticity) < 3 * np.sqrt((errors**2).sum()) / 12
    assert (np.abs(values - elasticity) < 3 * errors).all()
    assert errors.mean() < 0.6


def test_the_headline_has_the_sign_and_the_power() -> None:
    """At every edge the rate goes up by a fifth to a quarter: about a quarter fewer cases at -1.5."""
    assert all(found(seed, -1.5).jump.interval[1] < 0.1 for seed in range(12))
    assert np.mean([found(seed, -1.5).jump.p < 0.05 for seed in range(12)]) >= 0.7
    assert np.mean([found(seed, 0.0).jump.p < 0.05 for seed in range(12)]) <= 0.25


def test_placebos_and_covariates_do_not_jump() -> None:
    placebo = np.concatenate([found(seed, -1.5).placebo["p"].to_numpy() for seed in range(12)])
    assert len(placebo) == 48
    assert (placebo < 0.05).mean() < 0.15
    balance = pd.concat([found(seed, -1.5).balance for seed in range(12)])
    assert set(balance["of"]) == {"heads before", "wage before", "class frequency", "still insured"}
    # All have the same heads and wages, and all stay: nothing can jump.
    assert (balance[balance["of"] != "class frequency"]["p"] == 1).all()
    assert (balance[balance["of"] == "class frequency"]["p"] < 0.05).mean() < 0.2
    density = pd.concat([found(seed, -1.5).bunching for seed in range(12)])
    assert (density["p"] < 0.05).mean() < 0.2


def test_the_first_stage_is_that_of_the_ladder_where_no_death_breaks_it() -> None:
    """From 120 to 150 % all go up; a death holds 15 % at +1 whatever the edge below."""
    frame = found(1, -1.5).frame.set_index("edge")
    assert list(frame.index) == ["50%", "100%", "150%"]
    assert list(frame["change"]) == ["-1 -> 0", "0 -> +1", "+1 -> +2"]
    assert frame.loc["150%", "rate_jump"] == pytest.approx(np.log(1.5 / 1.2), abs=1e-9)
    for edge, full in (("50%", np.log(1 / 0.8)), ("100%", np.log(1.2))):
        assert frame.loc[edge, "rate_jump"] == pytest.approx(0.85 * full, abs=3 * frame.loc[edge, "rate_error"])
        assert frame.loc[edge, "rate_error"] > 0
    assert frame["detectable"].to_numpy() == pytest.approx(2.8015852 * frame["error"].to_numpy())
    expected = frame["frequency"] * (np.exp(frame["jump"]) - 1)
    assert frame["per_1000"].to_numpy() == pytest.approx(expected.to_numpy())


def test_employers_are_counted_as_by_hand() -> None:
    """Sides, neighbours and zeros by plain comparison of the records."""
    records = made(1, -1.5)
    effect = edge_effect(records.book(), policy(), on=ON, bandwidth=0.4)
    paid = records.claims[records.claims["medical"] != ""].set_index("employer")["medical"].astype(float)
    premium = records.employers["risk_class"].map(BASE) * 200 * 50_000 * 2
    ratio = (records.employers["employer"].map(paid).fillna(0) / premium).to_numpy()
    later = records.claims["accident_on"].str.startswith("2024")
    cases = records.employers["employer"].map(records.claims[later].groupby("employer").size()).fillna(0).to_numpy()
    row = effect.frame.set_index("edge").loc["100%"]
    below = (ratio <= 1) & (ratio > max(0.5, np.exp(-0.4)))
    above = (ratio > 1) & (ratio < min(1.5, np.exp(0.4)))
    assert (row["employers_cheaper"], row["employers_dearer"]) == (below.sum(), above.sum())
    assert (row["cases_cheaper"], row["cases_dearer"]) == (cases[below].sum(), cases[above].sum())
    low = effect.frame.set_index("edge").loc["50%"]
    assert low["employers_cheaper"] == ((ratio > 0.5 * np.exp(-0.4)) & (ratio <= 0.5)).sum()


def test_who_stands_exactly_on_an_edge_belongs_where_the_notice_says() -> None:
    """Sixty employers at exactly 100 %: below in (50%, 100%], above in [100%, 150%); and they bunch."""
    records = made(1, -1.5)
    wage = records.employers.set_index("employer")["risk_class"].map(BASE) * 200 * 50_000 * 2
    chosen = records.claims.index[(records.claims["medical"] != "") & (records.claims["death"] == "no")][:60]
    medical = records.claims["medical"].copy()
    medical[chosen] = [f"{wage[name]:.2f}" for name in records.claims["employer"][chosen]]
    book = records.book(claims=records.claims.assign(medical=medical))
    below = edge_effect(book, policy(), on=ON, bandwidth=0.2)
    rows = {"no premium": 0, "[0, 50%)": -1, "[50%, 100%)": 0, "[100%, 150%)": 1, "[150%, inf)": 2}
    above = edge_effect(book, policy(rows), on=ON, bandwidth=0.2)
    one, two = (effect.frame.set_index("edge").loc["100%"] for effect in (below, above))
    assert one["employers_cheaper"] - two["employers_cheaper"] == 60
    assert two["employers_dearer"] - one["employers_dearer"] == 60
    bunched = below.bunching.set_index("edge").loc["100%"]
    assert (bunched["nearest_cheaper"], bunched["nearest_dearer"]) == (60, 0)
    assert bunched["p"] < 0.05 and bunched["p_sides"] < 1e-15


def test_expected_cases_are_those_of_the_class() -> None:
    sample, classes = found(1, -1.5).sample, made(1, -1.5).employers["risk_class"].to_numpy()
    for risk_class in (4, 6):
        own = classes == risk_class
        assert sample.expected[own].sum() == pytest.approx(sample.cases[own].sum())
        assert np.ptp(sample.expected[own] / sample.head_years[own]) < 1e-12


def test_bands_that_fall_turn_the_sides_round() -> None:
    """The dearer side is the one below; the jump is the same with the other sign."""
    rows = {"no premium": 0, "[0, 50%]": 2, "(50%, 100%]": 1, "(100%, 150%]": 0, "(150%, inf)": -1}
    turned = edge_effect(made(1, -1.5).book(), policy(rows), on=ON).frame
    plain = found(1, -1.5).frame
    assert list(turned["change"]) == ["+1 -> +2", "0 -> +1", "-1 -> 0"]
    assert turned["jump"].to_numpy() == pytest.approx(-plain["jump"].to_numpy(), abs=1e-8)
    assert turned["employers_cheaper"].tolist() == plain["employers_dearer"].tolist()
    assert turned["rate_jump"].iloc[0] == pytest.approx(np.log(1.5 / 1.2), abs=1e-9)


def twice_over() -> rf.Book:
    """A book in which the cases of 2024 happen again in 2025."""
    records = made(2, -1.5)
    later = records.claims[records.claims["accident_on"].str.startswith("2024")]
    again = later.assign(
        accident_on=later["accident_on"].str.replace("2024", "2025"), recognised_on="2026-01-20",
        claim=later["claim"] + "B",
    )
    return records.book(claims=pd.concat([records.claims, again]))


def test_reviews_that_repeat_themselves_add_no_evidence() -> None:
    """2025 is 2024 again for every employer: the same jump, and an error by employer, not by row."""
    book = twice_over()
    once = edge_effect(book, policy(), on=ON, bandwidth=0.3)
    twice = edge_effect(book, policy(), on=[ON, "2025-03-01"], bandwidth=0.3)
    assert twice.frame["jump"].to_numpy() == pytest.approx(once.frame["jump"].to_numpy(), abs=1e-9)
    assert twice.frame["employers_cheaper"].tolist() == (2 * once.frame["employers_cheaper"]).tolist()
    assert twice.jump.error == pytest.approx(once.jump.error, rel=0.03)
    assert [str(start) for start in twice.starts] == [ON, "2025-01-01"]


def test_who_was_taken_off_the_books_is_left_out_and_told() -> None:
    records = made(1, -1.5)
    gone = set(records.employers["employer"].iloc[::3])
    exposure = records.exposure[~(records.exposure["employer"].isin(gone) & (records.exposure["start"] >= ON))]
    effect = edge_effect(records.book(exposure=exposure), policy(), on=ON)
    assert int(effect.sample.followed.sum()) == 1600
    assert "2,400 rated, 1,600 of them still insured" in str(effect)
    stay = effect.balance[effect.balance["of"] == "still insured"]
    assert (stay["p"] > 0.001).all() and (stay["error"] > 0).all()


def test_what_is_printed() -> None:
    text = str(found(1, -1.5))
    assert text.startswith("Edge effect of bands: cases(date='accident') in one year from 2024-01-01\n2,400 rated")
    for words in ("seen from", "All edges, one step dearer: -", "would be missed more often than one time in five",
                  "Elasticity to the rate: -", "Placebo edges: ", "Bunching: ", "Balance: "):
        assert words in text


def test_pictures() -> None:
    pytest.importorskip("matplotlib").use("Agg")
    import matplotlib.pyplot as plt

    axes = found(1, -1.5).plot()
    labels = [label.get_text() for label in axes.get_yticklabels()]
    assert labels[:4] == ["x 50%", "x 100%", "x 150%", "all edges"] and len(labels) == 8
    assert found(1, -1.5).plot_edge("100%", plt.figure().add_subplot()).get_xlabel() == "logarithm of x over 100%"
    with pytest.raises(UncoveredError, match="edge '70%': not measured; expected one of 50%, 100%, 150%"):
        found(1, -1.5).plot_edge("70%")
    plt.close("all")


def test_zero_is_no_edge() -> None:
    rows = {"no premium": 0, "0": -1, "(0, 100%]": 0, "(100%, inf)": 1}
    effect = edge_effect(made(1, -1.5).book(), policy(rows), on=ON)
    assert effect.left_out.iloc[0].tolist() == [
        "x", "0", "employers at zero are all alike; nobody stands just below",
    ]
    assert "Left out: x 0: employers at zero are all alike" in str(effect)
    assert np.isfinite(effect.jump.value)


def count_policy(least: int) -> rf.FloatPolicy:
    """Bands of the number of injuries in the window."""
    rows = {f"[0, {least})": 0, f"[{least}, inf)": 1}
    return policy(
        indicators={"cases": rf.count("injury", date="accident")},
        rule=bands("cases", rows) >> ladder({0: "100%", 1: "120%"}) >> base_rate(),
    )


def without(table: str, column: str) -> rf.Book:
    records = made(1, -1.5)
    return records.book(**{table: getattr(records, table).drop(columns=column)})


def shortened() -> rf.Book:
    records = made(1, -1.5)
    return records.book(exposure=records.exposure[records.exposure["start"] < ON])


def observed_to(end: str) -> rf.Book:
    stated = pd.DataFrame({"source": ["claims", "premium"], "start": "2015-01-01", "end": end})
    return made(1, -1.5).book(observed=stated)


@pytest.mark.parametrize(
    ("call", "kind", "message"),
    [
        (lambda: edge_effect(made(1, -1.5).book(), rf.load_plan("cn-national-2015-flat"), on=ON), UncoveredError,
         r"policy cn-national-2015-flat: no indicator with bands \(its rules: base_rate\); expected bands"),
        (lambda: edge_effect(shortened(), policy(), on=ON), DataError,
         "follow-up 2024-01-01/2025-01-01: the book observes claims and exposure up to 2024-01-01; expected them up to "
         "2025-01-01; choose an earlier review or fewer follow_years"),
        (lambda: edge_effect(observed_to("2024-07-01"), policy(), on=ON), DataError,
         "observes claims and exposure up to 2024-07-01; expected them up to 2025-01-01"),
        (lambda: edge_effect(made(1, -1.5).book(), policy(), on=ON, follow_years=3), DataError,
         "follow-up 2024-01-01/2027-01-01: .* up to 2026-01-01; expected them up to 2027-01-01"),
        (lambda: edge_effect(city(1, 0, employers=60).book(), policy(), on=ON), DataError,
         r"policy bands: no edge with enough near it \(x 50%: \d+ and \d+ employers between it and the next edges; "
         r"expected at least 30 each; .*take several reviews together or more follow_years"),
        (lambda: edge_effect(city(1, 0, heads=2).book(), policy(), on=ON), DataError,
         "cases within the bandwidth; expected at least 10 each"),
        (lambda: edge_effect(without("claims", "accident_on"), policy(), on=ON), DataError,
         "claims: no column accident_on, which .* reads; expected it in claims.csv"),
        (lambda: edge_effect(without("exposure", "head_months"), policy(), on=ON), DataError,
         "exposure: no column head_months"),
        (lambda: edge_effect(twice_over(), count_policy(1), on="2025-01-01"), DataError,
         r"cases 1: 0 and \d+ employers between it and the next edges"),
        (lambda: edge_effect(twice_over(), count_policy(4), on="2025-01-01"), DataError,
         r"cases 4: 3 and \d+ different values of cases; expected at least 10 each: small counts have no just below"),
        (lambda: edge_effect(made(1, -1.5).book(), policy(), on=ON, of=rf.cases()), DataError,
         r"follow-up 2024-01-01/2025-01-01: none of cases\(\); expected some"),
        (lambda: edge_effect(made(1, -1.5).book(), policy(), on=[]), DefinitionError, "on: no day"),
        (lambda: edge_effect(made(1, -1.5).book(), policy(), on=[ON, "2024-06-01"]), DefinitionError,
         "on: two days in the review of 2024-01-01; expected one of each review"),
        (lambda: edge_effect(made(1, -1.5).book(), policy(), on=ON, follow_years=0), DefinitionError,
         "follow_years 0: expected a whole number from 1 to 10"),
        (lambda: edge_effect(made(1, -1.5).book(), policy(), on=ON, bandwidth=-1), DefinitionError,
         "bandwidth -1: expected a number above 0"),
        (lambda: edge_effect(made(1, -1.5).book(), policy(), on="2035-01-01"), UncoveredError, "bands"),
    ],
)
def test_refusals(call: Any, kind: type[Exception], message: str) -> None:
    with pytest.raises(kind, match=message):
        call()
