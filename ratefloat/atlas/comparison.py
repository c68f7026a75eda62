"""All shipped laws on one scale, as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import nan
from typing import TYPE_CHECKING, Any

from ratefloat.atlas.edges import largest_cliffs
from ratefloat.atlas.measures import measured
from ratefloat.atlas.reference import SIZES
from ratefloat.atlas.subject import Subject
from ratefloat.atlas.times import times_of
from ratefloat.errors import DefinitionError, UncoveredError
from ratefloat.plans import load_plan, plan_ids
from ratefloat.policy.document import FloatPolicy

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "plan", "place", "heads", "risk_class", "base_rate", "rho", "error", "hiding", "hidden_share", "explained",
    "explained_error", "variation", "cliff", "cycle_years", "window_years", "lag_years", "lasts_years", "remembers",
    "method", "illustrated", "note",
)


def frame(plans: Sequence[str | FloatPolicy] | None = None, *, sizes: Sequence[int] = SIZES) -> pd.DataFrame:
    """The atlas: one row a plan and size of employer, for the same reference employer everywhere.

    Columns: rho (later premium per yuan of claim over all cases: 0 flat, 1 fully rated by experience; what prevention
    can earn) and its Monte Carlo error, hiding (the same over the cases light enough to hide), hidden_share (the part
    of all later premium that falls on those), explained (the share of the variance of premium levels that risk
    explains; the rest is luck) and its error, variation (of the premium, by luck alone), cliff (what the smallest
    further amount of benefits costs at the worst edge, in yearly base premiums; nan where the edges of a law can not
    be shown), cycle, window, lag and duration in years, remembers (the prior step), method (of rho), illustrated (the
    holes that an illustration fills), note (why a row has no figure). Premium is discounted at 4 % to the year of the
    claim.

    Args:
        plans: ids or policies; by default every shipped plan whose articles on floating are known.
        sizes: heads of the employers.

    >>> made = frame(["cn-national-2015-flat"], sizes=[10])
    >>> made[["plan", "heads", "rho", "method"]].to_dict("records")
    [{'plan': 'cn-national-2015-flat', 'heads': 10, 'rho': 0.0, 'method': 'exact'}]
    """
    import pandas as pd

    rows: list[dict[str, Any]] = []
    for each in plan_ids() if plans is None else plans:
        policy = load_plan(each) if isinstance(each, str) else each
        try:
            subject = Subject.of(policy)
        except (DefinitionError, UncoveredError):
            if plans is not None:
                raise
            continue
        rows += _rows(policy, subject, sizes)
    return pd.DataFrame(rows, columns=list(COLUMNS))


def left_out() -> dict[str, str]:
    """The shipped plans that the atlas leaves out, and why.

    >>> left_out()["cn-jiangxi-2023"]
    'open holes: review, window, floating articles, rounding, indicators'
    """
    found = {}
    for policy in map(load_plan, plan_ids()):
        try:
            Subject.of(policy)
        except DefinitionError:
            found[policy.id] = f"open holes: {', '.join(hole.hole for hole in policy.holes)}"
        except UncoveredError:
            found[policy.id] = "no base table"
    return found


def _rows(policy: FloatPolicy, subject: Subject, sizes: Sequence[int]) -> Iterator[dict[str, Any]]:
    times, cliffs = times_of(subject), largest_cliffs(subject, sizes)
    for heads in sizes:
        made = measured(subject, heads)
        rho, error = made.rho
        yield {
            "plan": policy.id, "place": policy.jurisdiction, "heads": heads, "risk_class": subject.risk_class,
            "base_rate": float(subject.base_rate), "rho": rho, "hiding": made.hiding[0],
            "hidden_share": made.hidden_share, "explained": made.explained[0],
            "explained_error": made.explained[1], "variation": made.variation,
            "cliff": nan if rho > 0 and not cliffs[heads] else cliffs[heads],
            "cycle_years": times.cycle, "window_years": times.window, "lag_years": times.lag,
            "lasts_years": times.lasts, "remembers": times.remembers, "method": made.method, "error": error,
            "illustrated": ", ".join(hole.hole for hole in policy.holes), "note": made.why,
        }
