"""What the API offers: acts, looks and resources, as lines of a room's table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from governance.application.desk import Desk
from governance.application.signing_in.service_tokens import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Something done to a subject: `POST path` calls a use case.

    `do` takes the desk and what its signature names: what the path says, by the same name or
    else by position; `seen`, from If-Match; `data_dir` and `jobs_dir`, where files of evidence and
    of jobs lie; the rest from the body. `fixed` are arguments that the address settles. `new` is
    the address of what it makes, in which {ref} is the reference, and other names are those of
    what is told. `tells` says what besides receipts is answered.
    `ahead` asks at a desk for questions, before the one that writes is opened, what takes long;
    its answer is the argument `ahead`. `key` is that of the page's act that does the same.
    """

    key: str
    path: str
    do: Callable[..., Any]
    scope: Scope = Scope.WORK
    fixed: Mapping[str, Any] = field(default_factory=dict)
    new: str | None = None
    tells: Callable[[Any], Mapping[str, Any]] | None = None
    ahead: Callable[..., Any] | None = None
    administrator: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A question: `GET path` calls a query, its signature names what the address may ask.

    A list is answered as `items`. One that takes `after` and `limit` is paged: `next` of a whole
    page is the address of the following one, after what `mark` says of the last item. Without a
    `mark` it gives back the items with the mark itself, None on the last page; it need not take
    `limit` then. `file` is the media type of what is answered as bytes with a name, or None for
    JSON. `gives` is the type of what is answered, for the description: what it names is always
    there, besides what else there may be.
    """

    key: str
    path: str
    ask: Callable[..., Any]
    mark: Callable[[Any], str] | None = lambda item: str(item["ref"])
    file: str | None = None
    gives: Any = None
    administrator: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """Rows of a table: `GET path` lists them, `GET path/{ref}` shows one with its details.

    `fields` are columns that are shown, those of a reference (`lead_id`) by what people call the
    row (`lead`); `filters` are columns that a list may be narrowed by. `details` asks for what a
    page shows besides.
    """

    table: str
    path: str
    fields: Sequence[str]
    filters: Sequence[str] = ()
    details: Callable[[Desk, str], Any] | None = None
    administrator: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What belongs together, under the name that the guide's chapter has."""

    name: str
    resources: Sequence[Resource] = ()
    looks: Sequence[Look] = ()
    acts: Sequence[Act] = ()


def also(
    do: Callable[..., Any], tell: Callable[[Desk, Any], Mapping[str, Any]]
) -> Callable[..., Any]:
    """The same act, that gives back with its receipt what `tell` finds at its desk afterwards."""

    @wraps(do)
    def doing(desk: Desk, **given: Any) -> tuple[Any, Mapping[str, Any]]:
        made = do(desk, **given)
        return made, tell(desk, made)

    return doing


def told(made: tuple[Any, Mapping[str, Any]]) -> Mapping[str, Any]:
    """What an act that was made with `also` tells."""
    return made[1]
