"""Public aggregates that portfolios are made from: figures with source and mark, trades, and a cluster."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from ratefloat.errors import DefinitionError
from ratefloat.tables.industry import EDITION_2011, risk_class
from ratefloat.tables.key_industries import KEY_INDUSTRIES

OTHER = "other"


@dataclass(frozen=True)
class Trade:
    """Some divisions of one class: what share of the insured works there, in how large firms, at what wage in yuan."""

    divisions: tuple[str, ...]
    share: float
    workers: float
    wage: float

    @property
    def risk_class(self) -> int:
        """The class of its divisions.

        Raises:
            DefinitionError: divisions of several classes.
        """
        return int(self._one("class", [risk_class(code, edition=EDITION_2011) for code in self.divisions]))

    @property
    def key_industry(self) -> str:
        """The key industry of its divisions, or "other".

        Raises:
            DefinitionError: divisions of several industries.
        """
        return str(self._one("key industry", [_key_industry(code) for code in self.divisions]))

    def _one(self, what: str, found: list[Any]) -> Any:
        if len(set(found)) != 1:
            trade = " ".join(self.divisions)
            raise DefinitionError(f"trade {trade}: several of {what}: {sorted(set(found))}; expected one")
        return found[0]


@dataclass(frozen=True)
class Cluster:
    """A place where one trade sits, with its own figures; it takes the trade's place among the others."""

    place: str
    divisions: tuple[str, ...]
    figures: Mapping[str, Any]


@dataclass(frozen=True)
class Aggregate:
    """What is known and guessed of a fund: figures by name, outcomes by name, trades, and a cluster if there is one.

    `guesses` tell which of them are marked U, and why; other marks are S seen, K known and D derived.
    """

    name: str
    title: str
    about: str
    figures: Mapping[str, Any]
    shares: Mapping[str, str]
    medical: Mapping[str, str]
    trades: tuple[Trade, ...]
    cluster: Cluster | None
    guesses: tuple[str, ...]


def aggregate_names() -> tuple[str, ...]:
    """The names of the aggregates that ship.

    >>> aggregate_names()
    ('example-city', 'ganzhou', 'jiangxi', 'nation-2021')
    """
    return tuple(sorted(f.name.removesuffix(".json") for f in _folder().iterdir() if f.name.endswith(".json")))


@cache
def load_aggregate(name: str) -> Aggregate:
    """An aggregate by name; what its file leaves out is that of the one it names as `like`.

    Raises:
        DefinitionError: an unknown name.

    >>> load_aggregate("nation-2021").figures["insured"]
    282870000
    """
    if name not in aggregate_names():
        raise DefinitionError(f"aggregate {name!r}: unknown; expected one of {', '.join(aggregate_names())}", name=name)
    whole = document(name)
    cluster = whole.get("cluster")
    return Aggregate(
        name=name, title=whole["title"], about=whole["about"],
        figures={name: figure["value"] for name, figure in whole["figures"].items()},
        shares=whole["shares"]["outcomes"], medical=whole["medical"]["outcomes"],
        trades=tuple(_trade(row) for row in whole["trades"]["rows"]),
        cluster=cluster and Cluster(
            cluster["place"], tuple(cluster["divisions"].split()),
            {name: figure["value"] for name, figure in cluster.items() if isinstance(figure, dict)},
        ),
        guesses=tuple(_guesses(whole)),
    )


def document(name: str) -> dict[str, Any]:
    """The data of an aggregate as they stand in its file and in the one it is like."""
    own: dict[str, Any] = json.loads(_folder().joinpath(f"{name}.json").read_text(encoding="utf-8"))
    if "like" not in own:
        return own
    model = document(own["like"])
    return {**model, **own, "figures": {**model["figures"], **own["figures"]}}


def _trade(row: Mapping[str, Any]) -> Trade:
    return Trade(tuple(row["divisions"].split()), row["share"], row["workers"], row["wage"])


def _guesses(whole: Mapping[str, Any]) -> list[str]:
    named = {**whole["figures"], **{f"{what} [all]": whole[what] for what in ("hazard", "shares", "medical", "trades")}}
    return [f"{name.removesuffix(' [all]')}: {d['source']} [U]" for name, d in named.items() if d["mark"] == "U"]


def _key_industry(code: str) -> str:
    return next((name for name, group in KEY_INDUSTRIES.items() if code in group.divisions), OTHER)


def _folder() -> Traversable:
    return resources.files("ratefloat.simulate.portfolio").joinpath("data")
