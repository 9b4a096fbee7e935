"""Every page there is, looked at on a small telephone without scripts: axe and the eye's rules."""

from browser_fixtures import IN_A_BROWSER, Come
from playwright.sync_api import Error
from sqlalchemy import select
from walking import HERE, Names

from governance.interfaces.web.app import PREFIX
from governance.interfaces.web.rooms import ROOMS
from governance.store.tables import TABLES

pytestmark = IN_A_BROWSER


def test_every_page_can_be_read_by_everybody(visitor: Come) -> None:
    secretary = visitor("example-secretary", width=360, js=False)
    site = secretary.site
    with site.store.read() as tx:
        table = TABLES["partnership"]
        names = Names.of(site.store, tx.scalar(select(table.c.id).where(table.c.key == HERE)))
    found: list[str] = []
    looked = 0
    for page in (page for room in ROOMS for page in room.pages):
        path = names.fill(f"{PREFIX}{page.path}", partnership=HERE)
        try:
            answer = secretary.page.goto(secretary.home + path)
        except Error:
            continue  # a file to be kept, and no page
        if answer is None or "html" not in (answer.headers.get("content-type") or ""):
            continue
        looked += answer.status == 200
        if answer.status >= 500:
            found.append(f"{path}: {answer.status}")
        try:
            secretary.looks()
        except AssertionError as error:
            found.append(str(error))
            secretary.watch.found.clear()
    assert not found, "\n\n".join(found)
    assert looked > 80
