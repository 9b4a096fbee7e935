"""How what escalations hold a commission to is said on its pages and its papers'."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from governance import words


def exceptions(told: Sequence[Mapping[str, Any]]) -> list[str]:
    """Assurance exceptions, a sentence each."""
    return [_said("assurance_exception", one) for one in told]


def blocks(told: Sequence[Mapping[str, Any]]) -> list[str]:
    """What is closed, or was, a sentence each."""
    return [_said("block", {**one, "moves": [words.term(m) for m in one["moves"]]}) for one in told]


def triggers(told: Sequence[Mapping[str, Any]]) -> list[str]:
    """Triggers raised, a sentence each."""
    return [_said("raised_trigger", {**one, "name": words.term(one["name"])}) for one in told]


def _said(what: str, one: Mapping[str, Any]) -> str:
    return words.say(f"hold.{what}" if one["until"] is None else f"hold.{what}_ended", one)
