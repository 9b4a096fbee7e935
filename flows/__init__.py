"""Prefect flows and the clock: they wake use cases up and hold no rule."""
