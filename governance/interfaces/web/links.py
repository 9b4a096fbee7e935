"""Where the page of anything that has a reference is."""

from __future__ import annotations

from typing import Final

PATHS: Final = {
    "A": "/agreements",
    "B": "/bodies",
    "C": "/commissions",
    "D": "/delegations",
    "F": "/funds",
    "G": "/organisations",
    "I": "/improvement",
    "J": "/pooled-agreements",
    "L": "/plans",
    "M": "/meetings",
    "O": "/offices",
    "P": "/people",
    "Q": "/measures",
    "R": "/reports",
    "U": "/returns",
    "V": "/rules",
    "W": "/reviews",
    "X": "/cases",
    "Y": "/annual-reports",
}
"""The list of each kind of subject that has pages, by the letter of its references."""


def path_of(ref: str) -> str | None:
    """The path of a subject's page; None for a kind that has none of its own."""
    where = PATHS.get(ref.partition("-")[0].upper())
    return None if where is None else f"{where}/{ref}"
