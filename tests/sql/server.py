"""A PostgreSQL server of the tests' own: a new cluster in a temporary folder, on a loopback port, gone afterwards."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

UNPRIVILEGED = ("postgres", "nobody")


class Missing(Exception):
    """Why there can be no server here."""


def binaries() -> Path:
    """The folder of the newest server programs, as Debian's package lays them, or as the path finds them."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    if on_path is None:
        raise Missing("no PostgreSQL server programs; install Debian's package postgresql")
    return Path(on_path).resolve().parent


def user() -> dict[str, Any]:
    """How to run a program as somebody else, because the server refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    for name in UNPRIVILEGED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise Missing(f"root, and no user {' or '.join(UNPRIVILEGED)}; the server does not run as root")


@contextmanager
def running() -> Iterator[str]:
    """The address of a running server, as psycopg reads it."""
    programs, other = binaries(), user()
    folder = Path(tempfile.mkdtemp(prefix="ratefloat-postgres-"))
    try:
        folder.chmod(0o700)
        password = secrets.token_hex(16)
        (folder / "password").write_text(password, encoding="utf-8")
        if other:
            for path in (folder, folder / "password"):
                os.chown(path, other["user"], other["group"])
        data = folder / "data"
        initdb = [programs / "initdb", "-D", data, "-U", "tests", "-A", "scram-sha-256", "--no-sync", "-E", "UTF8",
                  "--locale=C", f"--pwfile={folder / 'password'}"]
        _run(initdb, folder, other)
        port = _free_port()
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
        control = [programs / "pg_ctl", "-D", data, "-w", "-t", "60"]
        _run([*control, "-l", folder / "log", "-o", options, "start"], folder, other)
        try:
            yield f"host=127.0.0.1 port={port} user=tests password={password} dbname=postgres"
        finally:
            _run([*control, "-m", "immediate", "stop"], folder, other)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(command: list[Any], folder: Path, other: dict[str, Any]) -> None:
    # The server inherits its output, so a pipe would never end.
    with (folder / "output").open("ab") as output:
        done = subprocess.run(
            [str(part) for part in command], cwd=folder, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
            timeout=120, check=False, env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"}, **other,
        )
    if done.returncode:
        raise Missing(f"{command[0]}: {(folder / 'output').read_text(encoding='utf-8', errors='replace')[-400:]}")


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
