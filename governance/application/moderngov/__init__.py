"""Beside ModernGov: what it published comes in as it happened, what was written here goes out."""
