"""A policy as one SELECT: the derived tables joined, edges compared in exact integers.

The statement reads a table of indicator columns, one row an employer (see `columns`), and gives for each:
rated_class and step (whole numbers), factor (exact text), rate_e8 (1e-8 of payroll: a whole number, or an exact
decimal where the law is finer), reasons (clauses in document order) and refused (why there is no rate, else NULL).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ratefloat.errors import DefinitionError, UncoveredError
from ratefloat.policy.table.whole import Whole, whole
from ratefloat.sql.indicators import WIDE, columns_of, names_of
from ratefloat.sql.statement import Statement

if TYPE_CHECKING:
    from ratefloat.policy.document import FloatPolicy


def columns(policy: FloatPolicy, *, on: date | str | None = None) -> dict[str, str]:
    """The indicator columns that the statement reads, with their SQL types.

    A ratio is two columns, neither negative: without premium the denominator is 0. A ratio to the average of
    peers is to be given with that average multiplied in. Money is in minor units.

    >>> import ratefloat as rf
    >>> columns(rf.load_plan("cn-shenzhen-2018"))
    {'loss_ratio_numerator': 'BIGINT', 'loss_ratio_denominator': 'BIGINT', 'risk_class': 'BIGINT'}
    """
    law = _law(policy, on)
    return {column: kind for name in names_of(law) for column, kind in columns_of(law, name).items()}


def to_sql(
    policy: FloatPolicy, dialect: str = "postgres", *, on: date | str | None = None, table: str = "indicators",
    key: str = "employer",
) -> str:
    """One SELECT that decides every row of a table of indicator columns.

    Args:
        dialect: "postgres" or "duckdb"; needs the extra `sql`.
        on: the day the rates apply; by default the first of the policy.
        table: the name of the table, without a schema.
        key: the column that names the employer.
    Raises:
        UncoveredError: the rule has no finite table, a rate has no finite decimal, or no base rates cover the day.
        DefinitionError: another dialect.

    >>> import ratefloat as rf
    >>> to_sql(rf.load_plan("cn-shenzhen-2018"), "duckdb").splitlines()[0]
    '/* ratefloat: cn-shenzhen-2018, rates on 2018-03-01 */'
    """
    if dialect not in WIDE:
        raise DefinitionError(f"dialect {dialect!r}: unknown; expected {' or '.join(WIDE)}")
    moment = policy.effective.start if on is None else policy.require_in_force(on)
    statement = Statement(_law(policy, on), dialect).select(table, key)
    # An id is letters, digits, dots and hyphens: nothing in it can end the comment.
    return f"/* ratefloat: {policy.id}, rates on {moment} */\n{statement.sql(dialect=dialect, pretty=True)}"


def _law(policy: FloatPolicy, on: date | str | None) -> Whole:
    law = whole(policy, policy.effective.start if on is None else policy.require_in_force(on))
    if law.rest:
        raise UncoveredError(
            f"policy {policy.id}: {law.rest[0].rule.name} reads exact numbers or a rate on record; "
            f"no finite table says what it gives; use rate or decide", policy=policy.id,
        )
    return law
