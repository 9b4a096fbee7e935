"""The public register for programs: lists as CSV, notices as OCDS, a part at a time."""

from __future__ import annotations

from typing import Final

from starlette.responses import Response

from governance.adapters.ocds.writing import record_package, release_package
from governance.application.publishing.open_data.lists import LISTS, known_list, list_parts
from governance.application.publishing.open_data.processes import (
    frame,
    part_of_all,
    processes_of,
)
from governance.application.publishing.open_data.publisher import publisher
from governance.application.publishing.paging import read_ref
from governance.domain.errors import Unusable
from governance.interfaces.downloads import open_file
from governance.interfaces.web.access import Access
from governance.interfaces.web.pages import Page
from governance.interfaces.web.visit import Visit

PACKAGES: Final = {"releases": release_package, "records": record_package}
"""Both kinds of package, by their names."""

_JSON: Final = "application/json"


def _page(visit: Visit) -> Response:
    """What there is to download, and how it is published."""
    told = publisher(visit.desk)
    return visit.render(
        "public/open_data.html", lists=list(LISTS), publisher=told, packages=list(PACKAGES)
    )


def _list(visit: Visit) -> Response:
    name = visit.path["name"]
    content = b"".join(list_parts(visit.desk, known_list(name)))
    file = f"{visit.partnership.key}-{name}-{visit.today.isoformat()}.csv"
    return open_file(visit.request, content, file, media_type="text/csv; charset=utf-8")


def _package(visit: Visit) -> Response:
    """A part of all notices; where the next begins is said in the head of the answer."""
    name = _known(visit)
    after = visit.query.get("after", "")
    found, last = part_of_all(visit.desk, after=read_ref(after) if after else "", contacts=False)
    if not found:
        raise Unusable.one("open_data.nothing_public")
    made = PACKAGES[name](frame(visit.desk, str(visit.request.url)), found)
    file = f"{visit.partnership.key}-{name}{f'-after-{after}' if after else ''}.json"
    following = None if last is None else visit.here(after=last)
    return open_file(visit.request, b"".join(made), file, media_type=_JSON, following=following)


def _of_commission(visit: Visit) -> Response:
    """The notices of one commission, as records."""
    ref = visit.path["ref"]
    found = processes_of(visit.desk, ref, contacts=False)
    content = b"".join(record_package(frame(visit.desk, str(visit.request.url)), found))
    return open_file(visit.request, content, f"{ref}-notices.json", media_type=_JSON)


def _known(visit: Visit) -> str:
    name = visit.path["name"]
    if name not in PACKAGES:
        known = list(PACKAGES)
        raise Unusable.one("open_data.list_unknown", name=name[:40], nearest=None, known=known)
    return name


PAGES: Final = (
    Page(path="/public/open-data", show=_page, access=Access.PUBLIC),
    Page(path="/public/open-data/lists/{name}", show=_list, access=Access.PUBLIC),
    Page(path="/public/open-data/notices/{name}", show=_package, access=Access.PUBLIC),
    Page(path="/public/commissions/{ref}/notices", show=_of_commission, access=Access.PUBLIC),
)
"""Added to the public room."""
