"""The exit codes of the command line."""

OK = 0
REFUSED = 1
"""Some employers were refused, and --strict was asked for."""
WRONG = 2
"""Wrong usage, or a definition, a file or a value is wrong; argparse exits with the same code."""
UNCOVERED = 3
"""No plan, table, date or case covers what was asked for."""
INTERRUPTED = 130
