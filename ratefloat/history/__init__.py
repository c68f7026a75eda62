"""Histories: the records of employers, the channels that add them up, the indicators that laws read."""

from ratefloat.history.book import Book

__all__ = ["Book"]
