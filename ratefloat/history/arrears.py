"""Arrears, derived from what was due, what was paid and when, with the records that prove them."""

from __future__ import annotations

import numpy as np

from ratefloat.history.book import Book
from ratefloat.history.channels.base import need
from ratefloat.history.experience import Experience
from ratefloat.history.observed import NEVER_ENDS
from ratefloat.history.standing import Moment, Rows, Spans, lasting, lifted_rows, rows_of, spans_of
from ratefloat.history.table import Mask
from ratefloat.history.values import MISSING
from ratefloat.units import money_text

FLAG = "arrears"


def arrears(experience: Experience, moment: Moment) -> Mask:
    """Which employers owe premium: derived from exposure, or set by a flag, where that flag at level 0 lifts nothing.

    A debt comes over to every heir of a predecessor.
    """
    experience.require("flags", moment.span)
    flagged = rows_of(experience, FLAG)
    lifting = lifted_rows(experience, FLAG)
    debts = _debts(experience, moment, flags_tell=len(flagged) + len(lifting) > 0)
    debts = _with_heirs(experience, debts).joined(spans_of(experience, flagged))
    return lasting(debts.without(spans_of(experience, lifting)), moment, experience.rows)


def _debts(experience: Experience, moment: Moment, *, flags_tell: bool) -> Spans:
    """For a window the months that were not paid whole and in time; for a day the days on which a debt stands."""
    exposure = experience.book.tables["exposure"]
    if not {"premium_due", "premium_paid"} <= exposure.given:
        for column in () if flags_tell else ("premium_due", "premium_paid"):
            need(exposure, column, f"flag({FLAG!r})")
        return Spans.none()
    for column in ("premium_due", "premium_paid"):
        empty = _counted(experience.book, moment) & (exposure.numbers(column) == MISSING)
        lacking = np.zeros(experience.rows, dtype=np.bool_)
        lacking[exposure.owners()[empty]] = True
        for giver in experience.succession.order:
            for heir, _ in experience.succession.heirs[giver]:
                lacking[heir] |= lacking[giver]
        reason = f"{FLAG}: {column} empty in {moment.text}; expected a number, 0 where there was none"
        experience.refuse(lacking, reason)
    rows = unpaid(experience.book, moment)
    start, end = exposure.days("start")[rows], exposure.days("end")[rows]
    if moment.when == "on date":
        start, end = end, np.full(len(rows), NEVER_ENDS)
    return Spans(exposure.owners()[rows], start, end)


def _with_heirs(experience: Experience, debts: Spans) -> Spans:
    of: dict[int, Spans] = {}
    given = debts.of(np.isin(debts.owners, experience.succession.order))
    for giver in experience.succession.order:
        own = given.of(given.owners == giver).joined(of.get(giver, Spans.none()))
        for heir, _ in experience.succession.heirs[giver]:
            if heir != giver and len(own.owners):
                of[heir] = of.get(heir, Spans.none()).joined(own.owned_by(heir))
    for found in of.values():
        debts = debts.joined(found)
    return debts


def unpaid(book: Book, moment: Moment) -> Rows:
    """The exposure records that were not paid whole, or not in time.

    For a window: records within it, paid short or after it ended. On a day: records that ended by then.
    """
    exposure = book.tables["exposure"]
    due, paid = exposure.numbers("premium_due"), exposure.numbers("premium_paid")
    known = (due != MISSING) & (paid != MISSING)
    late = (exposure.days("paid_on") >= moment.after) & (due > 0)
    return np.flatnonzero(_counted(book, moment) & known & ((due > paid) | late))


def _counted(book: Book, moment: Moment) -> Mask:
    exposure = book.tables["exposure"]
    start, end = exposure.days("start"), exposure.days("end")
    if moment.when == "on date":
        return np.asarray(end <= moment.first)
    return np.asarray((start < moment.after) & (end > moment.first))


def proof(book: Book, employer: str, moment: Moment) -> tuple[str, ...]:
    """The records that put an employer into arrears, one line each."""
    exposure, row = book.tables["exposure"], book.index(employer)
    lines = []
    for record in unpaid(book, moment).tolist():
        if exposure.owners()[record] != row:
            continue
        due, paid = (int(exposure.numbers(name)[record]) for name in ("premium_due", "premium_paid"))
        when = exposure.days("paid_on")[record]
        on = "" if np.isnat(when) else f" on {when}"
        lines.append(
            f"exposure row {exposure.lines[record]}: {exposure.days('start')[record]} to "
            f"{exposure.days('end')[record]}, due {money_text(due, book.currency)}, "
            f"paid {money_text(paid, book.currency)}{on}"
        )
    return tuple(lines)
