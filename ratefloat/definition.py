"""Definitions as data: frozen models that belong to an open registry of kinds and read back from JSON.

Every rule, condition, indicator and channel is such a definition. A document names the kind of each node;
an unknown kind is refused by its name, and a field that is typed by a family keeps all fields of its kind.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, SerializerFunctionWrapHandler, ValidationError, model_serializer

from ratefloat.errors import DefinitionError


class Definition(BaseModel):
    """A frozen value with a kind; a change is `replace`, which validates again."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    family: ClassVar[str] = ""
    kind: ClassVar[str] = ""
    registry: ClassVar[dict[str, dict[str, type[Definition]]]] = {}

    def __init__(self, **fields: Any) -> None:
        try:
            super().__init__(**fields)
        except ValidationError as error:
            raise definition_error(self.kind or type(self).__name__, error) from None

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        if cls.family and cls.kind and "kind" in cls.__dict__:
            known = cls.registry.setdefault(cls.family, {})
            other = known.get(cls.kind)
            if other is not None and other.__qualname__ != cls.__qualname__:
                raise DefinitionError(f"{cls.family} kind {cls.kind!r}: already taken by {other.__qualname__}")
            known[cls.kind] = cls

    @model_serializer(mode="wrap")
    def _with_kind(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        fields = type(self).model_fields
        kept = {
            name: value
            for name, value in handler(self).items()
            if fields[name].is_required() or getattr(self, name) != fields[name].get_default(call_default_factory=True)
        }
        return {"kind": self.kind, **kept} if self.kind else kept

    def replace(self, **changes: Any) -> Self:
        """The same definition with some fields changed, validated like a new one."""
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        unknown = set(changes) - set(fields)
        if unknown:
            raise DefinitionError(
                f"{type(self).__name__} has no field {sorted(unknown)[0]!r}; expected one of {', '.join(fields)}"
            )
        return type(self)(**(fields | changes))

    def __repr__(self) -> str:
        fields = type(self).model_fields
        shown = [
            f"{name}={getattr(self, name)!r}"
            for name, field in fields.items()
            if field.is_required() or getattr(self, name) != field.get_default(call_default_factory=True)
        ]
        return f"{self.kind or type(self).__name__}({', '.join(shown)})"

    def __str__(self) -> str:
        return repr(self)


def definition_error(name: str, error: ValidationError) -> DefinitionError:
    """One message for all that is wrong with a definition."""
    lines: list[str] = []
    facts: dict[str, Any] = {}
    for detail in _told(error.errors()):
        where = ".".join(str(part) for part in detail["loc"] if not str(part).startswith("function-"))
        cause = detail.get("ctx", {}).get("error")
        facts |= getattr(cause, "facts", {})
        said = str(cause) if cause is not None else detail["msg"]
        lines.append(f"{where}: {said}" if where else said)
    return DefinitionError(f"{name} is not valid: " + "; ".join(lines), **{**facts, "problems": lines})


def _told(details: Sequence[Any]) -> Sequence[Any]:
    """The problems without those of a value read as an open hole, where it does not look like one."""
    kept = [
        detail for detail in details
        if detail["loc"][-1:] != ("Hole",) or not isinstance(detail["input"], dict) or "hole" in detail["input"]
    ]
    return kept or details


def of_family(family: str, value: Any) -> Any:
    """A definition from a document node: the validator of fields that hold any kind of a family."""
    if not isinstance(value, dict):
        return value
    fields = dict(value)
    kind = fields.pop("kind", None)
    known = Definition.registry.get(family, {})
    if kind is None:
        raise DefinitionError(f"{family}: node without a kind; expected one of {', '.join(sorted(known))}")
    if kind not in known:
        raise DefinitionError(
            f"{family} kind {kind!r}: unknown; expected one of {', '.join(sorted(known))}; "
            f"a kind of your own must be imported before the document is read",
            kind=kind,
        )
    return known[kind].model_validate(fields)


