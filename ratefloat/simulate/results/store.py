"""Results as one file: readable without this library, provable with it."""

from __future__ import annotations

import hashlib
import io
import json
import os
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from ratefloat import __version__
from ratefloat.errors import DataError
from ratefloat.simulate.portfolio.portfolio import Fund
from ratefloat.simulate.results.plain import (
    MARGINAL,
    frame_data,
    frame_of,
    labels_data,
    labels_of,
    marginal_data,
    marginal_of,
)
from ratefloat.simulate.run import PolicyRun, Run
from ratefloat.simulate.totals import MEASURES, Totals

FORMAT = 1
META = "run.json"
TOTALS = ("sums", "moves", "spent")
PLAIN = (
    "portfolio", "fingerprint", "years", "seed", "replicates", "behaviour", "evidence_replicates", "before",
    "first_year", "currency",
)
FRAMES = ("groups", "parameters", "sets")
POLICY = ("id", "hash", "title", "document", "cycle")
# Entries carry one date, so that the same run makes the same file.
DATE = (1980, 1, 1, 0, 0, 0)
LEVEL = 6
Arrays = dict[str, "np.ndarray[Any, Any]"]


def save(run: Run, path: Path | str, *, kind: str) -> Path:
    """Write a run into one file, whole or not at all; a file that stands there is replaced.

    A zip: run.json (seed, policies as documents with their hashes, parameters, portfolio, version, the hash of
    every array) and one .npy an array.
    """
    place = Path(path)
    meta = json.dumps(_meta(run, kind), ensure_ascii=False, indent=1, default=_number).encode()
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(prefix=f".{place.name}.", dir=place.parent)
    try:
        with os.fdopen(handle, "wb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(_entry(META), meta, compresslevel=LEVEL)
            for name, array in _arrays(run):
                with archive.open(_entry(f"{name}.npy"), "w", force_zip64=True) as entry:
                    np.save(entry, array, allow_pickle=False)
        Path(draft).chmod(0o644)
        Path(draft).replace(place)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
    return place


def read(path: Path | str) -> tuple[Run, str]:
    """A run from its file, and of what kind its result was.

    Raises:
        DataError: no such file, not one that `save` wrote, of another format, or changed since.
    """
    place = Path(path)
    try:
        with zipfile.ZipFile(place) as archive:
            meta = json.loads(archive.read(META))
            if meta["format"] != FORMAT:
                raise DataError(f"{place}: format {meta['format']}; this library reads format {FORMAT}")
            arrays = {name: _read(archive, place, name, digest) for name, digest in meta["arrays"].items()}
        run = _run(meta, arrays)
    except (OSError, zipfile.BadZipFile, EOFError, KeyError, ValueError, TypeError) as error:
        if isinstance(error, DataError):
            raise
        raise DataError(f"{place}: not a readable result ({error}); expected a file that save() wrote") from None
    if run_hash(run) != meta["hash"]:
        raise DataError(f"{place}: {META} differs from what was written; expected it untouched")
    return run, str(meta["kind"])


def run_hash(run: Run) -> str:
    """SHA-256 of all that a run says and rests on, in hexadecimal; the same for the same run anywhere."""
    return _named_hash(_meta_of(run), _digests(run))


def _named_hash(meta: Mapping[str, Any], digests: Mapping[str, str]) -> str:
    return hashlib.sha256(json.dumps([meta, digests], sort_keys=True, default=_number).encode()).hexdigest()


def _number(value: np.generic) -> Any:
    """A number of numpy as one of Python."""
    return value.item()


def _digests(run: Run) -> dict[str, str]:
    return {name: _digest(array) for name, array in _arrays(run)}


def _digest(array: np.ndarray[Any, Any]) -> str:
    total = hashlib.sha256(f"{array.dtype.str} {array.shape}".encode())
    total.update(array.reshape(-1).view(np.uint8).data)
    return total.hexdigest()


def _entry(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, DATE)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _read(archive: zipfile.ZipFile, place: Path, name: str, digest: str) -> np.ndarray[Any, Any]:
    with archive.open(f"{name}.npy") as entry:
        array = np.asarray(np.load(io.BytesIO(entry.read()), allow_pickle=False))
    if _digest(array) != digest:
        raise DataError(f"{place}: {name} differs from what was written; expected it untouched", array=name)
    return array


def _arrays(run: Run) -> Iterator[tuple[str, np.ndarray[Any, Any]]]:
    for number, one in enumerate(run.policies.values()):
        for part in ("central", "evidence"):
            for name in TOTALS:
                yield f"{number}/{part}/{name}", np.ascontiguousarray(getattr(getattr(one, part), name))
        yield f"{number}/base", np.ascontiguousarray(one.base, np.float64)
        if one.marginal is not None:
            for name in MARGINAL:
                yield f"{number}/marginal/{name}", np.ascontiguousarray(getattr(one.marginal, name))


def _meta(run: Run, kind: str) -> dict[str, Any]:
    meta, digests = _meta_of(run), _digests(run)
    named = {"format": FORMAT, "ratefloat": __version__, "kind": kind, "hash": _named_hash(meta, digests)}
    return named | meta | {"arrays": digests}


def _meta_of(run: Run) -> dict[str, Any]:
    return {
        **{name: getattr(run, name) for name in PLAIN},
        **{name: frame_data(getattr(run, name)) for name in FRAMES},
        "measures": list(MEASURES), "fund": asdict(run.fund), "notes": list(run.notes),
        "policies": {name: _policy_meta(one) for name, one in run.policies.items()},
    }


def _policy_meta(one: PolicyRun) -> dict[str, Any]:
    return {
        **{name: getattr(one, name) for name in POLICY}, "labels": labels_data(one.central.labels),
        "assumptions": list(one.assumptions),
        "marginal": None if one.marginal is None else marginal_data(one.marginal),
    }


def _run(meta: Mapping[str, Any], arrays: Arrays) -> Run:
    if meta["measures"] != list(MEASURES):
        raise DataError("saved result: measures of another version; expected those of this library")
    policies = {
        name: _policy(said, {key.partition("/")[2]: value for key, value in arrays.items() if key.startswith(f"{n}/")})
        for n, (name, said) in enumerate(meta["policies"].items())
    }
    fund = Fund(meta["fund"]["reserve"], tuple(meta["fund"]["stock"]))
    plain: dict[str, Any] = {name: meta[name] for name in PLAIN} | {name: frame_of(meta[name]) for name in FRAMES}
    return Run(policies=policies, fund=fund, notes=tuple(meta["notes"]), **plain)


def _policy(said: Mapping[str, Any], arrays: Arrays) -> PolicyRun:
    labels = labels_of(said["labels"])
    central, evidence = (
        Totals(labels, *(arrays[f"{part}/{name}"] for name in TOTALS)) for part in ("central", "evidence")
    )
    tables = {name: arrays[f"marginal/{name}"] for name in MARGINAL if f"marginal/{name}" in arrays}
    return PolicyRun(
        **{name: said[name] for name in POLICY}, central=central, evidence=evidence, base=arrays["base"],
        marginal=marginal_of(said["marginal"], tables) if tables else None, assumptions=tuple(said["assumptions"]),
    )
