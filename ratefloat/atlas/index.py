"""The index of the pages, and the page of the atlas."""

from __future__ import annotations

from base64 import b64encode
from math import isfinite
from typing import TYPE_CHECKING, Any

from ratefloat.atlas.comparison import left_out
from ratefloat.atlas.markup import both, document, listed, table, text
from ratefloat.atlas.reference import FREQUENCY, HIDEABLE, OUTCOMES, expected_cost
from ratefloat.plans import load_plan, plans
from ratefloat.units import rounded_percent_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

WORDS = {
    "rho": "prevention", "hiding": "hiding", "hidden_share": "hidden share", "explained": "risk explains",
    "variation": "variation", "cliff": "cliff",
}
"""Columns of the table of the atlas and how they are headed."""


def index(ids: Sequence[str]) -> str:
    """The page that lists the pages of some plans."""
    listing = plans().to_dict("index")
    rows = [_listed(id, listing[id]) for id in ids]
    head = ["plan", "place", "years", "looks at", "cycle, years", "window, months", "structure", "complete"]
    body = f"<h1>Float laws as data</h1><p>{len(rows)} plans, each with its sources, readings and examples.</p>"
    return document("Float laws as data", body + table(head, rows))


def _listed(id: str, row: dict[Any, Any]) -> list[str]:
    title = load_plan(id).title
    known = ["open" if row[name] == "hole" else row[name] for name in ("indicators", "cycle_years", "window_months")]
    return [
        f'<a href="{text(id)}.html">{both(title.en, title.zh)}</a>',
        f'<span class="place">{text(row["place"])}</span>', text(f"{row['from'][:4]}–{row['to'][:4]}"),
        *map(text, known), text(row["structure"].replace(" -> ", " → ")), text(row["completeness"]),
    ]


def atlas_page(frame: pd.DataFrame, picture: bytes | None) -> str:
    """The atlas as a page: the figure, the table, what it rests on, what it leaves out."""
    figure = ""
    if picture is not None:
        data = b64encode(picture).decode()
        figure = f'<figure><img alt="one panel a plan" src="data:image/png;base64,{data}"></figure>'
    parts = [
        "<h1>The atlas of float laws</h1>",
        '<p class="under">Every law whose articles on floating are known, before one and the same employer.</p>',
        _explained(), figure, "<h2>All figures</h2>", _table(frame), _notes(frame), "<h2>Left out</h2>",
        listed(f"{text(id)}: {text(why)}" for id, why in left_out().items()),
    ]
    return document("The atlas of float laws", "\n".join(parts))


def _explained() -> str:
    outcomes = "; ".join(f"{name} {chance}, {months}" for name, chance, months, _ in OUTCOMES)
    return "<h2>How to read it</h2>" + listed([
        "<b>prevention</b>: what one more case of any kind, as cases happen, costs in later premium, per yuan that it "
        "cost the fund, discounted at 4% to the year of the claim; 0 is a flat premium, 1 an employer who pays it all.",
        f"<b>hiding</b>: the same for cases that an employer could hide ({text(' and '.join(HIDEABLE))}); "
        "<b>hidden share</b>: the part of all later premium that falls on them.",
        "<b>risk explains</b>: the share of the differences in premium level among employers of one class that their "
        "risks explain (gamma of shape 2.5, a guess); the rest is luck. <b>variation</b>: coefficient of variation of "
        "the premium of an employer of exactly average risk.",
        "<b>cliff</b>: what the smallest further amount of benefits costs over the cycle at the worst edge, in yearly "
        "base premiums. <b>lag</b>: years from the year of a claim to the first year that may be dearer; <b>lasts</b>: "
        "for how many years, longer where the rule remembers the prior step.",
        f"The employer: {text(FREQUENCY)} cases per head and year; how they end, how often and at what cost in "
        f"months of wages: {text(outcomes)}; expected "
        f"benefits {text(rounded_percent_text(expected_cost(), places=2))} of wages; the class whose base rate is "
        "nearest to 0.9%, in China not class 1. All of this is an illustration.",
        "A star marks plans whose base rates, review or window are an illustration because no source has them.",
    ])


def _table(frame: pd.DataFrame) -> str:
    head = ["plan", "heads", *WORDS.values(), "cycle", "window", "lag", "lasts", "how"]
    rows: list[list[str]] = []
    told: set[str] = set()
    for row in frame[frame["method"] != "none"].to_dict("records"):
        first = row["plan"] not in told
        told.add(row["plan"])
        star = " *" if row["illustrated"] else ""
        name = f"<b>{text(row['plan'])}</b>{star}" if first else ""
        numbers = [_number(row, column) for column in WORDS]
        times = [f"{row[c]:g}" if isfinite(row[c]) else "-" for c in TIMES] if first else [""] * len(TIMES)
        rows.append([name, f"{row['heads']:,}", *numbers, *times, text(row["method"])])
    return table(head, rows, numbers=range(1, len(head) - 1))


TIMES = ("cycle_years", "window_years", "lag_years", "lasts_years")


ERRORS = {"rho": "error", "explained": "explained_error"}


def _number(row: dict[Any, Any], column: str) -> str:
    value, error = float(row[column]), float(row.get(ERRORS.get(column, ""), 0))
    spread = f" ± {error:.3f}" if error >= 0.0005 else ""
    return f"{value + 0.0:.3f}{spread}" if isfinite(value) else "-"


def _notes(frame: pd.DataFrame) -> str:
    missing = frame[frame["note"] != ""].groupby("plan", sort=False)
    said = [
        f"{text(name)}, {', '.join(f'{heads:,}' for heads in rows['heads'])} heads: {text(rows['note'].iloc[0])}"
        for name, rows in missing
    ]
    return f"<h3>No figure</h3>{listed(said)}" if said else ""
