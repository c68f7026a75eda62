"""Channels: what to add up for each employer and period, as definitions; one family per file."""

from ratefloat.history.channels.base import BaseLookup, Channel, Filling
from ratefloat.history.channels.benefits import Benefits, benefits
from ratefloat.history.channels.cases import AccidentDeaths, Cases, accident_deaths, cases
from ratefloat.history.channels.exposure import (
    HeadMonths,
    InsuredMonths,
    Payroll,
    head_months,
    months_insured,
    payroll,
)
from ratefloat.history.channels.premium import Premium, premium

__all__ = [
    "AccidentDeaths", "BaseLookup", "Benefits", "Cases", "Channel", "Filling", "HeadMonths", "InsuredMonths",
    "Payroll", "Premium", "accident_deaths", "benefits", "cases", "head_months", "months_insured", "payroll",
    "premium",
]
