"""The entry point: help, version, wrong usage, pipes, progress."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from ratefloat import __version__
from ratefloat.cli.main import COMMANDS, main
from ratefloat.cli.progress import doing


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--help"])
    assert stopped.value.code == 0
    out = capsys.readouterr().out
    assert all(f"\n    {name}" in out for name in COMMANDS)
    assert "exit codes" in out


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([command, "--help"])
    assert stopped.value.code == 0
    assert COMMANDS[command].HELP in " ".join(capsys.readouterr().out.split())


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--version"])
    assert capsys.readouterr().out == f"ratefloat {__version__}\n"


@pytest.mark.parametrize("argv", [[], ["rates"], ["rate"], ["table", "--policy", "x", "--format", "pdf"]])
def test_wrong_usage(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(argv)
    assert stopped.value.code == 2
    assert "usage: ratefloat" in capsys.readouterr().err


def test_as_a_program(town: Path, law: str) -> None:
    rate = ["rate", str(town), "--policy", law, "--on", "2024-01-01", "--strict"]
    command = [sys.executable, "-m", "ratefloat.cli", *rate]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, stdin=subprocess.DEVNULL)
    assert done.returncode == 1
    assert "16,800" in done.stdout
    assert done.stderr == "ratefloat: 1 employers refused; --strict writes nothing\n"


def test_a_pipe_that_closes_early(law: str) -> None:
    command = [sys.executable, "-m", "ratefloat.cli", "table", "--policy", law, "--format", "html"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait() == 0


def test_progress_is_silent_off_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with doing("reading"):
        pass
    assert capsys.readouterr().err == ""


def test_progress_is_one_line_that_goes_away(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with doing("reading"):
        pass
    assert capsys.readouterr().err == "reading ...\r" + " " * 11 + "\r"
