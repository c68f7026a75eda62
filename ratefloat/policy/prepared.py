"""One employer in microseconds: a policy's table for one day and area, read with plain integers."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ratefloat.errors import DataError, UncoveredError
from ratefloat.policy.decision import clause_text, given_base
from ratefloat.policy.derive import Link, derive
from ratefloat.policy.kernel import Kernel
from ratefloat.rules.domain import Boolean, Category, Cell, Choice, Domain, Integer, Ratio

if TYPE_CHECKING:
    from ratefloat.policy.document import FloatPolicy

Reader = Callable[[Any], int]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a prepared policy says of one employer, without the explanation."""

    risk_class: int | None
    step: int | None
    factor: Fraction | None
    rate: Fraction
    clauses: tuple[str, ...]


@dataclass(frozen=True)
class Prepared:
    """A policy for one day and area; calling it is safe from many threads.

    Indicators are given as plain values: a ratio as (numerator, denominator) whole numbers, counts as int,
    yes-or-no as bool, a category as its word.
    """

    links: tuple[tuple[Link, tuple[tuple[str, Reader, int], ...]], ...]
    answers: dict[tuple[int, tuple[int, ...]], Answer]
    refusals: tuple[str, ...]
    names: frozenset[str]
    """The indicators that may be given: those of the policy and the built-in states."""

    @classmethod
    def of(cls, policy: FloatPolicy, on: Any, area: str | None, tier: str | None) -> Prepared:
        """The prepared form of a policy whose rule is finite.

        Raises:
            UncoveredError: the rule reads exact numbers and has no finite table; use decide.
        """
        moment = policy.require_in_force(on)
        kernel = Kernel(derive(policy, moment), given_base(policy, moment, area, tier))
        if kernel.direct:
            raise UncoveredError(f"policy {policy.id}: has no finite table; expected decide(...) for one employer")
        links = tuple((link, _digits(link, kernel.domains)) for link in kernel.links)
        return cls(links, {}, tuple(kernel.refusals), frozenset(policy.structure.domains))

    def __call__(self, **values: Any) -> Answer:
        """The answer for one employer.

        Raises:
            DataError: an indicator that the rule reads is missing.
            UncoveredError: no case of the policy covers the employer.
        """
        if not self.names.issuperset(values):
            unknown = min(set(values) - self.names)
            raise DataError(f"{unknown}: not read by the rule; expected {', '.join(sorted(self.names))}")
        state, reasons = 0, []
        for link, digits in self.links:
            place = state
            for name, read, count in digits:
                try:
                    value = values[name]
                except KeyError:
                    if not _has_default(name):
                        raise DataError(f"{name}: missing; expected a value for each indicator it reads") from None
                    value = 0
                place = place * count + read(value)
            refused = int(link.refused[place])
            if refused:
                raise UncoveredError(self.refusals[refused - 1], reason=self.refusals[refused - 1])
            state = int(link.next[place])
            reasons.append(int(link.reasons[place]))
        key = (state, tuple(reasons))
        found = self.answers.get(key)
        return found if found is not None else self.answers.setdefault(key, self._answer(key))

    def _answer(self, key: tuple[int, tuple[int, ...]]) -> Answer:
        last = self.links[-1][0]
        risk_class, step, factor, rate = last.after[key[0]]
        assert rate is not None
        pairs = zip(self.links, key[1], strict=True)
        notes = [link.notes[i] for (link, _), reason in pairs for i in link.reason_sets[reason]]
        return Answer(
            None if risk_class is None else int(risk_class), None if step is None else int(step), factor, rate,
            tuple(dict.fromkeys(clause_text(note) for note in notes)),
        )


def _has_default(name: str) -> bool:
    return name in ("base_group", "prior_step") or name.startswith("privilege_used.")


def _digits(link: Link, domains: Mapping[str, Domain]) -> tuple[tuple[str, Reader, int], ...]:
    return tuple(digit_reader(name, domains[name], cells) for name, cells in zip(link.names, link.cells, strict=True))


def digit_reader(name: str, domain: Domain, cells: Sequence[Cell]) -> tuple[str, Reader, int]:
    """How a plain value of an indicator becomes the number of its cell, and how many cells there are."""
    if isinstance(domain, Ratio):
        return name, _ratio_reader(name, cells), len(cells)
    if isinstance(domain, Boolean):
        return name, _plain_reader(name, {False: 0, True: 1}, "True or False"), len(cells)
    if isinstance(domain, Category):
        place = {cell.sample: number for number, cell in enumerate(cells)}
        lookup = {value: place.get(value, len(cells) - 1) for value in domain.values}
        return name, _plain_reader(name, lookup, f"one of {', '.join(domain.values)}"), len(cells)
    starts = [cell.sample for cell in cells[1:]]
    if isinstance(domain, Choice):
        listed = {value: sum(value >= start for start in starts) for value in domain.values}
        return name, _plain_reader(name, listed, f"one of {', '.join(map(str, sorted(listed)))}"), len(cells)
    assert isinstance(domain, Integer)
    return name, _whole_reader(name, domain, starts), len(cells)


def _plain_reader(name: str, lookup: Mapping[Any, int], expected: str) -> Reader:
    types = {type(value) for value in lookup}

    def read(value: Any) -> int:
        if type(value) not in types or value not in lookup:
            raise DataError(f"{name}: {value!r}; expected {expected}", indicator=name)
        return lookup[value]

    return read


def _whole_reader(name: str, domain: Integer, starts: Sequence[int]) -> Reader:
    least, greatest = domain.least, domain.greatest

    def read(value: Any) -> int:
        if type(value) is not int or value < least or (greatest is not None and value > greatest):
            limit = "" if greatest is None else f" to {greatest}"
            raise DataError(f"{name}: {value!r}; expected a whole number from {least}{limit}", indicator=name)
        return bisect_right(starts, value)

    return read


def _ratio_reader(name: str, cells: Sequence[Cell]) -> Reader:
    starts = [cell.interval.start for cell in cells if cell.interval is not None][1:]
    cuts = [(edge.numerator, edge.denominator, after == 0) for edge, after in starts]

    def read(pair: tuple[int, int]) -> int:
        if type(pair) is not tuple or len(pair) != 2 or type(pair[0]) is not int or type(pair[1]) is not int:
            raise DataError(f"{name}: {pair!r}; expected (numerator, denominator) as whole numbers", indicator=name)
        top, bottom = pair
        if bottom <= 0 or top < 0:
            if bottom == 0 and top >= 0:
                return int(top > 0)
            raise DataError(f"{name}: {pair!r}; expected (numerator, denominator), 0 or more")
        digit = 2
        for p, q, closed in cuts:
            left, right = top * q, bottom * p
            if left < right or (left == right and not closed):
                break
            digit += 1
        return digit

    return read
