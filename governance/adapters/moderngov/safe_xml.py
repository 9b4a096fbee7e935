"""Reading XML that strangers wrote.

A document with a DOCTYPE is refused as soon as the parser meets it, whatever its encoding: no
entity is ever declared, so none can grow (a "billion laughs") or fetch anything. Size, depth and
the number of elements are bounded besides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from governance.domain.errors import Problem, Unusable

LARGEST: Final = 50_000_000
"""Bytes of a file at the most."""
DEEPEST: Final = 60
"""Elements within elements at the most."""
MOST_ELEMENTS: Final = 2_000_000

_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*encoding\s*=\s*["'](?P<name>[\w.-]+)["']""")
_LATIN: Final = frozenset({b"windows-1252", b"cp1252", b"iso-8859-1", b"latin1"})


class _Refused(Exception):  # stops the parser, never seen outside
    def __init__(self, code: str, **params: object) -> None:
        self.code, self.params = code, params
        super().__init__(code)


@dataclass(slots=True)
class _Building:
    """Takes the parser's events and counts them."""

    builder: TreeBuilder
    depth: int = 0
    elements: int = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.elements += 1
        if self.depth > DEEPEST:
            raise _Refused("moderngov.too_deep", most=DEEPEST)
        if self.elements > MOST_ELEMENTS:
            raise _Refused("moderngov.too_many_elements", most=MOST_ELEMENTS)
        self.builder.start(name.rpartition(":")[2].casefold(), attributes)

    def end(self, name: str) -> None:
        self.depth -= 1
        self.builder.end(name.rpartition(":")[2].casefold())


def read_xml(content: bytes, file: str) -> Element:
    """The root of a document, names in small letters and without prefixes.

    Text that is not UTF-8 though nothing else is declared is read as Windows-1252, which older
    installations write. Raises `Unusable` with the line for what is no XML or not to be trusted.
    """
    if len(content) > LARGEST:
        raise Unusable([Problem("text.too_large", {"size": len(content), "most": LARGEST}, file)])
    content, encoding = _readable(content)
    if not content.strip():
        raise Unusable([Problem("text.empty", {}, file)])
    building = _Building(TreeBuilder())
    parser = expat.ParserCreate(encoding)
    parser.buffer_text = True
    parser.StartElementHandler = building.start
    parser.EndElementHandler = building.end
    parser.CharacterDataHandler = building.builder.data
    parser.StartDoctypeDeclHandler = _no_doctype
    try:
        parser.Parse(content, True)  # the parser's own "final"
    except _Refused as refused:
        raise _unusable(refused.code, file, parser.CurrentLineNumber, **refused.params) from None
    except (expat.ExpatError, LookupError, ValueError) as error:
        said = str(error)[:200]
        raise _unusable("moderngov.not_xml", file, parser.CurrentLineNumber, said=said) from None
    return building.builder.close()


def _no_doctype(*_: object) -> None:
    raise _Refused("moderngov.doctype")


def _readable(content: bytes) -> tuple[bytes, str | None]:
    """The bytes and the encoding to read them in; None for what the document says itself."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content, None
    declared = _DECLARED.match(content)
    name = declared["name"].lower() if declared else b"utf-8"
    if name in _LATIN:
        # What says Latin-1 means Windows-1252: browsers read it so, and so do councils' servers.
        return content.decode("cp1252", "replace").encode(), "utf-8"
    if name != b"utf-8":
        return content, None
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace").encode(), "utf-8"
    return content, "utf-8"


def _unusable(code: str, file: str, line: int, **params: object) -> Unusable:
    return Unusable([Problem(code, params, file, line)])
