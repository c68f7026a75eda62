"""Ganzhou's question: if rates float over one, two or three years, will employers prevent injuries or hide them?

`python examples/ganzhou.py` prints the story in a few minutes; `--quick` draws little and compares only one cycle, to
see that it runs; `--plots FOLDER` draws the pictures as well. Figures read
`value ± Monte Carlo standard error [5 % .. 95 % over the evidence]`.

The city is made from public figures. Jiangxi's rule of 2023 governs Ganzhou, but its thresholds are in no source
here: the bands below are an illustration on the national frame of 2015 and nobody's law.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import ganzhou_better
import ganzhou_outside
import numpy as np
from ganzhou_words import falls, lines, percents, told

import ratefloat as rf
from ratefloat.simulate import Around, Comparison, Effort, Portfolio, Target

SEED = 7
KEY = "key industries"
TRUE, REPORTED = "true injuries per 1000 insured", "reported injuries per 1000 insured"
FIFTH = 4
"""The fifth year of a policy; its first is year 0."""
WORTH = rf.actuarial.Discount(1 / 1.04, "claim")
"""Money is worth 4 % less a year, counted from the year of the case: so cycles of different length compare."""
BANDS = {"no premium": 0, "0": -2, "(0, 50%]": -1, "(50%, 100%]": 0, "(100%, 150%]": 1, "(150%, inf)": 2}
"""Benefits over premium paid, both of the window: an illustration."""
BEHAVIOUR = rf.simulate.Prevention() + rf.simulate.Hiding()
STRONG = {"elasticity": 1.0, "kappa": 0.5, "lag": 0.5, "aware": 0.8, "asymmetry": 3.0}
"""Each at the end of its range at which employers answer most."""


def illustration(years: int) -> rf.FloatPolicy:
    """The national frame with bands of an illustration, reviewed every so many years on as many years of records."""
    indicators = {
        "loss_ratio": rf.ratio(rf.benefits(), rf.premium("paid")), "insured_months": rf.insured_months(),
    }
    return rf.load_plan("cn-national-2015").fill(
        {
            "review": {"every_years": years, "anchor": "2016-01-01"}, "window": {"months": 12 * years},
            "least insured months": "window.months", "loss ratio bands": BANDS, "indicators": indicators,
        },
        id=f"illustration-{years}",
        title=f"Illustration on the national frame, cycle and window {12 * years} months; thresholds are made up",
        source="人社部发〔2015〕71号; bands: an illustration, for those of Jiangxi are not in hand",
    )


POLICIES = {
    "flat": rf.load_plan("cn-national-2015-flat"),
    "one year": illustration(1), "two years": illustration(2), "three years": illustration(3),
}


def city(employers: int) -> Portfolio:
    """A city like Ganzhou, with so many of its about 37,000 employers."""
    return Portfolio.from_aggregates("ganzhou", seed=SEED, employers=employers, years=FIFTH + 1)


def run(city: Portfolio, effort: Effort, names: tuple[str, ...] = tuple(POLICIES)) -> Comparison:
    """Some of the policies over the city, on common luck."""
    return rf.simulate.compare(
        {name: POLICIES[name] for name in names}, city, years=FIFTH + 1, seed=SEED, behaviour=BEHAVIOUR, effort=effort,
    )


def fell(where: str | dict[str, str] | None = KEY, *, of: str = TRUE, fall: str = "20%") -> Target:
    """A fall in five years that is the work of floating: against no floating in the same year."""
    return Target(fall=fall, of=of, where=where, by_year=FIFTH, against="flat")


def the_city(result: Comparison) -> Iterator[str]:
    """What is run, and what is guessed."""
    policies, parameters = result.run.policies, result.run.parameters
    yield from (f"{name}: {policy.title} ({policy.id})" for name, policy in policies.items())
    yield f"seed {SEED}, {result.run.replicates} replicates, {len(result.run.sets)} evidence sets"
    guessed = [note.split(":")[0] for note in result.run.notes if note.endswith("[U]")]
    yield f"guesses about the city (U): {', '.join(guessed)}"
    yield f"guesses about employers (U): {', '.join(parameters.index[parameters['mark'] == 'U'])}"
    yield "Not in the model: whatever else changes injuries (enforcement, machines, the business cycle), and workers of"
    yield "platforms, for whom the plan of 2026-2030 wants -10 %: no data are in hand."


def injuries(result: Comparison) -> Iterator[str]:
    """Both national targets: true injuries of key industries, five years on."""
    yield "plan of 2021-2025, and what a reader would see without a comparison:"
    yield str(result.chance(Target(fall="20%", of=TRUE, where=KEY, by_year=FIFTH)))
    yield "A negative fall is a rise. That of `flat` is drift and luck: coverage, entry, exit. What floating does:"
    yield str(result.chance(fell()))
    yield "plan of 2026-2030:"
    yield str(result.chance(fell(fall="10%")))
    found = result.difference("two years", quantities=[TRUE], where=KEY).query("year == @FIFTH and policy != 'flat'")
    yield "other cycles less two years, per 1000 insured, fifth year:"
    for row in found.to_dict("records"):
        clear = "more than luck" if abs(row["value"]) > 2 * row["error"] else "within luck"
        yield f"  {row['policy']:12} {told(row, 3)}  {clear}"


def what_it_would_take(result: Comparison) -> Iterator[str]:
    """Which elasticity would meet the target, what the strongest answer gives, and which parameter matters."""
    chance = result.chance(fell())
    yield "elasticity at which -20 % would be met, all else central (evidence: 0.1 .. 0.4 .. 1.0):"
    for row in chance.break_even().itertuples():
        yield f"  {row.policy:12} {row.break_even:.2f} ± {row.error:.2f} (Monte Carlo)"
    assert result.rerun is not None
    strong = fell().falls(result.rerun({f"prevention.{name}": value for name, value in STRONG.items()}))
    yield f"all at the strong end ({', '.join(f'{name} {value:g}' for name, value in STRONG.items())}):"
    for name, found in strong.items():
        fall = f"{percents(found.value.item())} ± {percents(found.error.item())}"
        yield f"  {name:12} {fall} (Monte Carlo; one point of the evidence)"
    yield "what the fall under two years depends on (share of its variance over the evidence):"
    for row in chance.importance.query("policy == 'two years'").head(4).itertuples():
        correlation = f"rank correlation {row.rank_correlation:+.2f} ± {row.error:.2f}"
        yield f"  {str(row.parameter)[:40]:40} {row.share:4.0%}  {correlation}, mark {row.mark}"
    money = rf.simulate.PreventionMoney().parameters()
    spent, yields = money["prevention money.share"].central, money["prevention money.yields"]
    ends = (yields.low, yields.central, yields.high)
    low, central, high = (percents(-np.expm1(-100 * spent * each)) for each in ends)
    yield f"beside it: {spent:.0%} of premium spent on prevention is taken to give {central} [{low} .. {high}] (U)"


def hiding(result: Comparison) -> Iterator[str]:
    """True against reported, all trades."""
    light = ("true no grade per 1000 insured", "reported no grade per 1000 insured")
    frame = result.frame(quantities=(TRUE, REPORTED, *light, "hidden share")).query("year == @FIFTH")
    for name, rows in frame.groupby("quantity", sort=False):
        share = name == "hidden share"
        yield str(name).replace("no grade", "light cases (no grade)")
        yield from lines(rows.to_dict("records"), 1 if share else 3, 100 if share else 1, " %" if share else "")
    for of in (TRUE, REPORTED):
        yield f"fall of {of} against flat"
        yield from falls(result.chance(fell(None, of=of)).rows)


def fund(result: Comparison) -> Iterator[str]:
    """What floating costs the fund, fifth year."""
    shown = {
        "off-balance": ("premium in % of that at base rates", 100),
        "premium per 1 insured": ("premium per insured, yuan", 1),
        "benefits paid per 1 insured": ("paid for cases of the run, old pensions apart, per insured, yuan", 1),
        "reserve months": ("reserve, months of outgo", 1),
    }
    for name, (title, scale) in shown.items():
        yield title
        yield from lines(result.frame(quantities=[name]).query("year == @FIFTH").to_dict("records"), 1, scale)
    yield from (note for note in result.run.notes if note.startswith("income of the figures"))


def nankang(result: Comparison) -> Iterator[str]:
    """The furniture cluster."""
    where = {"place": "Nankang"}
    cases = result.frame(("policy", "year", "place"), quantities=["reported injuries"])
    part = cases.query("policy == 'flat' and year == 0").set_index("place")["value"]
    yield f"reported injuries in year 0: {part['Nankang'] / part.sum():.0%} of the city's (it was made so: nearly 1/3)"
    yield str(result.chance(fell(where)))
    for name in ("hidden share", "off-balance", "share up", "share down"):
        yield f"{name}, all years"
        yield from lines(result.frame(("policy",), quantities=[name], where=where).to_dict("records"), 1, 100, " %")


def sizes(result: Comparison) -> Iterator[str]:
    """Small firms: what a case costs them in premium, and how much of their grade is luck."""
    yield "a furniture maker by heads: later premium per yuan of a case, and how much of its grade is risk, not luck"
    yield "(exact or on a lattice; heterogeneity 2.5 is a guess, U)"
    marginal = next(iter(result.run.policies.values())).marginal
    assert marginal is not None
    # The cluster's cells come last; it has a law of severity of its own.
    cells = [cell for cell in marginal.cells if cell.risk_class == 5]
    cells = [cell for cell in cells if cell.severity == cells[-1].severity]
    shown = [min(cells, key=lambda cell: abs(cell.heads - heads)) for heads in (4, 11, 35, 110, 365, 900)]
    yield f"  {'heads':12}" + "".join(f"{cell.heads:>13}" for cell in shown)
    for name in (name for name in result.run.policies if name != "flat"):
        policy = POLICIES[name]
        worth = rf.actuarial.incentive(policy, shown, on="2016-01-01", by="size", discount=WORTH).frame["per_yuan"]
        risk = [rf.actuarial.luck(policy, cell, on="2016-01-01").explained for cell in shown]
        yield f"  {name:12}" + "".join(f"{one:7.2f}, {two:>4.0%}" for one, two in zip(worth, risk, strict=True))
    for size in dict.fromkeys(result.run.groups["size"]):
        yield f"fall of true injuries against flat, {size} heads"
        yield from falls(result.chance(fell({"size": size})).rows)


def luck(city: Portfolio, replicates: int) -> Iterator[str]:
    """What a before-and-after of graded employers shows although nobody does anything."""
    yield str(rf.simulate.reversion(illustration(2), city, seed=SEED, around=Around(replicates=replicates)))
    yield "Surcharged employers get better, those without a case worse, by luck alone. An effect is what goes beyond."


def timing() -> Iterator[str]:
    """Money of the same year against windows that look back."""
    yield "change of log frequency at a degree of rating of 0.4, taken away after five years (central behaviour alone)"
    found = rf.simulate.evidence.notices().set_index("year")
    for name in found.columns:
        yield f"  {name:10} " + " ".join(f"{100 * value:+6.1f}%" for value in found[name].iloc[:9])
    yield "Money of the same year works at once; a three-year window starts late and lasts longer. By construction."


def checks() -> Iterator[str]:
    """What the model says of studies, against what they saw; changes of the log frequency, or shares."""
    for row in rf.simulate.evidence.checks().itertuples():
        seen = f"seen {row.observed_low:+.2f} .. {row.observed_high:+.2f}, "
        said = f"model {row.central:+.2f} [{row.low:+.2f} .. {row.high:+.2f}], "
        yield f"  {row.check:27}{'' if 'nan' in seen else seen + said}{row.result} ({row.label})"
    yield "`inside`: the central value is what was seen; `reached`: the range touches it; held out: fitted without it."


def in_short(result: Comparison) -> Iterator[str]:
    """The answer: key industries, fifth year, against no floating."""
    for name, target in (("true", fell()), ("reported", fell(of=REPORTED))):
        yield f"fall of {name} injuries per insured in key industries"
        yield from falls(result.chance(target).rows)
    yield "With central evidence a five-step ladder moves true injuries by a few per cent and comes nowhere near"
    yield "-20 %, whatever the cycle. Reported injuries fall by more, and the difference is hiding. The choice of cycle"
    yield "is one of money, luck and hiding, more than of injuries."


def draw(result: Comparison, folder: Path) -> None:
    """The pictures, as PNG files."""
    from matplotlib import pyplot as plt

    folder.mkdir(parents=True, exist_ok=True)
    for name, where in (("injuries", KEY), ("reported", KEY), ("hidden", None), ("reserve", None), ("steps", None)):
        result.plot(name, where=where)
        plt.savefig(folder / f"{name}.png", dpi=110)
        plt.close()


def main() -> None:
    """Print the story."""
    parser = argparse.ArgumentParser(description="What a float rule would do in a city like Ganzhou.")
    parser.add_argument("--quick", action="store_true", help="draw little: figures are rough")
    parser.add_argument("--plots", type=Path, help="folder for pictures")
    asked = parser.parse_args()
    if asked.quick:
        made, windows, thresholds = city(500), [36], ["50%"]
        result = run(made, Effort(replicates=4, sets=16), ("flat", "two years"))
        outside = ganzhou_outside.Grid(500, replicates=4, hiding=("central",), coverage=("82 % in 5 years",))
    else:
        made, windows, thresholds = city(6000), [24, 36], ["50%", "100%", "150%"]
        result = run(made, Effort(replicates=16, sets=64))
        outside = ganzhou_outside.Grid(3000, replicates=12)
    effort = Effort(replicates=result.run.replicates, sets=len(result.run.sets))
    wanted = ganzhou_better.Wanted(made, BEHAVIOUR, effort, windows, thresholds)
    parts = {
        "The city and the rules": the_city(result), "Which comes nearest to -20 %?": injuries(result),
        "What would have to be true": what_it_would_take(result), "Prevented or hidden?": hiding(result),
        "Will the fund hold?": fund(result), "Nankang, the furniture cluster": nankang(result),
        "Small firms": sizes(result), "Luck in a before-and-after": luck(made, result.run.replicates),
        "Now or later": timing(),
        "Ganzhou's reported -18.88 %": ganzhou_outside.story(result, illustration(2), outside),
        "A better rule?": ganzhou_better.story(
            illustration(2), wanted, years=FIFTH + 1, seed=SEED, targets=(fell(), fell(of=REPORTED))
        ),
        "The evidence": checks(), "In short": in_short(result),
    }
    for title, part in parts.items():
        print(f"\n{title}\n{'-' * len(title)}", *part, sep="\n", flush=True)
    if asked.plots:
        draw(result, asked.plots)


if __name__ == "__main__":
    main()
