"""Writing a scheme's text: one way only, short things on a line, long ones on several.

YAML's own writers quote what need not be and break lines where nobody would. What is written
here is what a person would write by the reference page, and `governance.domain.texts` reads
back exactly what went in.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

WIDTH = 100
"""Characters that a line may have before a list or mapping is broken into several."""

_PLAIN = re.compile(r"[^\W_£]?£?[\w£.,;()'’‘“”/&%+=<>–— -]*(?<! )")
_PLAIN_START = re.compile(r"[^\W_]|£")
_NOT_IN_FLOW = re.compile(r",")
_NULL = frozenset({"null", "Null", "NULL", "~", ""})
_ESCAPED = re.compile(r"[\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff]")


def written(document: Mapping[str, Any], *, apart: frozenset[str]) -> str:
    """A document as text. An empty line stands before each entry that is in `apart`."""
    lines: list[str] = []
    for key, value in document.items():
        if key in apart:
            lines.append("")
        lines.extend(_block_entry(key, value, 0, top=True))
    return "\n".join(lines) + "\n"


def block(value: Any) -> str:
    """A value as a piece of text of its own, one entry or item a line: for a cell."""
    if isinstance(value, str):
        return scalar(value)
    return "\n".join(_block(value, 0, top=True))


def entry_lines(key: str, value: Any, indent: int, *, top: bool = False) -> list[str]:
    """The lines of one entry of a mapping, indented by so many spaces."""
    return list(_block_entry(key, value, indent, top=top))


def item_lines(value: Any, indent: int, *, top: bool = False) -> list[str]:
    """The lines of one item of a list, indented by so many spaces."""
    return list(_block_item(value, indent, top=top))


def scalar(text: str, *, inside: bool = False) -> str:
    """A text as YAML shows it; in quotation marks where it must be. `inside` brackets."""
    plain = (
        text not in _NULL
        and _PLAIN_START.match(text) is not None
        and _PLAIN.fullmatch(text) is not None
        and not (inside and _NOT_IN_FLOW.search(text))
    )
    if plain:
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)


def flow(value: Any) -> str:
    """A value on one line, in brackets."""
    if isinstance(value, str):
        return scalar(value, inside=True)
    if isinstance(value, list):
        return "[" + ", ".join(flow(one) for one in value) + "]"
    return "{" + ", ".join(f"{scalar(k, inside=True)}: {flow(v)}" for k, v in value.items()) + "}"


def _block(value: Any, indent: int, *, top: bool = False) -> Iterator[str]:
    if isinstance(value, dict):
        for key, one in value.items():
            yield from _block_entry(key, one, indent)
        return
    for one in value:
        yield from _block_item(one, indent, top=top)


def _block_entry(key: str, value: Any, indent: int, *, top: bool = False) -> Iterator[str]:
    start = f"{' ' * indent}{scalar(key)}:"
    if isinstance(value, str):
        yield f"{start} {scalar(value)}"
    elif (line := f"{start} {flow(value)}") and _short(value, line, top=top):
        yield line
    else:
        yield start
        yield from _block(value, indent + 2, top=top and isinstance(value, list))


def _block_item(value: Any, indent: int, *, top: bool) -> Iterator[str]:
    start = f"{' ' * indent}- "
    if isinstance(value, str):
        yield start + scalar(value)
        return
    line = start + flow(value)
    alone = isinstance(value, dict) and (len(value) == 1 or (top and "id" in value))
    if not alone and _short(value, line):
        yield line
        return
    for number, inner in enumerate(_block(value, indent + 2)):
        yield (start + inner[indent + 2 :]) if number == 0 else inner


def _short(value: Any, line: str, *, top: bool = False) -> bool:
    """Whether a value may stand on one line: it fits, and is no list of several mappings."""
    if not value:
        return True
    if len(line) > WIDTH or top:
        return False
    if isinstance(value, list):
        several = len(value) > 1 and any(not isinstance(one, str) for one in value)
        return not several and all(_shallow(one) for one in value)
    return all(_shallow(one) for one in value.values())


def _shallow(value: Any) -> bool:
    """Whether a part is plain enough to be read inside brackets."""
    if isinstance(value, dict):
        return all(isinstance(one, str) or _texts(one) for one in value.values())
    return isinstance(value, str) or _texts(value)


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)
