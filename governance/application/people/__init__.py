"""Partnerships, the organisations in them, people, and what people may do."""
