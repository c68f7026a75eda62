"""Laws that every policy keeps on every book, checked together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from ratefloat.errors import RatefloatError
from ratefloat.periods import first_day
from ratefloat.policy.decision import clause_text
from ratefloat.policy.rate import rate
from ratefloat.policy.rating import Rating
from ratefloat.policy.table.whole import exclusions
from ratefloat.testing.cases import read_cells

if TYPE_CHECKING:
    from ratefloat.history.book import Book
    from ratefloat.policy.document import FloatPolicy

ALONE = 5
"""How many employers are rated again in a book of their own."""
EXPLAINED = 200
"""How many employers are decided again one by one."""


def assert_policy_laws(policy: FloatPolicy, book: Book, *, on: date | str | None = None) -> None:
    """Fail when a policy breaks a law on a book, telling all that is broken.

    The laws: the document reads back as the same law; rating never stops, and who is refused learns why; the
    table decides as the rules run one by one; the order of the records does not matter, nor, where the law
    looks at no peers, who else is in the book; no rate is negative; steps stand on the ladder; no employer is
    in a case that the indicators exclude; and a second run gives the same.

    Args:
        on: the day the rates apply; by default the day after the last record, or the nearest day in force.
    Raises:
        AssertionError: each broken law, with an employer.

    >>> import ratefloat as rf
    >>> assert_policy_laws(rf.load_plan("cn-shenzhen-2018"), rf.Book.empty())
    """
    moment = _day_of(policy, book) if on is None else policy.require_in_force(on)
    again = type(policy).from_json(policy.to_json())
    broken = [] if again.hash == policy.hash else ["document: reads back as another law"]
    rating = rate(policy, book, on=moment)
    for law in LAWS:
        broken += [f"{law.__name__.strip('_').replace('_', ' ')}: {text}" for text in law(rating)]
    if broken:
        raise AssertionError(f"policy {policy.id} on {moment}, {len(book):,} employers:\n  " + "\n  ".join(broken))


def _day_of(policy: FloatPolicy, book: Book) -> date:
    if not len(book.tables["exposure"]):
        return policy.effective.start
    return min(max(first_day(book.span().end), policy.effective.start), policy.effective.last_day)


def _refused_with_a_reason(rating: Rating) -> Iterator[str]:
    for row, reason in rating.refusals.items():
        if not reason.strip():
            yield f"{rating.book.ids[row]}: refused without a reason"


def _rates_not_negative(rating: Rating) -> Iterator[str]:
    for row in _rated(rating):
        if (rated := _row(rating, row)["rate"]) is None or rated < 0:
            yield f"{rating.book.ids[row]}: rate {rated}"


def _steps_on_the_ladder(rating: Rating) -> Iterator[str]:
    ladders = rating.policy.structure.steps
    for row in _rated(rating):
        found = _row(rating, row)
        rungs = ladders.get(None, ladders.get(int(rating.classes[row]), ()))
        if found["step"] is not None and any(ladders.values()) and int(found["step"]) not in rungs:
            yield f"{rating.book.ids[row]}: step {found['step']} not on the ladder {rungs}"


def _table_and_rules_agree(rating: Rating) -> Iterator[str]:
    for row in _rated(rating)[:EXPLAINED]:
        employer = str(rating.book.ids[row])
        try:
            made = rating.decision(employer)
        except RatefloatError as error:
            yield f"{employer}: rated by the table, refused by the rules ({error})"
            continue
        found = _row(rating, row)
        alone = {"step": made.step, "factor": made.factor, "rate": made.rate, "clauses": made.clauses}
        for name, value in alone.items():
            if value != found[name]:
                yield f"{employer}: {name} {found[name]} by the table, {value} by the rules"


def _order_does_not_matter(rating: Rating) -> Iterator[str]:
    ids = [str(employer) for employer in rating.book.ids]
    yield from _compared(rating, rating.book.select(reversed(ids)), ids, "in another order")


def _company_does_not_matter(rating: Rating) -> Iterator[str]:
    if rating.peers:
        return
    for row in _rated(rating)[:ALONE]:
        employer = str(rating.book.ids[row])
        yield from _compared(rating, rating.book.select([employer]), [employer], "alone")


def _compared(rating: Rating, book: Book, employers: list[str], how: str) -> Iterator[str]:
    other = rate(rating.policy, book, on=rating.dates.on, known_on=rating.known_on)
    for employer in employers:
        one, two = rating.book.index(employer), book.index(employer)
        if rating.refusals.get(one) != other.refusals.get(two):
            yield f"{employer}: {rating.refusals.get(one, 'rated')}, {how} {other.refusals.get(two, 'rated')}"
        elif rating.rated[one] and _row(rating, one) != _row(other, two):
            yield f"{employer}: {_row(rating, one)}, {how} {_row(other, two)}"


def _nobody_in_an_excluded_case(rating: Rating) -> Iterator[str]:
    cells = read_cells(rating.policy, rating.dates.on)
    domains = rating.policy.structure.domains
    digits = {name: domains[name].digits(rating.columns[name], own) for name, own in cells.items()
              if name in rating.policy.indicator_map and len(own) > 1}
    own = {name: cells[name] for name in digits}
    for one, two, table in exclusions(rating.policy, own):
        names = list(own)
        for row in _rated(rating):
            a, b = int(digits[names[one]][row]), int(digits[names[two]][row])
            if table[a, b]:
                yield (f"{rating.book.ids[row]}: {names[one]} {own[names[one]][a].text} and "
                       f"{names[two]} {own[names[two]][b].text} can not be together")


def _a_second_run_is_equal(rating: Rating) -> Iterator[str]:
    try:
        rating.verify()
    except RatefloatError as error:
        yield str(error)


LAWS: tuple[Callable[[Rating], Iterator[str]], ...] = (
    _refused_with_a_reason, _rates_not_negative, _steps_on_the_ladder, _table_and_rules_agree,
    _order_does_not_matter, _company_does_not_matter, _nobody_in_an_excluded_case, _a_second_run_is_equal,
)


def _rated(rating: Rating) -> list[int]:
    return [row for row in range(len(rating)) if rating.rated[row]]


def _row(rating: Rating, row: int) -> dict[str, Any]:
    outcomes = rating.outcomes
    _, step, factor, found = outcomes.states[outcomes.state[row]]
    clauses = tuple(dict.fromkeys(map(clause_text, outcomes.reasons[outcomes.reason[row]])))
    return {"step": step, "factor": factor, "rate": found, "clauses": clauses}
