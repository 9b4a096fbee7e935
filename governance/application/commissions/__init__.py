"""Commissions: the cycle, its gates, the evidence and principles, and the agreements made."""
