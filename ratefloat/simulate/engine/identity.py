"""Names for what a run was made of, so that two runs can be told apart."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np


def fingerprint(*parts: Any) -> str:
    """SHA-256 of values and arrays, in hexadecimal.

    >>> fingerprint(np.arange(3), "a") == fingerprint(np.arange(3), "a")
    True
    >>> fingerprint(np.arange(3)) == fingerprint(np.arange(3.0))
    False
    """
    digest = hashlib.sha256()
    for part in parts:
        _add(digest, part)
    return digest.hexdigest()


def _add(digest: Any, part: Any) -> None:
    if isinstance(part, np.ndarray):
        digest.update(f"{part.dtype.str}{part.shape}".encode())
        digest.update(np.ascontiguousarray(part).tobytes())
    elif isinstance(part, Mapping):
        for name, value in part.items():
            digest.update(repr(name).encode())
            _add(digest, value)
    elif is_dataclass(part) and not isinstance(part, type):
        digest.update(type(part).__name__.encode())
        for each in fields(part):
            digest.update(each.name.encode())
            _add(digest, getattr(part, each.name))
    elif isinstance(part, tuple | list):
        digest.update(f"({len(part)}".encode())
        for one in part:
            _add(digest, one)
    else:
        digest.update(repr(part).encode() + b";")
