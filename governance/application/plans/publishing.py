"""Publishing a document as HTML and as Markdown: one structure, rendered by two templates.

A document is a title and blocks; whoever builds one says what stands in it, and nothing of how it
looks. Text is text: whatever people wrote is shown as they wrote it, and can break neither format.
The templates hold layout alone; every word comes from the document and from `governance.words`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from governance.configuration import config_dir

Format = Literal["html", "markdown"]
FORMATS: Final[tuple[Format, ...]] = ("html", "markdown")
TEMPLATES: Final = {"html": "document.html.jinja", "markdown": "document.md.jinja"}


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `level` is 2 for a part of the document, 3 and 4 below. The title is level 1."""

    text: str
    level: int = 2
    kind: str = "heading"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; a blank line begins another paragraph. `strong` sets it off as a warning."""

    text: str
    strong: bool = False
    kind: str = "paragraph"


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody said, word for word; `by` is who, and may be empty."""

    text: str
    by: str = ""
    kind: str = "quote"


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of short texts."""

    items: Sequence[str]
    kind: str = "bullets"


@dataclass(frozen=True, slots=True)
class Facts:
    """Names with what each is: the summary of a document, or of a part."""

    pairs: Sequence[tuple[str, str]]
    kind: str = "facts"


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption. The first cell of a row is its heading.

    `numbers` are the places of columns that hold numbers and stand to the right.
    """

    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: frozenset[int] = frozenset()
    kind: str = "table"


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads somewhere, with what is said after it; without `href` the text alone.

    Raises `ValueError` for an address that is neither a path nor one of the web.
    """

    text: str
    href: str | None = None
    note: str = ""

    def __post_init__(self) -> None:
        if self.href is not None and not _ADDRESS.fullmatch(self.href):
            raise ValueError(f"no address to lead to: {self.href[:80]!r}")


_ADDRESS: Final = re.compile(r"(?:https?:/)?/[\w.~%:\[\]-][\w.~%:@/?=&\[\]-]*", re.ASCII)
"""A path, or an address of the web, without what means something in HTML or Markdown."""


@dataclass(frozen=True, slots=True)
class Links:
    """A list of texts that lead somewhere: documents to be downloaded."""

    items: Sequence[Link]
    kind: str = "links"


Block = Heading | Paragraph | Quote | Bullets | Facts | Table | Links


@dataclass(frozen=True, slots=True)
class Document:
    """What is published: `language` as BCP 47 writes it, `publisher` is whose it is.

    `notice` stands before everything else, for what is not published yet. `foot` is said last.
    """

    title: str
    publisher: str
    blocks: Sequence[Block]
    language: str = "en-GB"
    notice: str = ""
    foot: str = ""


def render(document: Document, form: Format) -> str:
    """The document in a format: a page complete in itself, or CommonMark with pipe tables."""
    _check_headings(document.blocks)
    text = _environment().get_template(TEMPLATES[form]).render(document=document)
    return text.rstrip("\n") + "\n"


def _check_headings(blocks: Iterable[Block]) -> None:
    """Raise `ValueError` where a heading leaves out a level: screen readers go by them."""
    last = 1
    for block in blocks:
        if isinstance(block, Heading):
            if not 2 <= block.level <= min(last + 1, 6):
                raise ValueError(f"a heading of level {block.level} follows one of {last}")
            last = block.level


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(config_dir() / "documents"),
        autoescape=select_autoescape(("html.jinja",), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["clean"] = clean
    made.filters["paragraphs"] = paragraphs
    made.filters["md"] = md
    made.filters["md_heading"] = md_heading
    made.filters["md_cell"] = md_cell
    made.filters["md_quote"] = md_quote
    made.filters["lines"] = lines
    return made


# --- text

_CONTROL: Final = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]"
)
"""What no text should hold: control characters, and marks that turn the direction of text."""


def clean(text: Any) -> str:
    """Text without characters that would not be seen, with line ends all alike."""
    return _CONTROL.sub("", str(text).replace("\r\n", "\n").replace("\r", "\n")).strip()


def paragraphs(text: Any) -> list[str]:
    """The paragraphs of a text: what blank lines part."""
    return [part.strip() for part in re.split(r"\n\s*\n", clean(text)) if part.strip()]


def lines(text: Any) -> Markup:
    """A text for HTML, each line escaped, its line ends kept."""
    return Markup("<br>\n").join(clean(text).split("\n"))


_ANYWHERE: Final = re.compile(r"([\\`*_\[\]<>|~$])|(&)(?=[#\w]+;)")
"""What means something in CommonMark, pipe tables or GitHub's mathematics wherever it stands."""
_AT_START: Final = re.compile(r"^(\s*)(?:([#+\-=:!])|(\d{1,9})([.)]))")
"""What begins a heading, a list, a rule or an alert at the start of a line."""


def _md_line(text: str) -> str:
    escaped = _ANYWHERE.sub(lambda m: "\\" + m.group(0), " ".join(text.split()))
    return _AT_START.sub(
        lambda m: f"{m[1]}\\{m[2]}" if m[2] else f"{m[1]}{m[3]}\\{m[4]}", escaped, count=1
    )


def md(text: Any) -> str:
    """A text for Markdown: it says what was written, and no mark of it means anything.

    Line ends stay, as hard breaks.
    """
    found = [_md_line(line) for line in clean(text).split("\n")]
    return "\\\n".join(line for line in found if line)


def md_heading(text: Any) -> str:
    """A text for a heading, which is one line: what came after an end of it would be none."""
    return _md_line(clean(text))


def md_cell(text: Any) -> str:
    """A text for a cell of a pipe table, on one line."""
    found = [_md_line(line) for line in clean(text).split("\n")]
    return "<br>".join(line for line in found if line)


def md_quote(text: Any) -> str:
    """A text as a quotation in Markdown, its paragraphs kept."""
    parts = ["\n".join(f"> {line}" for line in md(part).split("\n")) for part in paragraphs(text)]
    return "\n>\n".join(parts)
