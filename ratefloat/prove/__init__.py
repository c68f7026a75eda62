"""Policies proved before they are signed: checks with witnesses, what differs, who moves, what balances."""
