"""Addresses within a partnership's pages, as commands and pages name them."""

from __future__ import annotations

from urllib.parse import quote


def page(partnership: str, path: str) -> str:
    """The path of a page of a partnership (its key)."""
    return f"/p/{quote(partnership)}{path}"


def document(partnership: str, report: str, evidence: str) -> str:
    """Where an open document (its id) behind a published decision is downloaded."""
    return page(partnership, f"/public/decisions/{report}/documents/{evidence}")


def calendar(token: str) -> str:
    """Where, within a partnership, calendar programs read what a private address shows."""
    return f"/calendars/{token}.ics"
