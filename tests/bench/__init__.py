"""Benchmarks: figures compared within one run, never asserted on time."""
