"""Decommissioning cases: from what triggers one to what is learned a year after the end."""
