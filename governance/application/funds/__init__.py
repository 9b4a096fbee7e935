"""Funds: agreements behind them, contributions, allocations, reports, what comes of them."""
