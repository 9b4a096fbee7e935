"""What a browser posts, read within bounds, and whether it came from a page of ours."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import UploadFile
from starlette.requests import Request

MOST_FIELDS = 4000
MOST_FILES = 10
FIELD_LIMIT = 1_500_000
"""Bytes of one field at the most: a pasted sheet or rulebook."""

KEPT = frozenset({"csrf"})
"""Fields that say nothing of what a person typed."""
SECRET = "password"  # noqa: S105  # how the names of fields for passwords begin


@dataclass(frozen=True, slots=True)
class File:
    """A file that was handed in. Its name is what the browser said, and only shown."""

    name: str
    content: bytes
    said_type: str


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a form as they were typed, and its files."""

    typed: Mapping[str, Sequence[str]] = field(default_factory=dict)
    files: Mapping[str, Sequence[File]] = field(default_factory=dict)

    def one(self, name: str) -> str:
        """What was typed into a field; empty where it was not posted."""
        values = self.typed.get(name, ())
        return values[0] if values else ""

    def all(self, name: str) -> tuple[str, ...]:
        """Everything that was chosen or typed under a name."""
        return tuple(self.typed.get(name, ()))

    def kept(self) -> dict[str, list[str]]:
        """What a person typed, to be shown to them again; never a password."""
        return {
            name: list(values)
            for name, values in self.typed.items()
            if name not in KEPT and not name.startswith(SECRET)
        }


SHOWN: Final = json.dumps({"to": "", "said": "", "of": ""})
"""What a form led to whose answer is shown once and is no page to go to."""
_ONCE = re.compile(r"[A-Za-z0-9_-]{20,60}")


def new_once() -> str:
    """What one showing of a form carries, so that sent twice it is done once."""
    return secrets.token_urlsafe(18)


def once_given(form: Form) -> str | None:
    """What this form carried, if that can be of ours."""
    given = form.one("once")
    return given if _ONCE.fullmatch(given) else None


def once_of(form: Form) -> str:
    """What this form carried; a new one where it carried none that we gave."""
    return once_given(form) or new_once()


_NO_CONTENT = frozenset({"csrf", "once"})


def content(form: Form, *of: str, key: str) -> str:
    """A digest of all that a form says and of what it is `of`: its person, its address.

    `key` is what the browser alone keeps, the token of its session: every process that serves it
    finds the same digest of the same, and nobody who has the digest can try what a password is
    part of.
    """
    typed = [[name, *values] for name, values in form.typed.items() if name not in _NO_CONTENT]
    files = [
        [name, *([one.name, hashlib.sha256(one.content).hexdigest()] for one in found)]
        for name, found in form.files.items()
    ]
    said = json.dumps([of, sorted(typed), sorted(files, key=str)])
    return hmac.new(key.encode(), said.encode("utf-8", "replace"), hashlib.sha256).hexdigest()


async def read_form(request: Request, *, upload_limit: int) -> Form:
    """Read a posted form. A file above the limit is cut one byte after it, to be refused.

    Raises Starlette's HTTPException for more fields or files than any form of ours has.
    """
    typed: dict[str, list[str]] = {}
    files: dict[str, list[File]] = {}
    async with request.form(
        max_files=MOST_FILES, max_fields=MOST_FIELDS, max_part_size=FIELD_LIMIT
    ) as posted:
        for name, value in posted.multi_items():
            if isinstance(value, UploadFile):
                if value.filename:
                    content = await value.read(upload_limit + 1)
                    said = value.content_type or ""
                    files.setdefault(name, []).append(File(value.filename, content, said))
            else:
                # A browser ends lines as mail does.
                typed.setdefault(name, []).append(value.replace("\r\n", "\n"))
    return Form(typed, files)


def from_elsewhere(request: Request) -> bool:
    """Whether the browser says that another site made it post this."""
    origin = request.headers.get("origin")
    if origin is not None and origin != "null":
        said = urlsplit(origin)
        return (said.scheme, said.netloc) != (request.url.scheme, request.url.netloc)
    site = request.headers.get("sec-fetch-site")
    return origin == "null" or (site is not None and site not in ("same-origin", "none"))


def same(given: str | None, expected: str | None) -> bool:
    """Whether a token is the one we gave; nothing is never the same as nothing."""
    if not given or not expected:
        return False
    return hmac.compare_digest(given.encode(), expected.encode())


def local(path: str) -> str | None:
    """The path if it leads to a page here, else None: nobody is sent elsewhere."""
    said = urlsplit(path)
    fine = path.startswith("/") and not path.startswith(("//", "/\\")) and "\\" not in path
    clean = not any(ord(c) < 32 for c in path)
    return path if fine and clean and not said.scheme and not said.netloc else None
