"""The record tables of a book: their columns, what each holds, and which must be there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "text", "key", "employer", "date", "month", "money", "count", "tenths", "grade", "step", "rate", "factor",
    "yes_no", "cause", "source", "shares", "list",
]

ITEMS = (
    "medical", "rehabilitation", "vocational", "devices", "hospital_food", "travel", "disability_grant",
    "medical_grant", "disability_pension", "nursing", "funeral", "death_grant", "survivors",
)
"""Benefit items of a claim, in the order of an agency's float table."""

CAUSES = (
    "work", "commuting", "rescue", "veteran_relapse", "epidemic_duty", "business_trip", "sudden_death",
    "third_party", "old_injury", "disease", "other",
)
"""Causes of a case, as far as laws tell them apart."""

SOURCES = ("claims", "premium", "flags", "decisions")
"""Sources whose observed span can be stated."""


_EXTRACT = {
    "单位编号": "employer", "单位名称": "name", "单位类型": "unit_type", "医疗费": "medical",
    "康复医疗": "rehabilitation", "职业康复": "vocational", "辅助器具": "devices",
    "伙食补助": "hospital_food", "交通食宿": "travel",
    "伤残补助": "disability_grant", "医疗补助": "medical_grant", "丧葬补助": "funeral", "工亡补助": "death_grant",
}
"""Headers of an agency's own float table."""


def header_of(text: object) -> str:
    """The name of a column as a file heads it: without blanks, headers of an agency's float table in English.

    >>> header_of(" 单位编号"), header_of("payroll")
    ('employer', 'payroll')
    """
    header = str(text).strip()
    return _EXTRACT.get(header, header)


@dataclass(frozen=True)
class Column:
    """One column of a record table: its header, what it holds, and whether the file must have it."""

    name: str
    kind: Kind
    needed: bool = False
    filled: bool = False
    """Whether every row must have a value."""


@dataclass(frozen=True)
class TableSchema:
    """One record table: its columns in file order, and whether a book must have it."""

    name: str
    columns: tuple[Column, ...]
    needed: bool = False

    def column(self, name: str) -> Column:
        """The column of a name."""
        return next(column for column in self.columns if column.name == name)

    @property
    def names(self) -> tuple[str, ...]:
        """The headers in file order."""
        return tuple(column.name for column in self.columns)


def _must(name: str, kind: Kind) -> Column:
    return Column(name, kind, needed=True, filled=True)


_RECORDED = Column("recorded_at", "date")

TABLES = {
    table.name: table
    for table in (
        TableSchema("employers", (
            _must("employer", "key"), Column("name", "text"), Column("industry_code", "text"),
            Column("industry_edition", "text"), Column("risk_class", "count"), Column("area", "text"),
            Column("tier", "text"), _must("participation", "date"), Column("unit_type", "text"),
            Column("project_insured", "yes_no"), Column("predecessors", "shares"),
            Column("succeeded_on", "date"), _RECORDED,
        ), needed=True),
        TableSchema("exposure", (
            _must("employer", "employer"), Column("month", "month"), Column("start", "date"), Column("end", "date"),
            Column("payroll", "money"), Column("head_months", "count"), Column("premium_due", "money"),
            Column("premium_paid", "money"), Column("paid_on", "date"), Column("rate_charged", "rate"),
            Column("risk_class", "count"), _RECORDED,
        ), needed=True),
        TableSchema("claims", (
            _must("claim", "key"), _must("employer", "employer"), Column("accident_id", "key"),
            Column("accident_on", "date"), Column("recognised_on", "date"), Column("assessed_on", "date"),
            Column("paid_on", "date"), _must("cause", "cause"), _must("death", "yes_no"),
            _must("disease", "yes_no"), Column("grade", "grade"), Column("wage_basis", "money"),
            Column("bearer", "employer"), *(Column(item, "money") for item in ITEMS),
            Column("recovery", "money"), Column("red_entry", "money"), _RECORDED,
        ), needed=True),
        TableSchema("flags", (
            _must("employer", "employer"), _must("flag", "text"), Column("level", "count"),
            _must("start", "date"), Column("end", "date"), _RECORDED,
        )),
        TableSchema("decisions", (
            _must("employer", "employer"), _must("review_start", "date"), Column("risk_class", "count"),
            Column("step", "step"), Column("factor", "factor"), Column("rate", "rate"), Column("start", "date"),
            Column("end", "date"), Column("privileges", "list"), Column("reason", "text"),
            Column("corrected_at", "date"), _RECORDED,
        )),
        TableSchema("fund", (
            Column("area", "text"), _must("date", "date"), _must("reserve_months", "tenths"),
            Column("income", "money"), _RECORDED,
        )),
        TableSchema("observed", (
            _must("source", "source"), _must("start", "date"), _must("end", "date"), Column("area", "text"),
            _RECORDED,
        )),
    )
}
"""The record tables by name; a book always has all of them, some perhaps without rows.

Every span of days is half-open: `end` is the day after the last. Flags may start and end on any day; exposure and
decisions run for whole months, so that both of their days are the first of a month. Of several records of one
employer, one area and day of the fund, or one source and area of observation the last `recorded_at` stands.
A succession happens on `succeeded_on`, else when the heir comes in.
"""
