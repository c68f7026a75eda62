"""Luck: how many employers of exactly average risk come to the lowest and the highest grade all the same."""

from __future__ import annotations

from collections.abc import Iterator

from ratefloat.errors import RatefloatError
from ratefloat.prove.check.subject import Subject
from ratefloat.prove.finding import Finding
from ratefloat.tables.glossary import step_text


def check_luck(subject: Subject) -> Iterator[Finding]:
    """What chance alone does to a typical employer; nothing where the exact chain of the policy is not known."""
    policy, typical = subject.space.policy, subject.typical
    if policy.jurisdiction[:2] not in ("", "CN") or not subject.workshop.able:
        return
    from ratefloat.actuarial import RiskCell, chain, severity

    known = policy.classes or (1,)
    risk_class = min(known, key=lambda number: abs(number - typical.risk_class))
    place = subject.space.places[0]
    try:
        cell = RiskCell(
            risk_class=risk_class, heads=typical.heads[0], wage=str(typical.wage), frequency=typical.frequency,
            severity=severity("china"), area=place[0], tier=place[1],
        )
        made = chain(policy, cell, on=subject.workshop.on)
        chances = dict(zip(made.labels, made.law.stationary.tolist(), strict=True))
    except RatefloatError:
        return
    if len(chances) < 2:
        return
    ends = [(label, chances[label]) for label in (made.labels[0], made.labels[-1])]
    said = " and ".join(f"{chance:.0%} to {_words(label)}" for label, chance in ends)
    yield Finding(
        "note", "luck", "",
        f"of {cell.heads}-person class-{risk_class} firms of exactly average risk, luck alone brings {said}",
        f"assumes {typical.frequency} cases per head and year and an illustrated law of severity; what risk explains "
        f"beside it, and from which size on, actuarial.luck tells",
        None, {"chances": dict(ends)},
    )


def _words(label: int | str) -> str:
    return step_text(label, "en") if isinstance(label, int) else label
