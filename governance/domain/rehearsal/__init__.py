"""Rehearsing a year: what is supposed of people, and how its days lie in a calendar. All pure."""
