"""From frames to checked tables: each table read, employers found, whole records checked, bad ones set aside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ratefloat.errors import DefinitionError
from ratefloat.history import checks
from ratefloat.history.convert import Problem, Raw
from ratefloat.history.schema import TABLES
from ratefloat.history.table import Table, Words
from ratefloat.history.values import shares_of
from ratefloat.history.versions import latest
from ratefloat.units import MINOR_UNITS

if TYPE_CHECKING:
    import pandas as pd


class Parts(NamedTuple):
    """What a book is made of."""

    tables: dict[str, Table]
    ids: NDArray[np.object_]
    problems: tuple[Problem, ...]
    superseded: dict[str, pd.DataFrame]
    """Records of employers, fund and observed that later ones have replaced; no table without any."""


def build(frames: Mapping[str, pd.DataFrame], uneven: Mapping[str, Mapping[int, int]], currency: str) -> Parts:
    """Checked tables from frames; bad records are left out and told as problems.

    Args:
        frames: by table name; those that need not be there may be absent.
        uneven: by table name, line -> number of cells, for lines that do not fit their header.
    """
    import pandas as pd

    if currency not in MINOR_UNITS:
        raise DefinitionError(f"currency {currency!r}: unknown; expected one of {', '.join(MINOR_UNITS)}")
    raws: dict[str, Raw] = {}
    superseded: dict[str, pd.DataFrame] = {}
    for name, schema in TABLES.items():
        frame = frames.get(name)
        if frame is None:
            frame = pd.DataFrame(columns=[column.name for column in schema.columns if column.needed], dtype=object)
        raws[name], old = latest(name, frame, currency=currency)
        if len(old):
            superseded[name] = old
        _refuse_uneven(raws[name], uneven.get(name, {}), len(frame.columns))
    ids, rows = checks.employer_ids(raws["employers"])
    for name, raw in raws.items():
        if raw.employers:
            checks.find_employers(raw, ids)
        _check(name, raw)
    tables = {name: raw.table.take(np.flatnonzero(~raw.bad)) for name, raw in raws.items()}
    tables["employers"] = raws["employers"].table.take(rows)
    return Parts(tables, ids, tuple(problem for raw in raws.values() for problem in sorted(raw.problems)), superseded)


def _check(name: str, raw: Raw) -> None:
    if name == "employers":
        checks.check_classes(raw)
        checks.check_successions(raw)
    elif name == "exposure":
        checks.check_exposure(raw)
    elif name == "claims":
        checks.check_claims(raw)
    else:
        if name == "decisions":
            checks.check_decisions(raw)
        if name != "fund":
            checks.check_spans(raw)
        if name in ("fund", "observed"):
            checks.check_once(raw)


def _refuse_uneven(raw: Raw, uneven: Mapping[int, int], width: int) -> None:
    for line, cells in uneven.items():
        rows = np.flatnonzero(raw.table.lines == line)
        raw.refuse(rows, "", f"{cells} cells; expected {width} as in the header", value="")


def spoiled(employers: Table, ids: NDArray[np.object_], problems: tuple[Problem, ...]) -> dict[str, str]:
    """Employers that can not be rated, with the reason: a bad record of their own or of a predecessor."""
    known = set(ids.tolist())
    of: dict[str, list[Problem]] = {}
    for problem in problems:
        if problem.employer in known:
            of.setdefault(problem.employer, []).append(problem)
    reasons = {name: _reason(found) for name, found in of.items()}
    heirs = _heirs(employers, ids)
    todo = list(reasons)
    while todo:
        name = todo.pop()
        for heir in heirs.get(name, ()):
            if heir not in reasons:
                reasons[heir] = f"predecessor {name}: {reasons[name]}"
                todo.append(heir)
    return reasons


def _reason(found: list[Problem]) -> str:
    more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
    return found[0].text() + more


def _heirs(employers: Table, ids: NDArray[np.object_]) -> dict[str, list[str]]:
    column = employers.columns["predecessors"]
    assert isinstance(column, Words)
    heirs: dict[str, list[str]] = {}
    for row in np.flatnonzero(column.codes >= 0).tolist():
        for name, _ in shares_of(str(column.words[column.codes[row]])):
            heirs.setdefault(name, []).append(str(ids[row]))
    return heirs
