"""Checks of whole records: employers known once, periods whole and apart, one story for each claim."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from ratefloat.history.convert import Raw
from ratefloat.history.schema import ITEMS, TABLES
from ratefloat.history.table import Ints, Mask, Stored, Table, Words
from ratefloat.history.values import MISSING, shares_of
from ratefloat.tables.industry import risk_classes

Raws = dict[str, Raw]


def employer_ids(raw: Raw) -> tuple[NDArray[np.object_], NDArray[np.intp]]:
    """The ids of the employers in file order, each once, and the row of its first record.

    Every copy of an id that stands twice is a problem, and so is a row without one.
    """
    ids = raw.table.words("employer").texts()
    named = np.flatnonzero(ids != "")
    _, first, counts = np.unique(ids[named], return_index=True, return_counts=True)
    ambiguous = set(ids[named][first[counts > 1]])
    copies = np.asarray([row for row in named.tolist() if ids[row] in ambiguous], dtype=np.intp)
    raw.refuse(copies, "employer", "stands more than once; expected each employer once; its record is ambiguous")
    rows = named[np.sort(first)]
    return ids[rows], rows


def find_employers(raw: Raw, ids: NDArray[np.object_]) -> None:
    """Set the employer columns of a table to rows of the book; an unknown employer is a problem of its record."""
    import pandas as pd

    index = pd.Index(ids, dtype=object)
    owners: dict[str, Stored] = {}
    for name, words in raw.employers.items():
        # One more entry at the end: code -1, no employer.
        texts = pd.Index([str(word) for word in words.words], dtype=object)
        known = np.append(index.get_indexer(texts), -1)
        rows = known[words.codes].astype(np.int32)
        unknown = np.flatnonzero((rows < 0) & (words.codes >= 0))
        raw.refuse(unknown, name, "unknown employer; expected one of employers.csv; the record is left out")
        owners[name] = rows
    if "bearer" in owners:
        bearer, employer = owners["bearer"], owners["employer"]
        assert isinstance(bearer, np.ndarray)
        assert isinstance(employer, np.ndarray)
        given = raw.employers["bearer"].codes >= 0
        owners["bearer"] = np.where(given, bearer, employer)
    raw.table = raw.table.changed(**owners)


def check_classes(raw: Raw) -> None:
    """Give every employer a risk class: its own, else that of its industry code and edition."""
    table = raw.table
    classes = table.numbers("risk_class").copy()
    zero = np.flatnonzero(classes == 0)
    raw.refuse(zero, "risk_class", "not a class; expected 1 or more")
    lacking = np.flatnonzero(classes == MISSING)
    codes, editions = table.words("industry_code").texts(), table.words("industry_edition").texts()
    nothing = np.asarray([row for row in lacking.tolist() if not codes[row]], dtype=np.intp)
    raw.refuse(nothing, "industry_code", "empty and no risk_class; expected one of both")
    coded = np.setdiff1d(lacking, nothing)
    found, reasons = risk_classes(codes[coded].tolist(), editions[coded].tolist())
    for place, reason in reasons.items():
        raw.refuse(coded[[place]], "industry_code", reason)
    classes[coded] = np.where(found > 0, found.astype(np.int64), MISSING)
    raw.table = table.changed(risk_class=classes)


def check_exposure(raw: Raw) -> None:
    """Set start and end from the month, and refuse periods that cut a month or overlap."""
    table = raw.table
    month = table.days("month")
    by_month = ~np.isnat(month)
    following = (month.astype("datetime64[M]") + np.timedelta64(1, "M")).astype("datetime64[D]")
    for name, meant in (("start", month), ("end", following)):
        given = table.days(name)
        other = np.flatnonzero(by_month & ~np.isnat(given) & (given != meant))
        raw.refuse(other, name, "not that of the month given beside it; expected one of both, or the same (half-open)")
    start = np.where(by_month, month, table.days("start"))
    end = np.where(by_month, following, table.days("end"))
    raw.table = table.changed(start=start, end=end)
    open_ended = np.flatnonzero((np.isnat(start) | np.isnat(end)) & ~raw.bad)
    raw.refuse(open_ended, "start", "no period; expected month, or start and end (half-open)")
    cut = np.flatnonzero(~raw.bad & (_inside_month(start) | _inside_month(end)))
    raw.refuse(cut, "start", "cuts a month; expected the first day of a month for start and for end (half-open)")
    raw.refuse(np.flatnonzero(~raw.bad & (end <= start)), "end", "not after start; expected start < end (half-open)")
    good = np.flatnonzero(~raw.bad)
    order = good[np.lexsort((start[good], table.owners()[good]))]
    owner = table.owners()[order]
    # The end reached so far by the same employer; starts are sorted, so its own predecessor may hide a longer one.
    reached = _running_end(owner, end[order].astype(np.int64))
    overlap = (owner[1:] == owner[:-1]) & (start[order].astype(np.int64)[1:] < reached[:-1])
    raw.refuse(order[1:][overlap], "start", "overlaps another record of the employer; expected periods apart")


def _running_end(owner: NDArray[np.int32], end: Ints) -> Ints:
    offset = owner.astype(np.int64) * 10_000_000
    return np.maximum.accumulate(end + offset) - offset if len(end) else end


def _inside_month(days: NDArray[np.datetime64]) -> NDArray[np.bool_]:
    return np.asarray(days != days.astype("datetime64[M]").astype("datetime64[D]"))


_ONE_STORY = (
    "employer", "bearer", "accident_id", "accident_on", "recognised_on", "cause", "death", "disease", "grade",
)


def check_claims(raw: Raw) -> None:
    """Refuse amounts without a date, and records of one claim that tell different stories."""
    table = raw.table
    amounts = np.any([table.numbers(item) != 0 for item in (*ITEMS, "recovery", "red_entry")], axis=0)
    undated = amounts & np.isnat(table.days("assessed_on")) & np.isnat(table.days("paid_on"))
    raw.refuse(np.flatnonzero(undated & ~raw.bad), "paid_on", "amounts without a date; expected assessed_on or paid_on")
    good = np.flatnonzero(~raw.bad)
    claim = table.words("claim").codes[good]
    order = good[np.argsort(claim, kind="stable")]
    codes = table.words("claim").codes[order]
    same = codes[1:] == codes[:-1]
    told = np.zeros(len(table.words("claim").words), dtype=np.bool_)
    for name in _ONE_STORY if same.any() else ():
        column = table.columns[name]
        values = column.codes[order] if isinstance(column, Words) else column[order]
        equal = (values[1:] == values[:-1]) | (_missing(values[1:]) & _missing(values[:-1]))
        differing = np.zeros_like(told)
        differing[codes[1:][same & ~equal]] = True
        # Nobody can say which record is right, so all of them go; the first column that differs tells why.
        rows = np.sort(order[(differing & ~told)[codes]])
        raw.refuse(rows, name, "differs from another record of the same claim; expected one story for each claim")
        told |= differing


def _missing(values: NDArray[np.generic]) -> NDArray[np.bool_]:
    return np.isnat(values) if values.dtype.kind == "M" else np.zeros(len(values), dtype=np.bool_)


def check_spans(raw: Raw) -> None:
    """Refuse records that end before they start; an empty end is open."""
    start, end = raw.table.days("start"), raw.table.days("end")
    raw.refuse(np.flatnonzero(end <= start), "end", "not after start; expected start < end (half-open), or no end")


def check_decisions(raw: Raw) -> None:
    """Refuse two decisions for one employer and day of which neither corrects the other."""
    table = raw.table
    start = np.where(np.isnat(table.days("start")), table.days("review_start"), table.days("start"))
    raw.table = table.changed(start=start)
    for name in ("start", "end"):
        days = raw.table.days(name)
        inside = np.flatnonzero(~raw.bad & ~np.isnat(days) & _inside_month(days))
        reason = "not the first of a month; expected that, and as the end the day after the last (half-open)"
        raw.refuse(inside, name, reason)
    good = np.flatnonzero(~raw.bad)
    keys = [table.days("corrected_at"), start, table.days("review_start")]
    columns = [table.owners()[good], *(key[good].astype(np.int64) for key in reversed(keys))]
    order = np.lexsort(columns[::-1])
    equal = np.ones(max(len(order) - 1, 0), dtype=np.bool_)
    for column in columns:
        equal &= column[order][1:] == column[order][:-1]
    again = good[order[1:][equal]]
    raw.refuse(again, "review_start", "decided twice; expected one decision, or a corrected_at that tells the later")


_ONE_ROW = {"fund": ("date", "area"), "observed": ("source", "area")}
STATED_TWICE = "expected one record, or a recorded_at that tells the later"


def contested(table: Table) -> Mask:
    """The records of fund or observed that state one thing in two ways; nobody can say which of them is right."""
    key, said = (_numbered(table, names) for names in (_ONE_ROW[table.name], TABLES[table.name].names))
    pairs = np.unique(np.stack([key, said]), axis=1)
    return np.asarray(np.bincount(pairs[0], minlength=1)[key] > 1)


def check_once(raw: Raw) -> None:
    """Tell what fund or observed state twice; the records stay, so that whoever needs them is refused."""
    rows = np.flatnonzero(contested(raw.table) & ~raw.bad)
    raw.tell(rows, _ONE_ROW[raw.table.name][0], f"stated twice for one area; {STATED_TWICE}")


def _numbered(table: Table, names: tuple[str, ...]) -> Ints:
    """A number for each distinct record, as far as some columns go."""
    columns = [table.columns[name] for name in names if name != "recorded_at"]
    numbers = [(column.codes if isinstance(column, Words) else column).astype(np.int64) for column in columns]
    return np.unique(np.stack(numbers), axis=1, return_inverse=True)[1].reshape(-1)


def check_successions(raw: Raw) -> None:
    """Refuse successions that can not be carried over: unknown or cyclic predecessors, more than a whole given."""
    names = raw.table.words("employer").texts()
    row_of = {str(name): row for row, name in enumerate(names)}
    entries = {
        row: shares_of(text)
        for row, text in enumerate(raw.table.words("predecessors").texts())
        if text and not raw.bad[row]
    }
    given: dict[str, Fraction] = {}
    parents: dict[str, list[str]] = {}
    for row, shares in entries.items():
        for name, share in shares:
            if name not in row_of:
                reason = f"unknown predecessor {name}; expected one of employers.csv"
                raw.refuse(np.asarray([row]), "predecessors", reason)
            given[name] = given.get(name, Fraction(0)) + share
            parents.setdefault(str(names[row]), []).append(name)
    for row, shares in entries.items():
        above = [name for name, _ in shares if given[name] > 1]
        if above:
            reason = f"shares of {above[0]} add up to {given[above[0]]}; expected at most 1 over all its heirs"
            raw.refuse(np.asarray([row]), "predecessors", reason)
    for name in sorted(cyclic(parents)):
        raw.refuse(np.asarray([row_of[name]]), "predecessors", "in a cycle of predecessors; expected an end")


def cyclic(parents: dict[str, list[str]]) -> set[str]:
    """The names that are their own ancestors.

    >>> sorted(cyclic({"A": ["B"], "B": ["A"], "C": ["A"]}))
    ['A', 'B']
    """
    found = set()
    for name, above_it in parents.items():
        seen: set[str] = set()
        todo = list(above_it)
        while todo:
            above = todo.pop()
            if above not in seen:
                seen.add(above)
                todo.extend(parents.get(above, ()))
        if name in seen:
            found.add(name)
    return found
