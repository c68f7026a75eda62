"""The shipped laws seen side by side: a page of each plan, and the atlas, all on one scale."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

_NAMES = {
    "Subject": "subject", "frame": "comparison", "page": "plan_page", "plot": "figure", "write_atlas": "files",
    "write_pages": "files",
}
__all__ = sorted(_NAMES)


def __getattr__(name: str) -> Any:
    if name in _NAMES:
        found = getattr(import_module(f"{__name__}.{_NAMES[name]}"), name)
        globals()[name] = found
        return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}; see {__name__}.__all__")


def __dir__() -> list[str]:
    return __all__


if TYPE_CHECKING:
    from ratefloat.atlas.comparison import frame as frame
    from ratefloat.atlas.figure import plot as plot
    from ratefloat.atlas.files import write_atlas as write_atlas
    from ratefloat.atlas.files import write_pages as write_pages
    from ratefloat.atlas.plan_page import page as page
    from ratefloat.atlas.subject import Subject as Subject
