"""Indicators: what a rule may look at, as definitions; one family per file."""

from ratefloat.history.indicators.accident_degree import AccidentDegree, accident_degree
from ratefloat.history.indicators.adjusted import AdjustedRatio, adjusted_ratio
from ratefloat.history.indicators.count import (
    Amount,
    Count,
    InsuredMonths,
    amount,
    count,
    deaths_in_one_accident,
    insured_months,
)
from ratefloat.history.indicators.flags import Category, Flag, Level, category, flag, level
from ratefloat.history.indicators.frequency import Frequency, frequency
from ratefloat.history.indicators.fund import FundMonths, fund_months
from ratefloat.history.indicators.ratio import Ratio, ratio
from ratefloat.history.indicators.relative import Relative, relative
from ratefloat.history.indicators.since import YearsSince, years_since
from ratefloat.history.indicators.streak import Streak, streak
from ratefloat.history.indicators.trend import Trend, trend
from ratefloat.history.indicators.years import ExtremeYear, YearsWith, greatest, least, years_with

__all__ = [
    "AccidentDegree", "AdjustedRatio", "Amount", "Category", "Count", "ExtremeYear", "Flag", "Frequency",
    "FundMonths", "InsuredMonths", "Level", "Ratio", "Relative", "Streak", "Trend", "YearsSince",
    "YearsWith", "accident_degree", "adjusted_ratio", "amount", "category", "count",
    "deaths_in_one_accident", "flag", "frequency", "fund_months", "greatest", "insured_months", "least",
    "level", "ratio", "relative", "streak", "trend", "years_since", "years_with",
]
