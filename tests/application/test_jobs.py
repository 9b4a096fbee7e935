"""Jobs: asked for once, begun by one, shown to live, ended once; begun again or lost."""

import datetime as dt
import importlib
import json
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from import_files import package, release
from working_off import perform_waiting
from world import RULEBOOKS, World, world

import governance.interfaces.work  # noqa: F401  # makes its kinds known
from governance import words
from governance.application.commissions.evidence import Document, add_evidence
from governance.application.commissions.opening import open_commission
from governance.application.jobs import acts, kinds, queries, tidying, working
from governance.application.jobs.kinds import KINDS, Kind, Task, given_in, hand_in
from governance.domain.errors import GuardRefused, NoSuchMove, Refused, Unusable
from governance.store import files
from governance.store.engine import Store
from governance.store.processes import this_process
from governance.store.tables import TABLES

NOW = dt.datetime(2026, 1, 5, 9, 30, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
DEAD = this_process().rsplit("/", 2)[0] + "/1999999999/1"


class Digging(ModuleType):
    """A kind of job for tests: what it does is said by each of them."""

    def __init__(self) -> None:
        super().__init__("digging")
        self.tasks: list[Task] = []
        self.work: Any = lambda _task: {"found": "gold"}
        self.against: Exception | None = None

    def check(self, desk: Any, params: Any, files: Any) -> None:
        del desk, params, files
        if self.against is not None:
            raise self.against

    def do(self, task: Task) -> Any:
        self.tasks.append(task)
        return self.work(task)


@pytest.fixture
def digging(monkeypatch: pytest.MonkeyPatch) -> Digging:
    module = Digging()
    for name, again in (("dig", True), ("dig_once", False)):
        monkeypatch.setitem(KINDS, name, Kind(name, name, again=again))
    real = importlib.import_module
    monkeypatch.setattr(
        "governance.application.jobs.kinds.import_module",
        lambda name: module if name.startswith("dig") else real(name),
    )
    return module


@pytest.fixture
def area(store: Store) -> World:
    return world(store, NOW, rulebooks=RULEBOOKS)


@pytest.fixture
def quick(quick_store: Store) -> World:
    return world(quick_store, NOW, rulebooks=RULEBOOKS)


def asked(area: World, kind: str = "dig", actor: str | None = None, **params: Any) -> str:
    with area.acting(actor) as desk:
        return acts.ask(desk, kind, params).id


def job(area: World, name: str) -> queries.Job:
    with area.looking() as desk:
        return queries.job_of(desk, name)


def perform(area: World, folder: Path) -> int:
    return perform_waiting(area.store, folder=folder, evidence=folder, clock=lambda: NOW + MINUTE)


def test_a_job_is_done_with_what_it_was_given_and_keeps_its_result(
    area: World, digging: Digging, tmp_path: Path
) -> None:
    def work(task: Task) -> Any:
        task.tell(3, 12, "job.rehearsing", day=dt.date(2026, 2, 1))
        there = job(area, name)
        assert (there.state, there.percent, there.attempt) == ("running", 25, 1)
        assert words.say(str(there.saying), there.saying_params) == "Playing 1 February 2026."
        return {"depth": 4, "on": dt.date(2026, 3, 1), "spade": task.content().decode()}

    digging.work = work
    with area.acting("example-commissioner") as desk:
        handed = hand_in(tmp_path, "spade.txt", b"a spade")
        name = acts.ask(desk, "dig", {"where": "here"}, [handed]).id
    assert job(area, name).state == "waiting"
    assert perform(area, tmp_path) == 1
    done = job(area, name)
    assert (done.state, done.ended, done.percent, done.trouble) == ("done", True, 100, [])
    assert done.who == "Casey Commissioner"
    assert queries.result_of(done, tmp_path) == {
        "depth": 4,
        "on": "2026-03-01",
        "spade": "a spade",
    }
    (task,) = digging.tasks
    assert (task.partnership, task.actor) == (area.key, "example-commissioner")
    assert (task.params, task.now) == ({"where": "here"}, NOW + MINUTE)


def test_the_same_is_not_asked_for_twice_while_it_is_under_way(
    quick: World, digging: Digging, tmp_path: Path
) -> None:
    first = asked(quick, where="here")
    assert asked(quick, where="here") == first
    others = {asked(quick, where="there"), asked(quick, "dig_once", where="here")}
    assert first not in others | {asked(quick, actor="example-commissioner", where="here")}
    perform(quick, tmp_path)
    assert asked(quick, where="here") != first


def test_what_cannot_be_asked_for_is_said_at_once(quick: World, digging: Digging) -> None:
    digging.against = Unusable.one("job.compare_unclear")
    with pytest.raises(Unusable):
        asked(quick)
    with pytest.raises(Unusable) as unknown:
        asked(quick, "digg")
    assert "Did you mean dig?" in words.remedy("name.unknown", unknown.value.problems[0].params)
    with quick.looking() as desk:
        assert queries.jobs_latest(desk) == ([], False)
        with pytest.raises(Unusable):
            queries.job_of(desk, "nothing")


def test_jobs_of_another_partnership_are_not_there(quick: World, digging: Digging) -> None:
    name = asked(quick)
    from governance.application.desk import looking
    from governance.application.people.acts import create_partnership

    create_partnership(quick.store, key="elsewhere", name="Elsewhere (example)", now=NOW)
    with looking(quick.store, now=NOW, partnership="elsewhere") as desk:
        assert queries.jobs_latest(desk) == ([], False)
        with pytest.raises(Unusable):
            queries.job_of(desk, name)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (Refused.one("job.not_yours", who="somebody"), "job.not_yours"),
        (Unusable.one("job.compare_unclear"), "job.compare_unclear"),
        (RuntimeError("Mr Example was here"), "job.broken"),
    ],
)
def test_why_a_job_failed_is_kept_without_what_may_name_somebody(
    quick: World, digging: Digging, tmp_path: Path, error: Exception, code: str
) -> None:
    def fail(_task: Task) -> None:
        raise error

    digging.work = fail
    name = asked(quick)
    perform(quick, tmp_path)
    failed = job(quick, name)
    assert (failed.state, [one["code"] for one in failed.trouble]) == ("failed", [code])
    assert "Mr Example" not in json.dumps(failed.trouble)


def test_a_long_result_lies_in_a_file(quick: World, digging: Digging, tmp_path: Path) -> None:
    digging.work = lambda _task: {"text": "x" * working.IN_ROW}
    name = asked(quick)
    perform(quick, tmp_path)
    there = job(quick, name)
    assert (there.state, there.result) == ("done", None)
    assert queries.result_of(there, tmp_path) == {"text": "x" * working.IN_ROW}
    (tmp_path / str(there.result_digest)).unlink()
    with pytest.raises(Unusable):
        queries.result_of(there, tmp_path)


def test_two_who_begin_at_once_never_begin_the_same(area: World, digging: Digging) -> None:
    names = {asked(area, number=number) for number in range(8)}
    together = threading.Barrier(4)

    def begin(place: int) -> list[str]:
        together.wait()
        found = []
        for _ in range(20):
            begun = working.begin(area.store, process=f"p{place}", now=NOW)
            if begun is not None:
                found.append(begun.id)
        return found

    with ThreadPoolExecutor(4) as pool:
        begun = [name for names in pool.map(begin, range(4)) for name in names]
    assert sorted(begun) == sorted(names)


def test_a_job_whose_process_is_gone_is_begun_again_and_the_old_one_writes_no_more(
    area: World, digging: Digging, tmp_path: Path
) -> None:
    name = asked(area)
    old = working.begin(area.store, process=DEAD, now=NOW)
    assert old is not None
    assert working.look_over(area.store, now=NOW) == [(name, "waiting")]
    assert not working.beat(area.store, old, now=NOW)
    again = working.begin(area.store, process=this_process(), now=NOW)
    assert again is not None
    assert (again.id, again.attempt) == (name, 2)
    assert working.look_over(area.store, now=NOW + MINUTE) == []
    clock = lambda: NOW + MINUTE  # noqa: E731  # a clock that stands still
    assert not working.perform(area.store, old, folder=tmp_path, evidence=tmp_path, clock=clock)
    assert working.perform(area.store, again, folder=tmp_path, evidence=tmp_path, clock=clock)
    assert job(area, name).state == "done"
    assert working.gone(area.store, again, now=NOW) is None
    assert len(digging.tasks) == 1


def test_one_that_shows_nothing_for_long_is_given_up(quick: World, digging: Digging) -> None:
    name = asked(quick)
    begun = working.begin(quick.store, process="elsewhere/x/1/2/3", now=NOW)
    assert begun is not None
    assert working.beat(quick.store, begun, now=NOW + 2 * MINUTE)
    assert working.look_over(quick.store, now=NOW + 4 * MINUTE) == []
    assert working.look_over(quick.store, now=NOW + 5 * MINUTE) == [(name, "waiting")]


def test_one_that_goes_on_dying_or_must_not_be_done_twice_is_lost(
    quick: World, digging: Digging
) -> None:
    name = asked(quick)
    for time in range(1, kinds.BEGUN_AT_MOST + 1):
        begun = working.begin(quick.store, process=DEAD, now=NOW)
        assert begun is not None
        state = "lost" if time == kinds.BEGUN_AT_MOST else "waiting"
        assert working.look_over(quick.store, now=NOW) == [(name, state)]
    assert [one["code"] for one in job(quick, name).trouble] == ["job.lost"]
    once = asked(quick, "dig_once")
    working.begin(quick.store, process=DEAD, now=NOW)
    assert working.look_over(quick.store, now=NOW) == [(once, "lost")]


def test_stops_of_vires_do_not_count_as_having_been_begun(quick: World, digging: Digging) -> None:
    name = asked(quick)
    for _ in range(kinds.BEGUN_AT_MOST + 1):
        begun = working.begin(quick.store, process=DEAD, now=NOW)
        assert begun is not None
        working.give_back(quick.store, begun)
        assert not working.beat(quick.store, begun, now=NOW)
    for time in range(1, kinds.BEGUN_AT_MOST + 1):
        assert working.begin(quick.store, process=DEAD, now=NOW) is not None
        state = "lost" if time == kinds.BEGUN_AT_MOST else "waiting"
        assert working.look_over(quick.store, now=NOW) == [(name, state)]
    assert job(quick, name).trouble[0]["params"] == {"times": kinds.BEGUN_AT_MOST}


def test_whoever_asked_can_stop_it_and_nobody_else(
    quick: World, digging: Digging, tmp_path: Path
) -> None:
    name = asked(quick, actor="example-commissioner")
    with pytest.raises(Refused) as refused, quick.acting("example-secretary") as desk:
        acts.stop(desk, name)
    assert [r.code for r in refused.value.refusals] == ["job.not_yours"]

    def work(task: Task) -> None:
        with quick.acting("example-commissioner") as desk:
            acts.stop(desk, name)
        task.tell(1, 2, "job.comparing")
        raise AssertionError("it goes on")

    digging.work = work
    perform(quick, tmp_path)
    assert job(quick, name).state == "stopped"
    with pytest.raises(NoSuchMove), quick.acting("example-commissioner") as desk:
        acts.stop(desk, name)


def test_the_list_is_paged(quick: World, digging: Digging) -> None:
    names = [asked(quick, number=number) for number in range(queries.PAGE + 3)]
    with quick.looking() as desk:
        first, more = queries.jobs_latest(desk)
        rest, no_more = queries.jobs_latest(desk, before=first[-1].id)
    assert (more, no_more) == (True, False)
    assert [one.id for one in (*first, *rest)] == names[::-1]


# --- the kinds there are


def test_the_record_is_checked(quick: World, tmp_path: Path) -> None:
    name = asked(quick, "check_record", actor="example-auditor")
    perform(quick, tmp_path)
    done = job(quick, name)
    assert done.state == "done", done.trouble
    assert done.result is not None
    assert (done.result["ok"], done.result["problems"]) == (True, [])
    assert done.result["subjects"] > 20
    entry = TABLES["organisation"]
    with quick.store.write() as tx:
        tx.run(entry.update().values(head="0" * 64))
    name = asked(quick, "check_record")
    perform(quick, tmp_path)
    broken = job(quick, name).result
    assert broken is not None
    assert not broken["ok"]
    assert {one["code"] for one in broken["problems"]} == {"ledger.head_differs"}


def test_a_file_of_notices_is_imported_by_who_may(quick: World, tmp_path: Path) -> None:
    handed = hand_in(tmp_path, "notices.json", package(release()))
    with pytest.raises(Refused), quick.acting("example-nhs") as desk:
        acts.ask(desk, "import", {"format": "ocds"}, [handed])
    with pytest.raises(Unusable), quick.acting("example-secretary") as desk:
        acts.ask(desk, "import", {"format": "csv"}, [handed])
    with quick.acting("example-secretary") as desk:
        name = acts.ask(desk, "import", {"format": "ocds"}, [handed]).id
    perform(quick, tmp_path)
    done = job(quick, name)
    assert done.state == "done", done.trouble
    assert done.result is not None
    assert done.result["created"] == 1
    assert done.result["rejections"] == 0


def test_a_period_is_rehearsed(quick: World, tmp_path: Path) -> None:
    asking: dict[str, Any] = {"from": "2026-02-02", "to": "2026-03-01", "supposed": {"absence": 10}}
    with pytest.raises(Unusable) as wrong:
        asked(quick, "rehearse", **{**asking, "to": "2026-01-20", "from": "2026-01-25"})
    assert [p.code for p in wrong.value.problems] == ["rehearsal.to_before_from"]
    with pytest.raises(Unusable):
        asked(quick, "rehearse", **{**asking, "supposed": {"weather": 3}})
    name = asked(quick, "rehearse", **asking)
    perform(quick, tmp_path)
    done = job(quick, name)
    assert done.state == "done", done.trouble
    found = queries.result_of(done, tmp_path)
    assert found is not None
    assert (found["from"], found["supposed"]["absence"]) == ("2026-02-02", 10)


def test_two_versions_of_a_scheme_are_compared(quick: World, tmp_path: Path) -> None:
    from governance.configuration import config_dir

    text = (config_dir() / "schemes/example-partnership.yaml").read_bytes()
    with quick.looking() as desk:
        from governance.application.rulebook.in_force import keys_in_force

        (scheme,) = [
            one
            for one in keys_in_force(desk, kind="scheme", on=desk.today)
            if one.key == "example-partnership"
        ]
    changed = text.replace(b'amount: "100,000"', b'amount: "90,000"')
    assert changed != text
    handed = hand_in(tmp_path, "new.yaml", changed)
    with pytest.raises(Unusable):
        asked(quick, "compare", old=scheme.ref)
    with quick.acting("example-secretary") as desk:
        name = acts.ask(desk, "compare", {"register": True}, [handed]).id
    perform(quick, tmp_path)
    done = job(quick, name)
    assert done.state == "done", done.trouble
    found = queries.result_of(done, tmp_path)
    assert found is not None
    assert not found["same"]
    assert found["changes"][0]["words"]
    assert found["register"]["scheme"] == "example-partnership"


def test_a_person_has_a_few_jobs_under_way_and_no_more(
    quick: World, digging: Digging, tmp_path: Path
) -> None:
    who = "example-commissioner"
    first = asked(quick, actor=who, number=0)
    for number in range(1, acts.OPEN_AT_MOST):
        asked(quick, actor=who, number=number)
    with pytest.raises(Refused) as refused:
        asked(quick, actor=who, number=acts.OPEN_AT_MOST)
    assert [r.code for r in refused.value.refusals] == ["job.too_many_open"]
    assert asked(quick, actor=who, number=0) == first
    asked(quick, actor="example-secretary", number=acts.OPEN_AT_MOST)
    perform(quick, tmp_path)
    asked(quick, actor=who, number=acts.OPEN_AT_MOST)


def test_a_person_has_one_job_at_a_time_that_only_reads(quick: World, tmp_path: Path) -> None:
    asking = {"from": "2026-01-05", "to": "2026-01-20", "seed": 7}
    first = asked(quick, "check_record", actor="example-secretary")
    assert asked(quick, "check_record", actor="example-secretary") == first
    with pytest.raises(Refused) as refused:
        asked(quick, "rehearse", actor="example-secretary", **asking)
    assert [r.code for r in refused.value.refusals] == ["job.reading_already"]
    assert "Check of the record" in words.say(
        refused.value.refusals[0].code, refused.value.refusals[0].params
    )
    asked(quick, "rehearse", actor="example-commissioner", **asking)
    perform(quick, tmp_path)
    assert asked(quick, "check_record", actor="example-secretary") != first


def test_the_record_is_checked_for_whoever_keeps_or_audits_it(quick: World) -> None:
    for who in ("example-commissioner", "example-nhs"):
        with pytest.raises(GuardRefused):
            asked(quick, "check_record", actor=who)
        with quick.looking(who) as desk:
            assert acts.against(desk, "check_record")
    for who in ("example-secretary", "example-auditor"):
        with quick.looking(who) as desk:
            assert not acts.against(desk, "check_record")


def test_a_job_waits_again_where_the_database_was_busy(
    quick: World, digging: Digging, tmp_path: Path
) -> None:
    name = asked(quick)
    once = asked(quick, "dig_once")

    def busy(_task: Task) -> None:
        raise Unusable.one("store.busy")

    digging.work = busy
    for time in range(1, kinds.BEGUN_AT_MOST + 1):
        begun = working.begin(quick.store, process=this_process(), now=NOW)
        while begun is not None and begun.id != name:
            working.perform(
                quick.store, begun, folder=tmp_path, evidence=tmp_path, clock=lambda: NOW
            )
            begun = working.begin(quick.store, process=this_process(), now=NOW)
        assert begun is not None
        working.perform(quick.store, begun, folder=tmp_path, evidence=tmp_path, clock=lambda: NOW)
        state = "failed" if time == kinds.BEGUN_AT_MOST else "waiting"
        assert job(quick, name).state == state
    perform(quick, tmp_path)
    assert job(quick, once).state == "failed"


def test_nothing_is_kept_for_a_job_that_cannot_be_asked_for(
    quick: World, digging: Digging, tmp_path: Path
) -> None:
    digging.against = Unusable.one("job.compare_unclear")
    with quick.looking() as desk, pytest.raises(Unusable):
        acts.hand_in_for(desk, "dig", {}, [("spade.txt", b"a spade")], tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["values", "import"])
def test_nothing_is_kept_for_who_may_not_ask(quick: World, tmp_path: Path, kind: str) -> None:
    for who in ("example-auditor", "example-nhs"):
        with quick.looking(who) as desk, pytest.raises(GuardRefused):
            acts.hand_in_for(desk, kind, {"format": "ocds"}, [("a.csv", b"a spade")], tmp_path)
        with quick.acting(who) as desk, pytest.raises(GuardRefused):
            acts.ask(desk, kind, {"format": "ocds"}, [given_in("a.csv", b"a spade")])
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_kept_that_there_is_no_room_for(
    quick: World, digging: Digging, tmp_path: Path
) -> None:
    who = "example-commissioner"

    def hand_in(text: bytes) -> None:
        with quick.looking(who) as desk:
            handed = acts.hand_in_for(desk, "dig", {}, [("spade.txt", text)], tmp_path)
        with quick.acting(who) as desk:
            acts.ask(desk, "dig", {}, handed)

    for number in range(acts.OPEN_AT_MOST):
        hand_in(f"spade {number}".encode())
    with pytest.raises(Refused) as refused:
        hand_in(b"one more")
    assert [r.code for r in refused.value.refusals] == ["job.too_many_open"]
    assert len(list(tmp_path.iterdir())) == acts.OPEN_AT_MOST
    hand_in(b"spade 0")  # the same again is the one that is there
    assert len(list(tmp_path.iterdir())) == acts.OPEN_AT_MOST


class TestTidying:
    @staticmethod
    def old(file: Path, *, days: float) -> None:
        then = NOW.timestamp() - days * 86400
        os.utime(file, (then, then))

    def test_files_of_jobs_go_with_their_jobs(
        self, area: World, digging: Digging, tmp_path: Path
    ) -> None:
        folder = tmp_path / "jobs"
        digging.work = lambda _task: {"long": "x" * working.IN_ROW}
        with area.acting() as desk:
            handed = hand_in(folder, "spade.txt", b"a spade")
            name = acts.ask(desk, "dig", {}, [handed]).id
        perform(area, folder)
        result = job(area, name).result_digest
        hand_in(folder, "never.txt", b"never asked for")
        (folder / "readme.txt").write_text("of somebody else")
        (folder / f".{handed.digest}.0123abcd").write_text("half")
        for file in folder.iterdir():
            self.old(file, days=2)
        hand_in(folder, "new.txt", b"about to be asked for")
        self.old(folder / given_in("new.txt", b"about to be asked for").digest, days=0.5)

        def swept() -> int:
            none = folder / "none"
            return tidying.tidy(area.store, folder=folder, evidence=none, now=NOW)

        def there() -> set[str]:
            return {file.name for file in folder.iterdir()} - {"readme.txt"}

        new = given_in("", b"about to be asked for").digest
        assert swept() == 2
        assert there() == {handed.digest, result, new}
        with area.store.write() as tx:
            tx.run(TABLES["job"].delete())
        assert swept() == 2
        assert there() == {new}
        assert swept() == 0

    def test_a_file_that_is_handed_in_again_is_as_new(self, tmp_path: Path) -> None:
        file = tmp_path / hand_in(tmp_path, "spade.txt", b"a spade").digest
        self.old(file, days=20_000)
        before = file.stat().st_mtime
        hand_in(tmp_path, "spade.txt", b"a spade")
        assert file.stat().st_mtime > before

    def test_evidence_that_no_row_names_goes_and_nothing_of_another_database(
        self, quick: World, tmp_path: Path
    ) -> None:
        def kept(content: bytes, *, days: float) -> Path:
            file = tmp_path / files.keep(tmp_path, content).digest
            self.old(file, days=days)
            return file

        def swept() -> int:
            none = tmp_path / "none"
            return tidying.tidy(quick.store, folder=none, evidence=tmp_path, now=NOW)

        unused, lately = kept(b"unused", days=31), kept(b"lately", days=29)
        assert swept() == 0  # none of these files is known here
        with quick.acting("example-commissioner") as desk:
            end = dt.date(2027, 3, 31)
            ref = open_commission(desk, title="Play", lead="example-commissioner", end_date=end).ref
            add_evidence(
                desk,
                kind="needs",
                title="Needs",
                data_dir=tmp_path,
                commission=ref,
                document=Document("needs.txt", b"named"),
            )
        named = kept(b"named", days=400)
        assert swept() == 1
        assert (unused.exists(), lately.exists(), named.exists()) == (False, True, True)
