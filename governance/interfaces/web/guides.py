"""The guides to working in a browser, read from the documentation and shown in the product."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import FileResponse, Response

import governance
from governance.interfaces.web.answers import plain_said
from governance.interfaces.web.rendering import plain_page

GUIDES: Final = ("browser-secretary", "browser-commissioner", "browser-deciding")
"""Pages of the documentation that are shown, by their names."""

DOCS: Final = Path(governance.__file__).parent / "docs"
_CLASSES: Final = {
    "a": "govuk-link",
    "h1": "govuk-heading-l",
    "h2": "govuk-heading-m",
    "img": "vires-guide__picture",
    "ol": "govuk-list govuk-list--number",
    "p": "govuk-body",
    "ul": "govuk-list govuk-list--bullet",
}


def guide_page(request: Request) -> Response:
    """A guide."""
    name = request.path_params["name"]
    if name not in GUIDES:
        return plain_said(request, "web.not_found", status=404)
    title, text = guide(name)
    return plain_page(request, "guide.html", status=200, title=title, text=text)


def guide_picture(request: Request) -> Response:
    """A picture that a guide shows."""
    found = pictures().get(request.path_params["name"])
    if found is None:
        return plain_said(request, "web.not_found", status=404)
    return FileResponse(found, media_type="image/png", headers={"Cache-Control": "max-age=3600"})


@cache
def pictures() -> dict[str, Path]:
    """Every picture there is, by its name: a request is looked up and never becomes a path."""
    return {path.name: path for path in (DOCS / "pictures").glob("*.png")}


@cache
def guide(name: str) -> tuple[str, Markup]:
    """The title of a guide, and what it says as markup: our own text, from our own files."""
    tokens = MarkdownIt("commonmark", {"html": False}).parse(
        (DOCS / f"{name}.md").read_text(encoding="utf-8")
    )
    for token in tokens:
        _dress(token)
        token.children = _led(token.children) if token.children else token.children
    title = next(t.content for t in tokens if t.type == "inline")
    return title, Markup(MarkdownIt().renderer.render(tokens, MarkdownIt().options, {}))  # noqa: S704


def _led(children: list[Token]) -> list[Token]:
    """Links and pictures to where they are served; a link to what is not shown is plain text."""
    kept, leads = [], True
    for token in children:
        if token.type == "link_open":
            to = str(token.attrs.get("href", "")).removesuffix(".md")
            leads = to in GUIDES
            token.attrs["href"] = f"/help/{to}"
        if token.type == "image":
            token.attrs["src"] = f"/help/{token.attrs.get('src', '')}"
        _dress(token)
        if leads or token.type not in ("link_open", "link_close"):
            kept.append(token)
        if token.type == "link_close":
            leads = True
    return kept


def _dress(token: Token) -> None:
    if token.tag in _CLASSES and token.nesting >= 0:
        token.attrSet("class", _CLASSES[token.tag])
