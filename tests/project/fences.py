"""The fenced blocks of a Markdown page, and a page run as a reader would run it."""

from __future__ import annotations

import contextlib
import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """One fenced block: its language, its text, and its first line in the page."""

    language: str
    text: str
    line: int


def blocks(page: Path) -> list[Block]:
    """The fenced blocks of a page in order."""
    text = page.read_text(encoding="utf-8")
    return [Block(m[1], m[2], text.count("\n", 0, m.start()) + 2) for m in FENCE.finditer(text)]


def run_page(page: Path) -> int:
    """Run a page's Python blocks in one session; the `text` block after one is what it prints.

    A line `...` at the end of a `text` block stands for more. Returns how many blocks ran.
    """
    session: dict[str, Any] = {"__name__": f"page_{page.stem}"}
    printed, ran = None, 0
    for block in blocks(page):
        if block.language == "python":
            source = "\n" * (block.line - 1) + block.text
            heard = io.StringIO()
            with contextlib.redirect_stdout(heard):
                exec(compile(source, str(page), "exec", dont_inherit=True), session)
            printed, ran = heard.getvalue(), ran + 1
        elif block.language == "text" and printed is not None:
            shown, cut, _ = block.text.partition("...\n")
            agrees = printed.startswith(shown) if cut else printed == shown
            assert agrees, f"{page.name} line {block.line}: the code prints something else:\n{printed}"
            printed = None
    return ran
