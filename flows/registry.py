"""Which flow runs a sweep: the one of its name, in the file of its name.

A new sweep is a line in `governance.application.sweeping.SWEEPS` and a file here. Importing one
imports Prefect, which takes nearly two seconds: nothing does before a flow is to run.
"""

from __future__ import annotations


def entrypoint(name: str) -> str:
    """Where a worker finds the flow, in the installed package."""
    return f"flows.{name}.{name}"
