"""A scheme is proved before it governs; another body's only with every finding acknowledged."""

import datetime as dt
import json

import pytest
from sqlalchemy import bindparam, select
from test_rulebook_acts import (  # the small partnership and its texts
    CABINET,
    PARTNERS,
    RECORDED,
    SCHEME,
    TERMS,
    a_report,
    codes,
    constituted,
    load,
    state,
    world,
)
from world import World
from world import world as full_world

from governance import words
from governance.application.bodies import acts as bodies
from governance.application.rulebook import acts, proving
from governance.application.rulebook.kept import Kept
from governance.domain import assurance
from governance.domain.authority.loading import load_scheme
from governance.domain.errors import Refused, Unusable
from governance.store import ledger
from governance.store.engine import Store
from governance.store.tables import TABLES

__all__ = ["world"]

GAPPED = SCHEME.replace(b"adopt or award}", b"adopt}")
_ENTRIES = (
    select(TABLES["ledger_entry"].c.body)
    .where(
        TABLES["ledger_entry"].c.partnership_id == bindparam("partnership"),
        TABLES["ledger_entry"].c.subject_id == bindparam("subject"),
    )
    .order_by(TABLES["ledger_entry"].c.number)
)


_MESSAGES = select(TABLES["message"]).where(
    TABLES["message"].c.partnership_id == bindparam("partnership")
)


class TestProof:
    """A scheme of one's own governs only proved, and where people could complete its paths."""

    def test_an_unproved_scheme_is_not_adopted_and_every_finding_is_told(
        self, world: World
    ) -> None:
        constituted(world)
        unproved = (
            GAPPED
            + b"""  - id: S2
    title: also
    when: {kind: adopt}
    path: [{recommend: director}, {decide: director}]
    source: paragraph 2
  - id: S3
    title: also
    when: {kind: adopt}
    path: [{decide: finance}]
    source: paragraph 3
"""
        )
        more = b"  finance: {kind: office, title: Finance}\ninputs:"
        ref = load(world, unproved.replace(b"inputs:", more, 1))
        report = a_report(world, ref)
        with pytest.raises(Refused) as failed, world.acting() as desk:
            acts.adopt(desk, ref, decision=report)
        found = codes(failed)
        assert found[:2] == ["rulebook.finding.gap", "rulebook.finding.overlap"]
        assert found[-1] == "rulebook.uncovered"
        gap = failed.value.refusals[0]
        assert gap.params["said"] == "An award matches no rule."
        assert "vires scheme check" in words.remedy(gap.code, gap.params)
        assert state(world, ref) == "draft"

    def test_nor_constituted(self, world: World) -> None:
        ref = load(world, GAPPED)
        with pytest.raises(Refused) as failed, world.acting() as desk:
            acts.constitute(desk, [ref], PARTNERS)
        assert codes(failed) == ["rulebook.finding.gap"]

    def test_a_path_of_partners_alone_comes_into_force_in_no_way(self, world: World) -> None:
        each = b"  each: {kind: each-partner, title: each partner}\ninputs:"
        text = SCHEME.replace(b"inputs:", each, 1)
        path = b"path: [{decide: director}]"
        assert path in text
        alone = text.replace(path, b"path: [{consult: director}, {decide: each}]")
        ref = load(world, alone)
        with pytest.raises(Refused) as failed, world.acting() as desk:
            acts.constitute(desk, [ref], PARTNERS)
        assert set(codes(failed)) == {"rulebook.partners_alone"}
        constituted(world)
        ref = load(world, alone + b"# again\n")
        report = a_report(world, ref)
        with pytest.raises(Refused) as failed, world.acting() as desk:
            acts.adopt(desk, ref, decision=report)
        assert set(codes(failed)) == {"rulebook.partners_alone"}
        (first, *_) = failed.value.refusals
        said = words.say(first.code, first.params)
        assert said.startswith("Nobody could complete the path of rule S1")
        advised = text.replace(path, b"path: [{recommend: director}, {decide: each}]")
        with world.acting() as desk:
            assert proving.dead_ends(desk, desk.row("rulebook_version", ref))
            ref = acts.load_all(desk, [(advised + b"# more\n", "advised.yaml")])[0].ref
            assert not proving.dead_ends(desk, desk.row("rulebook_version", ref))

    def test_constituting_does_not_ask_for_people_who_can_only_be_appointed_after(
        self, world: World
    ) -> None:
        text = SCHEME.replace(b"{kind: office, title: the Director}", b"{kind: body, title: it}")
        ref = load(world, text)
        with world.acting() as desk:
            acts.constitute(desk, [ref], PARTNERS)
        assert state(world, ref) == "in_force"

    def test_another_bodys_scheme_is_constituted_only_with_its_findings_accepted(
        self, world: World
    ) -> None:
        own, ref = load(world, SCHEME), load(world, RECORDED)
        with pytest.raises(Refused) as failed, world.acting() as desk:
            acts.constitute(desk, [own, ref], PARTNERS)
        assert set(codes(failed)) == {"rulebook.known.gap"}
        with world.acting() as desk:
            found = acts.findings(desk, ref)["findings"]
            acts.acknowledge(desk, ref, [one["name"] for one in found], reason="as published")
        with world.acting() as desk:
            acts.constitute(desk, [own, ref], PARTNERS)
        assert state(world, ref) == "in_force"

    def test_a_scheme_whose_paths_nobody_could_complete_waits(self, world: World) -> None:
        constituted(world)
        ref = load(world, SCHEME + b"# again\n")
        with world.acting() as desk:
            bodies.end_holding(desk, office="director", person="example-county")
        report = a_report(world, ref)
        tomorrow = world.now + dt.timedelta(days=1)
        with pytest.raises(Refused) as failed, world.acting(now=tomorrow) as desk:
            acts.adopt(desk, ref, decision=report)
        assert codes(failed) == ["rulebook.uncovered"]
        (refusal,) = failed.value.refusals
        (why,) = refusal.params["why"]
        assert (why["code"], why["params"]["keys"]) == ("cover.lack.vacant", ["director"])
        assert words.say(refusal.code, refusal.params) == (
            "Nobody could complete the path of rule S1 on 21 February 2025: nobody is Director."
        )

    def test_a_late_adoption_governs_from_the_day_it_is_made(self, world: World) -> None:
        constituted(world)
        ref = load(world, SCHEME + b"# late\n")
        report = a_report(world, ref, details={"effective_from": "2025-03-01"})
        late = world.now + dt.timedelta(days=30)
        with world.acting(now=late) as desk:
            acts.adopt(desk, ref, decision=report)
        with world.looking() as desk:
            assert desk.row("rulebook_version", ref).effective_from == late.date()

    def test_what_the_resolution_says_of_pending_cases_is_not_altered(self, world: World) -> None:
        constituted(world)
        ref = load(world, SCHEME + b"# saved\n")
        report = a_report(world, ref, details={"pending": "saved"})
        with pytest.raises(Refused) as failed, world.acting() as desk:
            acts.adopt(desk, ref, decision=report, pending="redrawn")
        assert codes(failed) == ["rulebook.pending_not_decided"]
        with world.acting() as desk:
            acts.adopt(desk, ref, decision=report, pending="saved")
        with world.looking() as desk:
            assert desk.row("rulebook_version", ref).authority["pending"] == "saved"

    def test_the_proof_is_noted_and_holds_from_its_day(self, world: World) -> None:
        ref = load(world, SCHEME)
        day = world.now.date()
        with world.acting() as desk:
            acts.prove(desk, ref)
        with world.looking() as desk:
            row = desk.row("rulebook_version", ref)
            assert (row.state, row.proof) == ("proved", {"proved_from": day.isoformat()})
            assert proving.proved_from(row, day)
            assert proving.proved_from(row, day + dt.timedelta(days=900))
            assert not proving.proved_from(row, day - dt.timedelta(days=1))
        with world.acting() as desk:
            acts.constitute(desk, [ref], PARTNERS)
        assert state(world, ref) == "in_force"

    def test_what_is_noted_as_proved_is_not_proved_again(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ref = load(world, SCHEME + b"# of its own\n")
        with world.acting() as desk:
            acts.prove(desk, ref)
        monkeypatch.setattr(proving, "proof_of", None)
        with world.acting() as desk:
            acts.constitute(desk, [ref], PARTNERS)
        assert state(world, ref) == "in_force"

    def test_a_text_is_proved_once_in_an_act_and_in_the_next(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked = []
        real = assurance.prove

        def counted(*args: object, **more: object) -> object:
            asked.append(args)
            return real(*args, **more)  # type: ignore[arg-type]

        monkeypatch.setattr(assurance, "prove", counted)
        monkeypatch.setattr(proving, "_proofs", Kept(8))
        ref = load(world, SCHEME + b"# counted\n")
        for _ in range(2):
            with world.looking() as desk:
                proving.prove_ahead(desk, [ref, "nothing"], start=None)
        with world.acting() as desk:
            acts.constitute(desk, [ref], PARTNERS)
        assert len(asked) == 1

    def test_only_a_scheme_is_proved(self, world: World) -> None:
        ref = load(world, TERMS)
        with pytest.raises(Unusable) as failed, world.acting() as desk:
            acts.prove(desk, ref)
        assert [p.code for p in failed.value.problems] == ["rulebook.nothing_to_prove"]

    def test_a_limit_without_a_value_yet_is_told(self, world: World) -> None:
        limits = (
            b'limits:\n  small: {title: small, dates: [{from: 2030-01-01, amount: "5"}]}\nrules:'
        )
        value = b"  value: {type: money, title: the sum, from: value}\n"
        text = SCHEME.replace(b"rules:", value + limits, 1).replace(
            b"adopt or award}", b"adopt or award, value: up to small}"
        )
        ref = load(world, text)
        with pytest.raises(Refused) as failed, world.acting() as desk:
            acts.prove(desk, ref)
        assert codes(failed) == ["scheme.limit.not_yet"]


class TestAcknowledging:
    RECORDED_SMALL = GAPPED.replace(b"standing: own", b"standing: recorded")

    def names(self, world: World, ref: str) -> list[str]:
        with world.looking() as desk:
            return [one["name"] for one in acts.findings(desk, ref)["findings"]]

    def test_each_finding_is_accepted_by_its_name_for_a_reason(self, world: World) -> None:
        ref = load(world, self.RECORDED_SMALL)
        (name,) = self.names(world, ref)
        with pytest.raises(Refused) as failed, world.acting() as desk:
            acts.acknowledge(desk, ref, [name], reason=" ")
        assert codes(failed) == ["lifecycle.reason_missing"]
        with world.acting() as desk:
            acts.acknowledge(desk, ref, [name], reason="It is as published.")
        with world.looking() as desk:
            row = desk.row("rulebook_version", ref)
            entries = desk.all(_ENTRIES, subject=row.id)
        (kept,) = row.proof["acknowledged"]
        assert (row.state, kept["name"], kept["kind"], kept["rules"], kept["reason"]) == (
            "findings_acknowledged",
            name,
            "gap",
            [],
            "It is as published.",
        )
        facts = json.loads(bytes(entries[-1].body))["facts"]
        assert [one["name"] for one in facts["findings"]] == [name]
        with world.acting() as desk:
            acts.cite(desk, ref, "Minute 1", desk.today)
        with world.looking() as desk:
            row = desk.row("rulebook_version", ref)
        assert (row.state, row.authority["acknowledged"]) == ("in_force", [name])

    def test_each_is_accepted_for_a_reason_of_its_own(self, world: World) -> None:
        ref = load(world, RECORDED)
        names = self.names(world, ref)
        assert len(names) > 1
        for at, name in enumerate(names):
            assert state(world, ref) == "draft"
            with world.acting() as desk:
                acts.acknowledge(desk, ref, [name], reason=f"Reason {at}.")
                assert acts.open_findings(desk, ref) == names[at + 1 :]
        assert state(world, ref) == "findings_acknowledged"
        with world.looking() as desk:
            kept = desk.row("rulebook_version", ref).proof["acknowledged"]
        assert [(one["name"], one["reason"]) for one in kept] == [
            (name, f"Reason {at}.") for at, name in enumerate(names)
        ]

    def test_naming_none_is_no_yes(self, world: World) -> None:
        ref = load(world, self.RECORDED_SMALL)
        with pytest.raises(Refused) as failed, world.acting() as desk:
            acts.acknowledge(desk, ref, [], reason="as published")
        assert codes(failed) == ["rulebook.known.gap"]

    def test_a_name_of_nothing_is_no_yes(self, world: World) -> None:
        ref = load(world, self.RECORDED_SMALL)
        for name in ("as published", "gap-000000"):
            with pytest.raises(Unusable) as failed, world.acting() as desk:
                acts.cite(desk, ref, "Minute 1", desk.today, [name])
            assert [p.code for p in failed.value.problems] == ["rulebook.finding_unknown"]

    def test_without_findings_it_is_cited_as_a_draft(self, world: World) -> None:
        ref = load(world, SCHEME.replace(b"standing: own", b"standing: recorded"))
        with world.acting() as desk:
            acts.cite(desk, ref, "Minute 1", desk.today)
        assert state(world, ref) == "in_force"

    def test_a_finding_that_is_new_is_not_accepted_with_the_old(self, world: World) -> None:
        kinds = b"[adopt, award]"
        one = load(world, self.RECORDED_SMALL)
        two = load(world, self.RECORDED_SMALL.replace(kinds, b"[adopt, award, pool]"))
        (old,), both = self.names(world, one), self.names(world, two)
        assert old not in both
        with world.acting() as desk:
            acts.acknowledge(desk, one, [old], reason="as published")
        with pytest.raises(Refused) as failed, world.acting() as desk:
            acts.cite(desk, two, "Minute 2", desk.today)
        assert set(codes(failed)) == {"rulebook.known.gap"}

    def test_a_finding_of_a_later_day_is_asked_for_on_that_day(self, world: World) -> None:
        limits = (
            b"limits:\n  small:\n    title: small\n    dates:\n"
            b'      - {from: 2020-01-01, amount: "10"}\n      - {from: 2024-01-01, amount: "20"}\n'
            b"rules:"
        )
        value = b'  value: {type: money, title: the sum, most: "100", from: value}\n'
        text = self.RECORDED_SMALL.replace(b"rules:", value + limits, 1).replace(
            b"kind: adopt}", b"kind: adopt or award, value: up to small}"
        )
        ref = load(world, text)
        now = self.names(world, ref)
        with world.acting() as desk:
            acts.acknowledge(desk, ref, now, reason="as published")
        with pytest.raises(Refused) as failed, world.acting() as desk:
            acts.cite(desk, ref, "Minute 2", dt.date(2023, 5, 1))
        (new,) = failed.value.refusals
        assert new.params["name"] not in now
        with world.acting() as desk:
            acts.cite(desk, ref, "Minute 2", dt.date(2023, 5, 1), [new.params["name"]])
        with world.looking() as desk:
            row = desk.row("rulebook_version", ref)
        assert sorted(row.authority["acknowledged"]) == sorted([*now, new.params["name"]])
        with world.looking() as desk:
            assert ledger.verify(desk.tx).problems == []


class TestTermsOfReference:
    """They are not refused for leaving a rule without people: the secretary is told."""

    @pytest.mark.parametrize(("quorum", "lost"), [(b"4", 1), (b"2", 0)])
    def test_whoever_is_lost_by_other_terms_is_told_at_once(
        self, store: Store, now: dt.datetime, quorum: bytes, lost: int
    ) -> None:
        """Three sit in the cabinet, and nobody stands above it."""
        built = full_world(store, now)
        assert CABINET.count(b"\n  members: 3\n") == 1
        with built.acting() as desk:
            text = CABINET.replace(b"  members: 3", b"  members: " + quorum)
            ref = acts.load(desk, text, "cabinet.yaml").ref
            start = desk.today + dt.timedelta(days=30)
            acts.cite(desk, ref, "Council, minute 9", desk.today, effective_from=start)
        with built.looking() as desk:
            said = [m.params for m in desk.all(_MESSAGES) if m.template == "cover_lost"]
            version = desk.row("rulebook_version", ref)
        assert version.state == "adopted"
        assert [(one["on"], one["number"]) for one in said] == [(start.isoformat(), 1)] * lost


def test_rules_that_meet_in_more_cases_are_another_finding() -> None:
    """Whoever acknowledged where they meet has not acknowledged where else they do."""

    def names(most: str) -> list[str]:
        value = b'  value: {type: money, title: the sum, most: "100", from: value}\nrules:'
        text = SCHEME.replace(b"rules:", value, 1).replace(
            b"when: {kind: adopt or award}",
            b"when: {kind: adopt or award, value: up to " + most.encode() + b"}",
        )
        text += b"""  - id: S2
    title: more
    when: {kind: adopt or award, value: over 10}
    path: [{recommend: director}, {decide: director}]
    source: paragraph 2
"""
        start = dt.date(2025, 2, 20)
        proof = assurance.prove(load_scheme(text, "a.yaml"), on=start)
        return [one.name for one in proving.named(proof, start=start) if one.kind == "duplicate"]

    (narrow,), (wide,) = names("20"), names("50")
    assert narrow != wide
    assert names("20") == [narrow]
