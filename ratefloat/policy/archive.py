"""A rating on disk: policy, results, tables and hashes, readable without this library, and provable with it."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ratefloat import __version__
from ratefloat.errors import DataError
from ratefloat.policy.document import FloatPolicy
from ratefloat.units import money_text, percent_text

if TYPE_CHECKING:
    from ratefloat.history.book import Book
    from ratefloat.policy.rating import Rating

META, POLICY, RATES, TABLE, BASE, SUMMARY = (
    "meta.json", "policy.json", "rates.csv", "decision_table.csv", "base_rates.csv", "summary.txt",
)


@dataclass(frozen=True)
class Archive:
    """An archived rating as it lies on disk."""

    folder: Path
    meta: dict[str, Any]
    policy: FloatPolicy


def write_archive(rating: Rating, folder: Path) -> Path:
    """Write a rating into a new folder, whole or not at all.

    Files: policy.json (the document), rates.csv (every employer; money in the currency's main unit),
    decision_table.csv, base_rates.csv, summary.txt, and meta.json (dates, peers, version, and the hashes of
    policy, data, result and files).
    Raises:
        DataError: the folder exists already.
    """
    if folder.exists():
        raise DataError(f"archive {folder}: exists; expected a new folder; an archive is never overwritten")
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        _write(rating, draft)
        draft.chmod(0o755)
        draft.rename(folder)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return folder


def _write(rating: Rating, folder: Path) -> None:
    (folder / POLICY).write_text(rating.policy.to_json() + "\n", encoding="utf-8")
    _write_csv(folder / RATES, _rate_rows(rating))
    _write_csv(folder / BASE, _base_rows(rating))
    _write_csv(folder / TABLE, _table_rows(rating))
    (folder / SUMMARY).write_text(f"{rating.summary()}\n", encoding="utf-8")
    files = {path.name: _file_hash(path) for path in sorted(folder.iterdir())}
    meta = {
        "ratefloat": __version__, "policy": rating.policy.id, "policy_hash": rating.policy.hash,
        "data_hash": rating.book.hash(), "result_hash": rating.hash, "on": str(rating.dates.on),
        "known_on": None if rating.known_on is None else str(rating.known_on),
        "review_period": str(rating.dates.period), "window": str(rating.dates.window),
        "currency": rating.book.currency, "employers": len(rating.to_frame()), "refused": len(rating.refused),
        "notes": list(rating.notes),
        "peers": json.loads(json.dumps(dict(rating.peers), default=str)), "files": files,
    }
    (folder / META).write_text(json.dumps(meta, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _rate_rows(rating: Rating) -> Iterator[list[Any]]:
    frame, currency = rating.to_frame(), rating.book.currency
    yield ["employer", "risk_class", "step", "factor", "rate", "payroll", "estimated_premium", "reasons", "refused"]
    columns = ["employer", "risk_class", "step", "factor", "rate", "payroll", "estimated_premium", "reasons", "refused"]
    for row in frame[columns].astype(object).itertuples(index=False, name=None):
        values = ["" if _missing(value) else value for value in row]
        for place in (5, 6):
            values[place] = "" if values[place] == "" else money_text(int(values[place]), currency)
        yield values


def _missing(value: Any) -> bool:
    import pandas as pd

    return bool(pd.isna(value))


def _base_rows(rating: Rating) -> Iterator[list[Any]]:
    yield ["area", "tier", "risk_class", "base_rate"]
    for (group, risk_class), rate in sorted(rating.base.items()):
        area, tier = rating.groups[group]
        yield [area or "", tier or "", risk_class, percent_text(rate, places=2)]


def _table_rows(rating: Rating) -> Iterator[list[Any]]:
    table = rating.policy.table(on=rating.dates.on)
    for names, results, rows in table.links:
        yield [*names, *results, "clauses"]
        for row in rows:
            yield [*row.case, *row.results, "; ".join(row.clauses)]
    for text in table.then:
        yield [f"then {text}"]


def _write_csv(path: Path, rows: Iterator[list[Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def _file_hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_archive(folder: Path | str) -> Archive:
    """An archive from its folder.

    Raises:
        DataError: a file is missing, or differs from what was written.
    """
    place = Path(folder)
    try:
        meta = json.loads((place / META).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DataError(
            f"archive {place}: no readable {META} ({error}); expected a folder that archive() wrote"
        ) from None
    for name, expected in meta["files"].items():
        if not (place / name).exists():
            raise DataError(f"archive {place}: {name} is missing; expected the file that was written", file=name)
        if _file_hash(place / name) != expected:
            raise DataError(f"archive {place}: {name} differs from what was written; expected it untouched", file=name)
    policy = FloatPolicy.from_json((place / POLICY).read_text(encoding="utf-8"))
    if policy.hash != meta["policy_hash"]:
        raise DataError(f"archive {place}: the policy's hash differs; expected {meta['policy_hash']}")
    return Archive(place, meta, policy)


def verify_archive(folder: Path | str, book: Book | None = None) -> Archive:
    """An archive whose files are as written and, given the records, whose every result was computed again.

    Raises:
        DataError: files, records or results differ, naming which.
    """
    from ratefloat.policy.rate import rate

    archive = read_archive(folder)
    if book is not None:
        known = archive.meta["known_on"]
        if book.hash() != archive.meta["data_hash"]:
            raise DataError(f"archive {folder}: the records differ from those that were rated; expected the same book")
        again = rate(archive.policy, book, on=date.fromisoformat(archive.meta["on"]), known_on=known)
        if again.hash != archive.meta["result_hash"]:
            raise DataError(f"archive {folder}: a second run gave another result; expected the same")
    return archive
