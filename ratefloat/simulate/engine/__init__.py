"""Running policies forward over a portfolio, on common luck."""
