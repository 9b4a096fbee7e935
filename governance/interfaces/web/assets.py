"""The files every page needs, under names that change with their bytes, so browsers keep them.

`static/` holds a style sheet compiled from govuk-frontend (`make css`), govuk-frontend's own
JavaScript, and a few icons. Only what lies there when the process starts is ever served: a
request is looked up by name and never becomes a path.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

STATIC = Path(__file__).parent / "static"
PREFIX = "/assets/"

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".txt": "text/plain; charset=utf-8",
}
_TEXT = (".css", ".js", ".svg", ".txt")
_URL = re.compile(rb"url\(/assets/(?P<name>[^)]+)\)")


@dataclass(frozen=True)
class Asset:
    """One file as it is served."""

    url: str
    media_type: str
    body: bytes
    gzipped: bytes | None


def asset(name: str) -> str:
    """The address of a file of `static/`, with the digest of its bytes in its name.

    Raises `KeyError` for a name that is not there: a template that names it is wrong.
    """
    return _by_name()[name].url


async def serve(request: Request) -> Response:
    """A file by its hashed name, to be kept for a year; 404 for anything else."""
    found = _by_url().get(PREFIX + request.path_params["path"])
    if found is None:
        return Response("Not found", status_code=404, media_type="text/plain")
    headers = {
        "Cache-Control": "public, max-age=31536000, immutable",
        "X-Content-Type-Options": "nosniff",
    }
    body = found.body
    if found.gzipped is not None:
        headers["Vary"] = "Accept-Encoding"
        if "gzip" in request.headers.get("accept-encoding", ""):
            headers["Content-Encoding"] = "gzip"
            body = found.gzipped
    return Response(body, headers=headers, media_type=found.media_type)


@cache
def _by_name() -> dict[str, Asset]:
    """Every file that is served, the images before the style sheet that names them."""
    found: dict[str, Asset] = {}
    paths = [path for path in STATIC.rglob("*") if path.suffix in _TYPES]
    for path in sorted(paths, key=lambda path: (path.suffix == ".css", path)):
        name = path.relative_to(STATIC).as_posix()
        if not name.startswith("src/"):
            found[name] = _read(path, name, found)
    return found


@cache
def _by_url() -> dict[str, Asset]:
    return {one.url: one for one in _by_name().values()}


def _read(path: Path, name: str, known: dict[str, Asset]) -> Asset:
    body = path.read_bytes()
    if path.suffix == ".css":
        body = _URL.sub(lambda found: f"url({known[found['name'].decode()].url})".encode(), body)
    stem, dot, extension = name.rpartition(".")
    digest = hashlib.sha256(body).hexdigest()[:12]
    gzipped = gzip.compress(body, mtime=0) if path.suffix in _TEXT else None
    url = f"{PREFIX}{stem}.{digest}{dot}{extension}"
    return Asset(url, _TYPES[path.suffix], body, gzipped)
