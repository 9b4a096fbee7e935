"""Notices and registers from outside, brought into the register of commissions."""
