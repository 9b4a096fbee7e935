"""Funds that partners put money into together: what is pure of them. Pence and days alone."""
