"""Tests of histories: records, channels, indicators, states."""
