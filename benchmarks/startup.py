"""What importing costs: `import ratefloat` alone loads none of the heavy libraries.

Run: python benchmarks/startup.py
"""

from __future__ import annotations

import subprocess
import sys
import time

HEAVY = ("numpy", "pandas", "pydantic", "scipy", "matplotlib")


def seconds(code: str, runs: int = 7) -> float:
    """The least seconds that a fresh interpreter needs for some code."""
    best = float("inf")
    for _ in range(runs):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True)
        best = min(best, time.perf_counter() - start)
    return best


def main() -> None:
    """Print the time of each import above that of a bare interpreter."""
    bare = seconds("pass")
    imports = ("import ratefloat", "import numpy", "import pydantic", "import pandas")
    for code in (*imports, "import ratefloat as rf; rf.FloatPolicy"):
        print(f"{(seconds(code) - bare) * 1e3:8.1f} ms  {code}")
    test = f"import ratefloat, sys; print([n for n in {HEAVY!r} if n in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", test], check=True, capture_output=True, text=True).stdout.strip()
    print(f"loaded by import ratefloat: {loaded}")


if __name__ == "__main__":
    main()
