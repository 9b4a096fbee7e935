"""Who may open what: every way in, by everybody, held to a list that is neither short nor stale."""

import datetime as dt
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from browsing import Site
from copying import copy_database
from example_year import IN_ONE_WORKER, ExampleYear
from sqlalchemy import func, select
from walking import ELSEWHERE, HERE, OF_SEATS, SHUT_OUT, Crowd, Names, Way, ways

from governance.application.desk import acting
from governance.application.rulebook.acts import begin_draft
from governance.application.rulebook.queries import versions
from governance.store.engine import Store, open_store
from governance.store.tables import TABLES
from governance.store.tables.accounts import PASSING

pytestmark = IN_ONE_WORKER

LIST = Path(__file__).with_name("access_list.txt")
AFTER_THE_YEAR = dt.datetime(2027, 3, 8, 10, 0, tzinfo=dt.UTC)
NOT_SHOWN = Path(__file__).with_name("access_not_shown.txt")
SAID_NO = {400, 403, 404, 409}
"""How pages say that what was asked for is not there, or not to be had."""


@pytest.fixture(scope="module")
def site(example_year: ExampleYear, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The application after the example's year, on a copy that may be written."""
    folder = tmp_path_factory.mktemp("access")
    copy_database(example_year.folder / "vires.db", folder / "vires.db")
    shutil.copytree(example_year.folder / "evidence", folder / "evidence")
    store = open_store(f"sqlite:///{folder / 'vires.db'}")
    with acting(store, now=AFTER_THE_YEAR, partnership=HERE, actor="example-secretary") as desk:
        for kind in ("scheme", "terms", "escalation"):
            begin_draft(desk, next(one["ref"] for one in versions(desk) if one["kind"] == kind))
    return Site(store, AFTER_THE_YEAR, HERE, folder)


@pytest.fixture(scope="module")
def crowd(site: Site) -> Crowd:
    return Crowd(site)


@pytest.fixture(scope="module")
def names(site: Site) -> Names:
    return Names.of(site.store, here(site))


def here(site: Site) -> str:
    """The id of the example's partnership."""
    table = TABLES["partnership"]
    with site.store.read() as tx:
        return str(tx.scalar(select(table.c.id).where(table.c.key == HERE)))


@pytest.fixture(scope="module")
def inside(site: Site) -> list[Way]:
    """The ways into a partnership."""
    return [way for way in ways(site.app) if way.access != "outside"]


def counted(store: Store) -> dict[str, int]:
    """How many rows each table of the record has."""
    passing = PASSING
    with store.read() as tx:
        return {
            name: tx.scalar(select(func.count()).select_from(table))
            for name, table in TABLES.items()
            if name not in passing
        }


def test_every_way_in_is_on_the_list_with_whom_it_is_open_to(site: Site) -> None:
    found = [way.line for way in ways(site.app)]
    listed = LIST.read_text(encoding="utf-8").splitlines()
    missing, stale = sorted(set(found) - set(listed)), sorted(set(listed) - set(found))
    told = [f"add to {LIST.name}: {line}" for line in missing]
    told += [f"take out of {LIST.name}: {line}" for line in stale]
    assert not told, "\n".join(told)
    assert listed == found, "the list is in the order of the addresses"


def test_whoever_is_not_signed_in_any_more_is_asked_to(
    crowd: Crowd, names: Names, inside: list[Way]
) -> None:
    wrong = []
    closed = [way for way in inside if way.access != "public"]
    for k, name in enumerate(SHUT_OUT):
        client = crowd.client(name)
        # Nobody at all tries every way; the others, whom one place tells apart, one in four.
        for way in closed if name == "nobody" else closed[k :: len(SHUT_OUT) - 1]:
            answer = client.request(way.method, names.fill(way.path, partnership=HERE))
            where = answer.headers.get("location", "")
            if answer.status_code != 303 or not where.startswith(f"/p/{HERE}/sign-in?next="):
                wrong.append((name, way.line, answer.status_code, where))
    assert not wrong


def test_another_partnerships_people_find_nothing_here(
    crowd: Crowd, names: Names, inside: list[Way]
) -> None:
    client, wrong = crowd.client("stranger"), []
    for way in inside:
        if way.access == "public":
            continue
        answer = client.request(way.method, names.fill(way.path, partnership=HERE))
        if answer.status_code != 404 or "Exampleshire" in answer.text:
            wrong.append((way.line, answer.status_code))
    assert not wrong


def test_another_partnerships_records_are_not_there(
    crowd: Crowd, inside: list[Way], site: Site
) -> None:
    names = Names.of(site.store, here(site), latest=True)
    client, wrong = crowd.client("stranger"), []
    for way in inside:
        named = way.path.partition("}")[2]
        if way.method != "GET" or ("{ref}" not in named and "{id}" not in named):
            continue
        path = names.fill(way.path, partnership=ELSEWHERE)
        answer = client.get(path)
        if answer.status_code not in {404, 400} or "Exampleshire" in answer.text:
            wrong.append((way.line, path, answer.status_code))
    assert not wrong


def test_what_is_for_administrators_is_for_nobody_else(
    crowd: Crowd, names: Names, inside: list[Way]
) -> None:
    ours = [way for way in inside if way.access == "administrator"]
    assert len(ours) > 10
    wrong = []
    for name in (*OF_SEATS, "plain", "keeper"):
        client, may = crowd.client(name), name in ("secretary", "keeper")
        for way in ours:
            if way.method == "POST" and may:
                continue
            data = {"csrf": crowd.csrf(name)} if way.method == "POST" else None
            answer = client.request(way.method, names.fill(way.path, partnership=HERE), data=data)
            fine = answer.status_code in {200, *SAID_NO} if may else answer.status_code == 403
            if not fine:
                wrong.append((name, way.line, answer.status_code))
    assert not wrong


def roles_walked(
    crowd: Crowd, names: Names, inside: list[Way], roles: Sequence[str]
) -> tuple[list[object], float]:
    """Open every page and form as each of these: what went wrong, and what share was shown."""
    pages = [way for way in inside if way.method == "GET" and way.access == "signed_in"]
    wrong: list[object] = []
    shown = 0
    for role in roles:
        client = crowd.client(role)
        for way in pages:
            path = names.fill(way.path, partnership=HERE)
            status = client.get(path).status_code
            shown += status == 200
            if status not in {200, 303, *SAID_NO}:
                wrong.append((role, way.line, path, status))
    return wrong, shown / len(pages) / len(roles)


def test_every_page_answers_whoever_is_signed_in(
    crowd: Crowd, names: Names, inside: list[Way]
) -> None:
    """What is not shown as things stand is on a list, with how it is answered."""
    client, found = crowd.client("secretary"), []
    for way in inside:
        if way.method == "GET" and way.access == "signed_in":
            status = client.get(names.fill(way.path, partnership=HERE)).status_code
            if status != 200:
                found.append(f"{status} {way.path}")
    listed = NOT_SHOWN.read_text(encoding="utf-8").splitlines()
    told = [f"shown no more: {line}" for line in sorted(set(found) - set(listed))]
    told += [f"take out of {NOT_SHOWN.name}: {line}" for line in sorted(set(listed) - set(found))]
    assert not told, "\n".join(told)
    assert {int(line[:3]) for line in listed} <= {303, *SAID_NO}


@pytest.mark.heavy
def test_every_page_answers_every_role(crowd: Crowd, names: Names, inside: list[Way]) -> None:
    """With every role the walk takes a minute: only roles and seats differ, no page is closed."""
    others = [role for role in (*OF_SEATS, "plain") if role != "secretary"]
    wrong, share = roles_walked(crowd, names, inside, others)
    assert not wrong
    assert share > 0.7


FORGED: tuple[tuple[dict[str, str], dict[str, str]], ...] = (
    ({}, {}),
    ({"csrf": "guessed"}, {}),
    ({"csrf": "theirs"}, {}),
    ({"csrf": "ours"}, {"origin": "https://elsewhere.example"}),
    ({"csrf": "ours"}, {"origin": "null"}),
    ({"csrf": "ours"}, {"sec-fetch-site": "cross-site"}),
    ({"csrf": "ours"}, {"sec-fetch-site": "same-site"}),
)
"""Ways in which something is sent that came from no page of ours: fields and headers."""


def test_nothing_that_is_sent_from_elsewhere_does_anything(
    crowd: Crowd, names: Names, inside: list[Way], site: Site
) -> None:
    before, wrong = counted(site.store), []
    client = crowd.client("secretary")
    tokens = {"ours": crowd.csrf("secretary"), "theirs": crowd.csrf("commissioner")}
    posts = [way for way in inside if way.method == "POST"]
    for n, way in enumerate(posts):
        path = names.fill(way.path, partnership=HERE)
        tried = FORGED if n % 50 == 0 else (FORGED[0], FORGED[1 + n % (len(FORGED) - 1)])
        for fields, headers in tried:
            data = {name: tokens.get(value, value) for name, value in fields.items()}
            answer = client.post(path, data={**data, "checked": "yes"}, headers=headers)
            if answer.status_code not in {403, 404, 400, 409}:
                wrong.append((way.line, fields, headers, answer.status_code))
    assert not wrong
    assert counted(site.store) == before
    assert client.get(f"/p/{HERE}/account").status_code == 200, "nor is anybody signed out"
