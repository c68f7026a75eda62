"""Never a lower rate for the worse record, over all cases: breaks by driver and clause, with two employers each."""

from __future__ import annotations

from collections.abc import Iterator

from ratefloat.prove.check.blame import Blame, blame
from ratefloat.prove.check.drivers import Driver
from ratefloat.prove.check.pairs import Pair, breaks
from ratefloat.prove.check.space import Space
from ratefloat.prove.check.subject import Subject
from ratefloat.prove.check.words import case_words, outcome_words
from ratefloat.prove.finding import UNWITNESSED, Finding, Severity
from ratefloat.prove.witness import Request
from ratefloat.rules.domain import Cell

MOST_PAIRS = 96


def check_monotone(subject: Subject) -> Iterator[Finding]:
    """Breaks of order, one for each driver and clause, shown by two neighbouring employers."""
    for driver in subject.drivers:
        found = breaks(subject.space, driver, subject.coupled())
        for culprit, pairs in _by_blame(subject.space, found.pairs):
            yield from _finding(subject, driver, culprit, (pairs, found.cases))


def _by_blame(space: Space, pairs: tuple[Pair, ...]) -> list[tuple[Blame, list[Pair]]]:
    """The pairs by the clause to blame, nearest ones first."""
    known: dict[tuple[int, int], Blame] = {}
    grouped: dict[tuple[str, str, str], tuple[Blame, list[Pair]]] = {}
    for pair in pairs:
        reasons = int(space.outcomes.reason[pair.better]), int(space.outcomes.reason[pair.worse])
        if reasons not in known:
            known[reasons] = blame(space, pair.better, pair.worse)
        culprit = known[reasons]
        grouped.setdefault((culprit.clause, culprit.rule.kind, ""), (culprit, []))[1].append(pair)
    return list(grouped.values())


def _finding(
    subject: Subject, driver: Driver, culprit: Blame, breaking: tuple[list[Pair], int]
) -> Iterator[Finding]:
    space, (pairs, cases) = subject.space, breaking
    tried = pairs[:MOST_PAIRS]
    requests = [
        Request((space.case(pair.better), space.case(pair.worse)), driver.adds, driver.exposure, driver.stated)
        for pair in tried
    ]
    number, witness = subject.first(requests)
    if witness is None and len(pairs) <= MOST_PAIRS and subject.workshop.complete:
        # Every pair that differs in what matters was tried: no two records that differ in the driver alone break.
        return
    message = _message(space, driver, tried[number])
    severity: Severity = "warning" if driver.size else "error"
    advice = "nothing to do if the law means to spare small employers" if driver.size else _advice(culprit)
    row = f", row {culprit.row}" if culprit.row else ""
    yield Finding(
        severity, "monotone", culprit.clause + row,
        message if witness else f"{message} ({UNWITNESSED})", advice, witness,
        {"driver": driver.name, "cases": cases, "rule": culprit.rule.kind, "key": f"{driver.name}{driver.size}"},
    )


def _message(space: Space, driver: Driver, pair: Pair) -> str:
    """The two employers in words: what they have in common, what differs, what each pays."""
    better, worse = space.place(pair.better), space.place(pair.worse)
    moved = [name for name in space.names if better[name] != worse[name]]
    same = case_words(space, pair.better, [name for name in _telling(space, pair) if name not in moved])
    return (
        f"{driver.name}: the {'smaller employer' if driver.size else 'worse record'} pays less: "
        f"{same + ', ' if same else ''}"
        f"{case_words(space, pair.better, moved)} pays {outcome_words(space, pair.better)}, "
        f"{case_words(space, pair.worse, moved)} pays {outcome_words(space, pair.worse)}"
    )


def _telling(space: Space, pair: Pair) -> list[str]:
    """The indicators that say something of both: not the area, flags that are not set, or counts from zero."""
    cells = {name: space.cells[name][number] for name, number in space.place(pair.better).items()}
    return [n for n, cell in cells.items() if n != "base_group" and (n == "prior_step" or not _is_zero(cell))]


def _is_zero(cell: Cell) -> bool:
    return isinstance(cell.sample, int) and cell.sample == 0


def _advice(culprit: Blame) -> str:
    kind = culprit.rule.kind
    if kind in ("bands", "grid"):
        return "put the values of the table in order, or say why a worse record pays less here"
    if kind == "set_to" and culprit.conditional:
        return "if the clause only bars a step down, write no_decrease(...); if it sets a least step, at_least(...)"
    if kind in ("at_most", "no_increase", "cap_by_class"):
        return "if the clause bars a step down, write no_decrease(...) or at_least(...); it now swallows a surcharge"
    if kind in ("ladder", "points_ladder", "rate_ladder"):
        return "put the worth of the steps in order"
    return "write the clause so that it never lowers the rate of the worse record, or place it before what it undoes"
