"""Deadlines and the outbox: written with the act that causes them, done when they are due."""
