"""The renderer: whatever people write, the page is whole and the Markdown means nothing else."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.application.plans.publishing import (
    Bullets,
    Document,
    Facts,
    Heading,
    Paragraph,
    Quote,
    Table,
    md,
    md_cell,
    render,
)

VOID = {"meta", "br"}
NASTY = st.text(
    st.sampled_from("<>&|`*_[]()#+-=~!\\$\"' \n\t1.:a") | st.characters(codec="utf-8"), max_size=40
)


class Tree(HTMLParser):
    """Reads a page: what is open, which elements there are, and their texts."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


def document(text: str) -> Document:
    return Document(
        title=text or "A title",
        publisher=text or "A partnership",
        blocks=(
            Heading(text or "A part"),
            Paragraph(text),
            Heading(text or "Below", 3),
            Quote(text, text),
            Bullets([text]),
            Facts([(text, text)]),
            Table(text or "A table", ["One", text], [[text, text], ["2", text]], frozenset({1})),
        ),
        notice=text,
        foot=text,
    )


def read(text: str) -> Tree:
    tree = Tree()
    tree.feed(render(document(text), "html"))
    tree.close()
    return tree


PLAIN = [tag for tag, _ in read("a").seen]


@given(NASTY)
def test_no_text_changes_the_page_around_it(text: str) -> None:
    tree = read(text)
    assert (tree.open, tree.wrong) == ([], [])
    known = set(PLAIN) | {"br", "p", "blockquote"}
    assert {tag for tag, _ in tree.seen} <= known
    assert sum(tag in ("td", "th") for tag, _ in tree.seen) == 6


@given(NASTY)
def test_no_text_breaks_a_row_or_begins_anything_in_markdown(text: str) -> None:
    cell = md_cell(text)
    assert "\n" not in cell
    assert not re.search(r"(?<!\\)(?:\\\\)*\|", cell)
    for line in md(text).split("\n"):
        assert not re.match(r"\s*(?:[#>+=:!]|-|\d+[.)]|```|~~~|    )", line), line
        assert not re.search(r"(?<!\\)(?:\\\\)*<(?!br>)", line)
    rows = [
        line
        for line in render(document(text), "markdown").splitlines()
        if line.startswith("|") and line.endswith("|")
    ]
    assert len(rows) == 4
    assert {len(re.findall(r"(?<!\\)(?:\\\\)*\|", row)) for row in rows} == {3}


def test_a_page_is_complete_in_itself_and_can_be_read_aloud() -> None:
    page = render(document("Text"), "html")
    assert not re.search(r"(?:src|href)=|@import|url\(|https?:|<script", page)
    tree = read("Text")
    attributes = dict(tree.seen[: len(tree.seen)])
    assert attributes["html"] == {"lang": "en-GB"}
    assert [tag for tag, _ in tree.seen if re.fullmatch(r"h\d", tag)] == ["h1", "h2", "h3"]
    scopes = [given["scope"] for tag, given in tree.seen if tag == "th"]
    assert scopes == ["col", "col", "row", "row"]
    assert [tag for tag, _ in tree.seen].count("caption") == 1
    assert "<title>Text – Text</title>" in page


def test_colours_of_text_stand_out_as_wcag_wants() -> None:
    page = render(document("Text"), "html")
    ground = re.search(r"background: (#[0-9a-f]{6})", page)
    assert ground is not None
    texts = re.findall(r"(?<![-\w])color: (#[0-9a-f]{6})", page)
    assert texts
    assert min(contrast(text, ground[1]) for text in texts) >= 4.5
    assert contrast("#6f777b", ground[1]) >= 3


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2, success criterion 1.4.3."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_a_heading_may_not_leave_a_level_out() -> None:
    wrong = Document("Title", "Publisher", (Heading("Part"), Heading("Far below", 4)))
    with pytest.raises(ValueError, match="level 4 follows one of 2"):
        render(wrong, "html")
