"""Which base table a policy reads: one for all areas, or one for each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from ratefloat.errors import UncoveredError
from ratefloat.tables.base_rates import BaseRateTable, load_base_rates

Source = str | BaseRateTable
Spec = Source | tuple[tuple[str, Source], ...]


def _source(value: Any) -> Any:
    if isinstance(value, dict) and "rows" in value:
        return BaseRateTable.model_validate(value)
    if isinstance(value, str):
        load_base_rates(value)
    return value


def _spec(value: Any) -> Any:
    if isinstance(value, Mapping) and "rows" not in value and "hole" not in value:
        return tuple((str(area), _source(source)) for area, source in value.items())
    return _source(value)


def _written(value: Any) -> Any:
    if isinstance(value, tuple):
        return {area: _written(source) for area, source in value}
    return value if isinstance(value, str) else value.model_dump(mode="json", exclude_none=True)


BaseSpec = Annotated[
    Spec,
    BeforeValidator(_spec),
    PlainSerializer(_written, return_type=Any),
    WithJsonSchema({"type": ["string", "object"], "description": "table id, table, or area -> table"}),
]


def tables_of(spec: Spec) -> dict[str | None, BaseRateTable]:
    """The base table of each area that has its own; None is the table of all areas."""
    if isinstance(spec, tuple):
        return {area: _load(source) for area, source in spec}
    return {None: _load(spec)}


def base_classes(spec: Spec) -> tuple[int, ...]:
    """The risk classes of a policy's base tables."""
    return tuple(sorted({c for table in tables_of(spec).values() for c in table.classes}))


def rates_on(
    spec: Spec, moment: date, area: str | None, tier: str | None, known_on: date | None = None
) -> dict[int, Fraction]:
    """The base rate of each class in an area on a day."""
    tables = tables_of(spec)
    if None in tables:
        return tables[None].rates(moment, area=area, tier=tier, known_on=known_on)
    if area not in tables:
        raise UncoveredError(
            f"area {area!r}: no base table; expected one of {', '.join(sorted(map(str, tables)))}", area=area
        )
    return tables[area].rates(moment, area=None, tier=tier, known_on=known_on)


def _load(source: Source) -> BaseRateTable:
    return load_base_rates(source) if isinstance(source, str) else source
