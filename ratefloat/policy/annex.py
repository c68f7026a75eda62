"""What stands beside the rule of a policy: readings of unclear text, worked examples, and which day picks what."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from ratefloat.definition import Definition


def _pairs(value: Any) -> Any:
    items = value.items() if isinstance(value, Mapping) else value
    return tuple((str(key), _frozen(item)) for key, item in items)


def _frozen(value: Any) -> Any:
    return tuple(_frozen(item) for item in value) if isinstance(value, list | tuple) else value


def _written(pairs: Any) -> dict[str, Any]:
    return dict(pairs)


Named = Annotated[
    tuple[tuple[str, Any], ...],
    BeforeValidator(_pairs),
    PlainSerializer(_written, return_type=Any),
    WithJsonSchema({"type": "object"}),
]
"""Names and values, in order; written as an object."""


def _steps(value: Any) -> Any:
    items = value.items() if isinstance(value, Mapping) else value
    return tuple((int(old), int(new)) for old, new in items)


Transition = Annotated[
    tuple[tuple[int, int], ...],
    BeforeValidator(_steps),
    PlainSerializer(lambda pairs: {str(old): new for old, new in pairs}, return_type=Any),
    WithJsonSchema({"type": "object", "additionalProperties": {"type": "integer"}}),
]
"""Steps of the law before -> steps of this ladder, for the first review under the policy."""


class Reading(Definition):
    """A choice where the text is silent or ambiguous: what was chosen, and what else it could mean."""

    question: str
    chosen: str
    instead: tuple[str, ...] = ()


class Example(Definition):
    """A worked example: indicator values and the result, published or derived from the text."""

    name: str
    origin: Literal["published", "derived"]
    given: Named
    expect: Named
    on: date | None = None
    source: str = ""


class Days(Definition):
    """Which day picks the base table: the day the rate applies, or the start of the review."""

    base: Literal["on", "review start"] = "on"
