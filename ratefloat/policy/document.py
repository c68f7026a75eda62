"""A float policy as an immutable document: what one notice says, whole, dated and sourced."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, BeforeValidator, Field, PlainSerializer, SerializeAsAny, WithJsonSchema

from ratefloat.definition import Definition, of_family
from ratefloat.errors import DefinitionError, UncoveredError
from ratefloat.periods import Period, Review, Window, day
from ratefloat.policy.annex import Days, Example, Named, Reading, Transition
from ratefloat.policy.base import BaseSpec, base_classes
from ratefloat.policy.structure import Structure, check_structure
from ratefloat.policy.writing import written
from ratefloat.rules.operand import Hole, open_hole
from ratefloat.rules.rule import AnyRule
from ratefloat.rules.text import Text
from ratefloat.tables.currencies import currency_of

if TYPE_CHECKING:
    from ratefloat.history.indicator import Indicator
    from ratefloat.policy.decision import Decision
    from ratefloat.policy.prepared import Prepared
    from ratefloat.policy.table.decision_table import DecisionTable
    from ratefloat.prove.difference import Difference
    from ratefloat.prove.finding import Findings

FORMAT = 1
"""The version of the document format that this library writes and reads."""


def _indicators(value: Any) -> Any:
    pairs = value.items() if isinstance(value, Mapping) else value
    return tuple((str(name), of_family("indicator", made)) for name, made in pairs)


AnyIndicators = Annotated[
    tuple[tuple[str, SerializeAsAny[Definition]], ...],
    BeforeValidator(_indicators),
    PlainSerializer(lambda pairs: {n: i.model_dump(mode="json") for n, i in pairs}, return_type=Any),
    WithJsonSchema({"type": "object", "additionalProperties": {"family": "indicator"}}),
]


class FloatPolicy(Definition):
    """The float law of one place and time.

    A policy with open holes is a template: it can be stored, hashed and filled, but decides nothing.
    `policy.rule` maps indicator columns to rates; everything else derives from it.
    """

    family: ClassVar[str] = "policy"
    kind: ClassVar[str] = "float policy"

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9.-]*$")
    title: Text
    source: str
    effective: Period
    review: Review | Hole
    window: Window | Hole
    rule: AnyRule | Hole
    indicators: AnyIndicators | Hole = ()
    base: BaseSpec | Hole | None = None
    class_rule: AnyRule | None = None
    transition: Transition = ()
    days: Days = Days()
    jurisdiction: str = ""
    owner: str = ""
    mark: Literal["", "S", "K", "D"] = ""
    facts: Named = ()
    readings: tuple[Reading, ...] = ()
    left_out: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()
    format: int = FORMAT

    def model_post_init(self, context: Any) -> None:
        if self.format != FORMAT:
            raise DefinitionError(f"document format {self.format}: unknown; this library reads format {FORMAT}")
        if not self.holes:
            check_structure(self)

    @cached_property
    def structure(self) -> Structure:
        """The parts of the rule in order, their stages, and the domain of every indicator that may be read."""
        self.require_complete()
        return Structure.of(self)

    @property
    def indicator_map(self) -> dict[str, Indicator]:
        """The policy's own indicators by name."""
        return {} if isinstance(self.indicators, Hole) else dict(self.indicators)  # type: ignore[arg-type]

    @property
    def classes(self) -> tuple[int, ...]:
        """The risk classes of the base table."""
        return base_classes(self.base) if self.base is not None and not isinstance(self.base, Hole) else ()

    @property
    def currency(self) -> str:
        """The currency in which the law counts money, by its jurisdiction (ISO 4217)."""
        return currency_of(self.jurisdiction)

    @cached_property
    def holes(self) -> tuple[Hole, ...]:
        """The open holes of a template, in document order."""
        found: dict[str, Hole] = {}
        for hole in _holes(self.document()):
            found.setdefault(hole.hole, hole)
        return tuple(found.values())

    def require_complete(self) -> None:
        """Refuse a template that still has open holes, naming the first and how many."""
        if self.holes:
            error = open_hole(self.holes[0])
            names = ", ".join(hole.hole for hole in self.holes)
            raise DefinitionError(
                f"policy {self.id}: a template with {len(self.holes)} open holes ({names}); {error}",
                policy=self.id, holes=[hole.hole for hole in self.holes],
            )

    def fill(self, values: Mapping[str, Any], **changes: Any) -> FloatPolicy:
        """The template with some of its holes filled; `changes` replace fields, such as id and title.

        Raises:
            DefinitionError: a name that is no hole of this template.
        """
        known = {hole.hole for hole in self.holes}
        unknown = set(values) - known
        if unknown:
            raise DefinitionError(
                f"policy {self.id}: no hole {min(unknown)!r}; expected one of {', '.join(sorted(known)) or 'none'}"
            )
        document = _filled(self.document(), {name: _as_json(value) for name, value in values.items()})
        return FloatPolicy.from_document({**document, **changes})

    def document(self) -> dict[str, Any]:
        """The policy as plain data, ready for JSON."""
        return self.model_dump(mode="json")

    def to_json(self) -> str:
        """The document as people read it: UTF-8 JSON, a rule a line where it fits."""
        return written(self.document())

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> FloatPolicy:
        """The policy from plain data."""
        import ratefloat.history  # noqa: F401  (registers the kinds of indicators and channels)

        if not isinstance(document, Mapping):
            raise DefinitionError(f"policy document: a {type(document).__name__}; expected an object with named fields")
        fields = dict(document)
        kind = fields.pop("kind", cls.kind)
        if kind != cls.kind:
            raise DefinitionError(f"document kind {kind!r}: expected {cls.kind!r}")
        return cls(**fields)

    @classmethod
    def from_json(cls, text: str) -> FloatPolicy:
        """The policy from its JSON document; numbers with a decimal point are refused."""
        try:
            return cls.from_document(json.loads(text, object_pairs_hook=_once))
        except json.JSONDecodeError as error:
            raise DefinitionError(f"policy document: not JSON (line {error.lineno}: {error.msg})") from None

    @property
    def canonical(self) -> str:
        """The document in the one form that is hashed: sorted names, no spaces."""
        return json.dumps(self.document(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the canonical document, in hexadecimal: the name of exactly this law."""
        return hashlib.sha256(self.canonical.encode()).hexdigest()

    def __hash__(self) -> int:
        return hash(self.hash)

    def require_in_force(self, on: date | str) -> date:
        """A day as a date, refused outside the policy's effective period."""
        moment = day(on)
        if not self.effective.contains(moment):
            raise UncoveredError(
                f"policy {self.id}: not in force on {moment}; it covers {self.effective}; "
                f"choose the policy in force on that day",
                policy=self.id, date=moment, span=str(self.effective),
            )
        return moment

    def table(self, *, on: date | str | None = None, lang: str = "en") -> DecisionTable:
        """The finite law as a table, "en" or "zh": one row a case, neighbours that decide alike merged."""
        from ratefloat.policy.table.decision_table import decision_table

        return decision_table(self, on, lang)

    def to_sql(self, dialect: str = "postgres", *, on: date | str | None = None, **names: str) -> str:
        """One SELECT that decides a table of indicator columns, for "postgres" or "duckdb"; see `ratefloat.sql`."""
        from ratefloat.sql import to_sql

        return to_sql(self, dialect, on=on, **names)

    def decide(self, *, on: date | str, area: str | None = None, tier: str | None = None, **values: Any) -> Decision:
        """One employer's rate from indicator values alone, explained; see `policy.decide`."""
        from ratefloat.policy.decision import decide

        return decide(self, on, {"area": area, "tier": tier, **values})

    def prepare(self, *, on: date | str, area: str | None = None, tier: str | None = None) -> Prepared:
        """A decider for one day and area that answers in microseconds."""
        from ratefloat.policy.prepared import Prepared

        return Prepared.of(self, on, area, tier)

    def check(self, on: date | str | None = None, **options: Any) -> Findings:
        """What is wrong, odd or worth knowing about this law, over all its cases; see `prove.check`."""
        from ratefloat.prove.check import check

        return check(self, on, **options)

    def diff(self, other: FloatPolicy, *, on: date | str | None = None) -> Difference:
        """Where this policy differs from another, the old one: articles, base rates, cases; see `prove.difference`."""
        from ratefloat.prove.difference import difference

        return difference(other, self, on=on)

    @staticmethod
    def json_schema() -> dict[str, Any]:
        """The JSON Schema of policy documents, over every kind that is registered now."""
        from ratefloat.policy.schema import policy_schema

        return policy_schema()


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of the document; a name that stands twice would lose one of its values."""
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise DefinitionError(f"policy document: {twice!r} stands twice in one object; expected each name once")
    return found


def _holes(node: Any) -> Iterator[Hole]:
    if isinstance(node, dict):
        if "hole" in node and set(node) <= {"hole", "what"}:
            yield Hole(**node)
            return
        node = list(node.values())
    if isinstance(node, list):
        for child in node:
            yield from _holes(child)


def _filled(node: Any, values: Mapping[str, Any]) -> Any:
    if isinstance(node, dict):
        if "hole" in node and set(node) <= {"hole", "what"}:
            return values.get(node["hole"], node)
        return {key: _filled(child, values) for key, child in node.items()}
    if isinstance(node, list):
        return [_filled(child, values) for child in node]
    return node


def _as_json(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if isinstance(value, Mapping):
        return {str(key): _as_json(child) for key, child in value.items()}
    return value


