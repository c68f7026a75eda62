"""Bonus-malus scales of motor insurance, as published: the yardstick for a floating scale."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ratefloat.actuarial.scales.france import france_crm
from ratefloat.actuarial.scales.scale import Scale, moves_to_top, steps_up
from ratefloat.errors import UncoveredError


@dataclass(frozen=True, eq=False)
class System:
    """A published scale and how well its numbers are known.

    Args:
        scale: the levels and moves.
        title: country or family.
        mark: "seen" where a public source was read, "known" where the field knows the numbers by heart.
        source: of the numbers, and what the scale leaves out.
    """

    scale: Scale
    title: str
    mark: str
    source: str


@cache
def _systems() -> dict[str, System]:
    switzerland = (
        45,
        50,
        55,
        60,
        65,
        70,
        75,
        80,
        90,
        100,
        110,
        120,
        130,
        140,
        155,
        170,
        185,
        200,
        215,
        230,
        250,
        270,
    )
    belgium_1971 = (60, 65, 70, 75, 80, 85, 90, 95, 100, 100, 105, 110, 115, 120, 130, 140, 160, 200)
    belgium_1992 = (
        54, 54, 54, 57, 60, 63, 66, 69, 73, 77, 81, 85, 90, 95, 100, 105, 111, 117, 123, 130, 140, 160, 200,
    )  # fmt: skip
    japan = (40, 40, 40, 42, 45, 50, 60, 70, 80, 90, 100, 110, 120, 130, 140, 150)
    italy = (50, 53, 56, 59, 62, 66, 70, 74, 78, 82, 88, 94, 100, 115, 130, 150, 175, 200)
    denuit = "Denuit, Maréchal, Pitrebois and Walhin 2007, Actuarial Modelling of Claim Counts"
    data = "Loss Data Analytics, 2nd edition, chapter 15, after Lemaire and Zi 1994"
    lemaire = "Lemaire 1995, Bonus-Malus Systems in Automobile Insurance"
    special = "; without the special rule after four clean years"
    return {
        "top-6": System(
            Scale((54.7, 122.0, 134.8, 150.7, 170.9, 197.3), moves_to_top(6)),
            "-1/top, six levels, relativities without a priori rating",
            "seen",
            f"{denuit}, example 4.11",
        ),
        "plus2-6": System(
            Scale((62.4, 130.2, 142.9, 207.7, 241.4, 309.1), steps_up(6, first=2)),
            "-1/+2, six levels",
            "seen",
            f"{denuit}, table 4.5",
        ),
        "belgium-1971": System(
            Scale(belgium_1971, steps_up(18, first=2, further=3), start=5),
            "Belgium, until 1992",
            "known",
            f"Lemaire 1985; {lemaire}{special}; business use starts at level 9",
        ),
        "belgium-1992": System(
            Scale(belgium_1992, steps_up(23, first=4, further=5), start=11),
            "Belgium, compulsory scale of 1992",
            "known",
            f"rule seen in {denuit}, page 200; levels of {lemaire}{special}; business use starts at level 14",
        ),
        "switzerland-old": System(
            Scale(switzerland, steps_up(22, first=3), start=9),
            "Switzerland, until 1990",
            "known",
            "Lemaire 1985, Automobile Insurance: Actuarial Models",
        ),
        "switzerland-new": System(
            Scale(switzerland, steps_up(22, first=4), start=9), "Switzerland, from 1990", "seen", data
        ),
        "brazil": System(
            Scale((65, 70, 75, 80, 85, 90, 100), steps_up(7, first=1), start=6), "Brazil", "seen", data
        ),
        "malaysia": System(
            Scale((45, 55, 61.67, 70, 75, 100), moves_to_top(6), start=5), "Malaysia", "seen", data
        ),
        "kenya": System(
            Scale((40, 50, 60, 70, 80, 90, 100), moves_to_top(7), start=6), "Kenya", "known", lemaire
        ),
        "spain": System(
            Scale((70, 80, 90, 100), moves_to_top(4), start=3),
            "Spain",
            "known",
            f"{lemaire}, who also lists a class of entry",
        ),
        "japan": System(Scale(japan, steps_up(16, first=3), start=10), "Japan", "known", lemaire),
        "italy-1991": System(
            Scale(italy, steps_up(18, first=2, further=3), start=13), "Italy, from 1991", "known", lemaire
        ),
        "france-crm": System(
            france_crm(),
            "France, coefficient de réduction-majoration",
            "known",
            "Code des assurances, annex to article A121-1; without the pardon after three years at the floor",
        ),
    }


def systems() -> tuple[str, ...]:
    """The names of the published scales, ascending.

    >>> systems()[:3]
    ('belgium-1971', 'belgium-1992', 'brazil')
    """
    return tuple(sorted(_systems()))


def load_system(name: str) -> System:
    """A published scale.

    Raises:
        UncoveredError: there is none of that name.

    >>> round(load_system("brazil").scale.chain(0.1).mean_level(), 2)
    65.65
    """
    found = _systems().get(name)
    if found is None:
        raise UncoveredError(f"scale {name!r}: not among {', '.join(systems())}", name=name)
    return found
