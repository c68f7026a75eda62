"""Arrears, derived from what was due, what was paid and when, with the records that prove them."""

from __future__ import annotations

import numpy as np

from ratefloat.history.book import Book
from ratefloat.history.experience import Experience
from ratefloat.history.standing import Moment, Rows, rows_of, standing
from ratefloat.history.table import Mask
from ratefloat.history.values import MISSING
from ratefloat.units import money_text

FLAG = "arrears"


def arrears(experience: Experience, moment: Moment) -> Mask:
    """Which employers owe premium: derived from exposure, set by a flag, or lifted by that flag at level 0.

    A debt comes over to every heir of a predecessor.
    """
    owing = np.zeros(experience.rows, dtype=np.bool_)
    owing[experience.book.tables["exposure"].owners()[unpaid(experience.book, moment)]] = True
    for giver in experience.succession.order:
        for heir, _ in experience.succession.heirs[giver]:
            owing[heir] |= owing[giver]
    rows = rows_of(experience, FLAG)
    lifting = experience.book.tables["flags"].numbers("level")[rows] == 0
    owing |= standing(experience, rows[~lifting], moment)
    return owing & ~standing(experience, rows[lifting], moment)


def unpaid(book: Book, moment: Moment) -> Rows:
    """The exposure records that were not paid whole, or not in time.

    For a window: records within it, paid short or after it ended. On a day: records that ended by then.
    Without both amounts in the records nothing is derived.
    """
    exposure = book.tables["exposure"]
    if not {"premium_due", "premium_paid"} <= exposure.given:
        return np.zeros(0, dtype=np.intp)
    due, paid = exposure.numbers("premium_due"), exposure.numbers("premium_paid")
    start, end = exposure.days("start"), exposure.days("end")
    counted = end <= moment.first if moment.when == "on date" else (start < moment.after) & (end > moment.first)
    known = (due != MISSING) & (paid != MISSING)
    late = (exposure.days("paid_on") >= moment.after) & (due > 0)
    return np.flatnonzero(counted & known & ((due > paid) | late))


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
