"""Searching a family of policies: what each would do to incentives, small firms, reporting and the fund."""
