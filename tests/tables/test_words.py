"""Labels exist in two languages; reading tables is light."""

from __future__ import annotations

import subprocess
import sys

import pytest

from ratefloat.errors import DefinitionError
from ratefloat.tables.words import Words


def test_a_label_needs_both_languages() -> None:
    with pytest.raises(DefinitionError, match="zh: Field required"):
        Words(en="deaths")  # type: ignore[call-arg]


def test_a_label_in_an_unknown_language_is_refused() -> None:
    with pytest.raises(DefinitionError, match="language 'fr': unknown; expected en or zh"):
        Words(en="deaths", zh="工亡").text("fr")


def test_tables_need_neither_numpy_nor_pandas_to_be_read() -> None:
    program = (
        "import sys\n"
        "from ratefloat.tables import base_rates, glossary, industry, instruments, key_industries\n"
        "industry.risk_class('21', edition='GB/T 4754-2011')\n"
        "base_rates.base_rate_tables(), glossary.glossary()\n"
        "sys.exit('numpy' in sys.modules or 'pandas' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
