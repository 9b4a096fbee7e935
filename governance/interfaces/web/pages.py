"""What a room of the web is made of: pages to read, posts to take, acts to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from starlette.responses import Response

from governance.interfaces.web.access import Access

if TYPE_CHECKING:
    from governance.interfaces.web.acts import Act
    from governance.interfaces.web.forms import Form
    from governance.interfaces.web.visit import Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Something to read, at a path within the partnership (`/commissions/{ref}`).

    One that stands `apart` asks the store itself, of the installation: it is shown with no desk
    open.
    """

    path: str
    show: Callable[[Visit], Response]
    access: Access = Access.SIGNED_IN
    apart: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """Something to take that is no act on a subject, such as signing in.

    The core has checked that the form came from a page of ours. `take` opens its own
    transactions; `visit.desk` is None.
    """

    path: str
    take: Callable[[Visit, Form], Response]
    access: Access = Access.SIGNED_IN


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """The pages, posts and acts of one part of the house."""

    name: str
    pages: Sequence[Page] = ()
    posts: Sequence[Post] = ()
    acts: Sequence[Act] = field(default=())
