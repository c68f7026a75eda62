"""How far each study's plan makes an employer pay for its own cases: computed from the rule where it is known."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ratefloat.errors import DataError

if TYPE_CHECKING:
    import pandas as pd

YEAR = 1 / 1.04
"""Today's value of 1 in a year, as in the worked examples of marginal incentives."""

CALIFORNIA_D = (
    0.140, 0.152, 0.163, 0.174, 0.185, 0.196, 0.206, 0.216, 0.226, 0.236, 0.245, 0.254, 0.264, 0.273, 0.281, 0.290,
    0.298, 0.307, 0.315, 0.323, 0.331, 0.339, 0.347, 0.354, 0.361, 0.369, 0.376, 0.383, 0.390, 0.397, 0.404, 0.410,
    0.417, 0.423, 0.430, 0.436, 0.442, 0.448, 0.454, 0.460, 0.466, 0.471,
)
"""Primary share of expected losses of class 0005 by threshold, 4,500 to 25,000 in steps of 500 (plan of 2025)."""

_ASSUMED = "assumed: the plan's rule is not known"


def linear(
    credibility: float, expected_ratio: float, *, years: Iterable[int] = (1, 2, 3), discount: float = YEAR
) -> float:
    """Degree of experience rating of a linear plan: (Z / expected loss ratio) x mean discount of its years.

    The factor is 1 + Z (A - E) / E on a window of as many years as there are premiums to rise, so that each yuan
    of loss raises each of them by Z / (expected ratio x years). Caps would lower it.

    Args:
        years: after the case, in which the premium is dearer for it.

    >>> linear(0.5, 1, discount=1)
    0.5
    """
    if not (0 <= credibility <= 1 and expected_ratio > 0):
        raise DataError(
            f"linear plan: credibility {credibility}, expected ratio {expected_ratio}; expected 0 to 1 and above 0"
        )
    lags = tuple(years)
    return credibility / expected_ratio * sum(discount**lag for lag in lags) / len(lags)


def california(threshold: int, *, expected_ratio: float, discount: float = YEAR) -> float:
    """Degree of experience rating of a California employer near eligibility: only primary losses count, in full.

    The factor is (actual primary + expected excess) / expected; near eligibility the primary credibility is 1
    and that of excess losses 0. So the credibility of a loss is its primary share. Each policy year enters the
    ratings two, three and four years later (window of 57 to 21 months before). The limit for a single claim,
    in force since 2019, is left out.

    Args:
        threshold: above which a claim counts no further, 4,500 to 25,000 in steps of 500.
        expected_ratio: expected losses per unit of premium.
    Source: WCIRB plan of 2025, tables I and II; experience rating plan of 2013 near eligibility.

    >>> round(california(6000, expected_ratio=1), 3)
    0.155
    """
    place, rest = divmod(threshold - 4500, 500)
    if rest or not 0 <= place < len(CALIFORNIA_D):
        raise DataError(f"threshold {threshold}: expected 4500 to 25000 in steps of 500")
    return linear(CALIFORNIA_D[place], expected_ratio, years=(2, 3, 4), discount=discount)


def france_share(heads: float) -> float:
    """The individual share of a French employer's rate by headcount, rule until 2017.

    Source: code de la securite sociale, art. D242-6-2 and D242-6-13; closed form known, it meets the published
    1 % at 20 and 62 % at 100 heads.

    >>> france_share(19), round(france_share(100), 2), france_share(200)
    (0.0, 0.62, 1.0)
    """
    return min(1.0, max(0.0, (heads - 19) / 131))


def netherlands(factor: float, *, discount: float = YEAR) -> float:
    """Degree of experience rating of the Dutch disability premium below its cap.

    Premium = average + factor x (own risk - average risk), own risk being benefits of two years before over
    payroll: a euro of benefit costs `factor` two years later.
    """
    return factor * discount**2


def netherlands_at_cap(discount: float = YEAR) -> float:
    """The same of a small employer whom one benefit takes to the cap: published example of 2012.

    Payroll 275,000, benefit 16,500; start 0.55 %, factor 1.90, average risk 0.22 %, cap 1.59 %.
    """
    rise = (0.0159 - (0.0055 - 1.90 * 0.0022)) * 275_000
    return rise / 16_500 * discount**2


def degrees() -> pd.DataFrame:
    """The degree of experience rating that each fitted study's setting added: low, central, high, and how known.

    Where the rule is known for another year than the study's, low and high reach as far as what is not known.

    >>> degrees().set_index("id").loc["lengagne_2018", "how"]
    'by definition'
    """
    import pandas as pd

    shares = [france_share(heads) for heads in range(20, 50)]
    later = linear(1, 1, years=(2, 3, 4))
    rows = [
        (
            "neuhauser_2012_california", california(6000, expected_ratio=1), california(7000, expected_ratio=0.8),
            california(21_000, expected_ratio=0.6), 0.0, "computed",
            "split plan near eligibility; split 7,000, primary share of one class at claim sizes of 2025; high: "
            "claims a third as large then (U); expected losses 0.6 to 1 of premium (U)",
        ),
        (
            "koning_2009", netherlands_at_cap(), 0.4, netherlands(1.90), 0.0, "computed",
            "low: small employer at its cap, 2012; high: below the cap, factor of 2012; central assumed; the rule of "
            "2000 to 2004 is not known",
        ),
        (
            "degroot_koning_2016", netherlands_at_cap(), 0.4, netherlands(0.98), 0.0, "computed",
            "small employers; low: at the cap, 2012; high: below the cap, factor of 2024; central assumed",
        ),
        (
            "lengagne_2018", 0.1 * later, 0.1, 0.1 * later * 1.58, sum(shares) / len(shares), "by definition",
            "ten points of individual rating; low: discounted, premiums two to four years later; high: with the "
            "loading of 58 % on the raw rate",
        ),
        ("moore_viscusi_1989", 0.5, 0.8, 1.0, 0.0, "assumed", _ASSUMED),
        ("bruce_atkins_1993", 0.3, 0.6, 0.9, 0.0, "assumed", f"{_ASSUMED}; range around 0.6 unsure"),
    ]
    return pd.DataFrame(rows, columns=["id", "low", "central", "high", "before", "how", "note"])
