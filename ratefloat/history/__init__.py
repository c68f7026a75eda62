"""Histories: the records of employers, the channels that add them up, the indicators that laws read."""

from ratefloat.history.book import Book
from ratefloat.history.channels import accident_deaths, benefits, cases, head_months, payroll, premium
from ratefloat.history.dates import Dates
from ratefloat.history.evaluate import Evaluated, channel_requests, evaluate, from_channels
from ratefloat.history.fill import fill
from ratefloat.history.filled import Channels
from ratefloat.history.implications import Implication, implications
from ratefloat.history.indicator import Indicator, Measure
from ratefloat.history.indicators import (
    accident_degree,
    adjusted_ratio,
    amount,
    category,
    count,
    deaths_in_one_accident,
    flag,
    frequency,
    fund_months,
    greatest,
    insured_months,
    least,
    level,
    ratio,
    relative,
    streak,
    trend,
    years_since,
    years_with,
)

__all__ = [
    "Book", "Channels", "Dates", "Evaluated", "Implication", "Indicator", "Measure", "accident_deaths",
    "accident_degree", "adjusted_ratio", "amount", "benefits", "cases", "category", "channel_requests",
    "count", "deaths_in_one_accident", "evaluate", "fill", "flag", "frequency", "from_channels",
    "fund_months", "greatest", "head_months", "implications", "insured_months", "least", "level", "payroll",
    "premium", "ratio", "relative", "streak", "trend", "years_since", "years_with",
]
