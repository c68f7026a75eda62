"""Pages and the atlas in files, each whole or not at all."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from ratefloat.atlas.comparison import frame
from ratefloat.atlas.figure import plot
from ratefloat.atlas.index import atlas_page, index
from ratefloat.atlas.plan_page import page
from ratefloat.errors import UncoveredError
from ratefloat.plans import load_plan, plan_ids
from ratefloat.policy.table.export import write_bytes, write_text


def write_pages(folder: Path | str, plans: Sequence[str] | None = None) -> tuple[Path, ...]:
    """Write the page of each plan and an index into a folder, and return the paths, the index last.

    Args:
        plans: ids of shipped plans; by default all of them.
    Raises:
        UncoveredError: no plan has one of the ids; then nothing is written.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     [path.name for path in write_pages(place, ["cn-national-2015-flat"])]
    ['cn-national-2015-flat.html', 'index.html']
    """
    place, chosen = Path(folder), [load_plan(id) for id in (plan_ids() if plans is None else plans)]
    made = [write_text(page(policy), place / f"{policy.id}.html") for policy in chosen]
    made.append(write_text(index([policy.id for policy in chosen]), place / "index.html"))
    return tuple(made)


def write_atlas(folder: Path | str) -> tuple[Path, ...]:
    """Write atlas.csv, atlas.png and atlas.html into a folder, and return the paths.

    Without matplotlib there is no picture: atlas.png is left out, and the page has the table alone.
    """
    place, found = Path(folder), frame()
    made = [write_text(found.to_csv(index=False, float_format="%.9g", lineterminator="\n"), place / "atlas.csv")]
    picture: bytes | None = None
    try:
        drawn = io.BytesIO()
        plot(found).savefig(drawn, format="png", dpi=160)
        picture = drawn.getvalue()
        made.append(write_bytes(picture, place / "atlas.png"))
    except UncoveredError:
        pass
    made.append(write_text(atlas_page(found, picture), place / "atlas.html"))
    return tuple(made)
