"""What a check found: one statement about a policy, who it hits, and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, overload

if TYPE_CHECKING:
    import pandas as pd

    from ratefloat.prove.witness import Witness

Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
UNWITNESSED = "unwitnessed"


@dataclass(frozen=True)
class Finding:
    """One finding: its severity, the check that made it, the clause to blame, and the statement in words.

    `witness` is a book of one or two employers that shows it through `rate`; where none was built and the check
    asks for one, the message says "unwitnessed". `facts` holds what the message says, as data.
    """

    severity: Severity
    check: str
    clause: str
    message: str
    advice: str
    witness: Witness | None = None
    facts: Mapping[str, Any] = field(default_factory=dict, repr=False)

    def __str__(self) -> str:
        mark = ", ".join(part for part in (self.severity, self.clause, "witnessed" if self.witness else "") if part)
        return f"{self.message} [{mark}]"


@dataclass(frozen=True)
class Findings(Sequence[Finding]):
    """All findings of a policy, errors first; an empty one proves that the checks that were run found nothing."""

    policy: str
    items: tuple[Finding, ...]
    cases: int = 0
    """How many cases were looked at."""

    @overload
    def __getitem__(self, index: int) -> Finding: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Finding]: ...

    def __getitem__(self, index: int | slice) -> Finding | Sequence[Finding]:
        return self.items[index]

    def __len__(self) -> int:
        return len(self.items)

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.items)

    def of(self, *, severity: Severity | None = None, check: str | None = None) -> Findings:
        """The findings of one severity, or of one check."""
        kept = tuple(
            found for found in self.items
            if severity in (None, found.severity) and check in (None, found.check)
        )
        return Findings(self.policy, kept, self.cases)

    @property
    def errors(self) -> Findings:
        """The findings for which a policy should not be signed."""
        return self.of(severity="error")

    def to_frame(self) -> pd.DataFrame:
        """One row a finding: severity, check, clause, message, witness (its employers, or ""), advice."""
        import pandas as pd

        rows = [
            [found.severity, found.check, found.clause, found.message, str(found.witness or ""), found.advice]
            for found in self.items
        ]
        return pd.DataFrame(rows, columns=["severity", "check", "clause", "message", "witness", "advice"])

    def __str__(self) -> str:
        head = f"{self.policy}: {self._counts()} over {self.cases:,} cases"
        lines = [f"{found}\n    {found.advice}" for found in self.items]
        return "\n".join([head, *lines])

    __repr__ = __str__

    def _counts(self) -> str:
        counted = [(name, sum(found.severity == name for found in self.items)) for name in SEVERITIES]
        return ", ".join(f"{count} {name}{'s' if count != 1 else ''}" for name, count in counted)

    def _repr_html_(self) -> str:
        head = f"<p>{self.policy}: {self._counts()} over {self.cases:,} cases</p>"
        return head + self.to_frame().to_html(index=False)


def ordered(found: Sequence[Finding]) -> tuple[Finding, ...]:
    """Findings by severity, each severity in the order in which it was found, each once.

    Findings of several regimes that say the same (their fact "key") are one.
    """
    once: dict[tuple[str, str, str], Finding] = {}
    for one in found:
        once.setdefault((one.check, one.clause, str(one.facts.get("key", one.message))), one)
    return tuple(sorted(once.values(), key=lambda one: SEVERITIES.index(one.severity)))
