"""Two reds open a case by themselves; help comes first and fails; then the service ends, safely."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from governance import words
from governance.application.commissions.agreements import record_agreement
from governance.application.commissions.evidence import add_evidence
from governance.application.commissions.opening import open_commission
from governance.application.decommissioning import (
    acts,
    ending,
    noticing,
    proposing,
    transition,
)
from governance.application.decommissioning.queries import listing, show
from governance.application.desk import looking
from governance.application.improvement import actions as doing
from governance.application.improvement import acts as improving
from governance.application.improvement import judging
from governance.application.performance.actions import record_action
from governance.application.performance.measures import Said, add_measure
from governance.application.performance.recording import record
from governance.application.proposals.findings import Words
from governance.application.proposals.submitting import submit as submit_report
from governance.application.reviews.scheduling import set_tier
from governance.application.rulebook.acts import adopt
from governance.application.rulebook.loading import load
from governance.configuration import config_dir
from governance.interfaces.story.player import Player
from governance.interfaces.story.rooms import (
    COMMISSIONER,
    DEPUTY,
    DIRECTOR,
    FINANCE,
    SECRETARY,
    commission,
    decide,
    hold,
    minutes,
    path,
    place,
    plan,
    publish,
    submit,
    view,
)
from governance.words.format import day, money

PROVIDER: Final = "voluntary-sector"
EXECUTIVE: Final = ("example-nhs", DIRECTOR, FINANCE, "example-police")
TEXTS: Final = ("rag/own-tolerance.yaml", "triggers/starting-triggers.yaml")
MEASURE: Final = Said(
    title="Young people in work or learning a year on",
    question="better off",
    unit="%",
    direction="higher",
    target="80",
    tolerance="5%",
)
APPRAISAL: Final = {
    "options": "Go on; go on with half the mentors; end it and let each young person choose one.",
    "users": "34 young people; 5 have a mentor whom they trust and would lose.",
    "market": "Two charities and the college offer mentors by the hour.",
    "support": "The care leavers' forum is for it, the provider's mentors are against.",
}
SAVINGS: Final = {"saving": 6_400_00, "cost": 2_000_00, "budget": 78_000_00}
DOCUMENTS: Final = {
    "options-appraisal": "Three options for mentoring, compared",
    "equality-impact-assessment": "Who would be worse off without the mentors",
    "consultation-report": "What 29 young people and 11 mentors said",
}
RESOLVED: Final = Words(
    "RESOLVED: that the mentoring service end, and that each young person choose a mentor.",
    reasons="It has not helped enough of them; the board had due regard to the equality duty.",
    alternatives="Half the mentors: rejected, it would help fewer.",
)
CLOSES: Final = "2027-03-08"


def play(player: Player) -> None:
    """From two reds to the end of a service, and the day on which it is looked back on."""
    player.chapter("A service that does not help enough")
    _red_twice(player)
    _supported(player)
    _failed(player)
    player.chapter("A service ends, with its safeguards")
    _appraised(player)
    _proposed(player)
    _decided(player)
    _noticed(player)
    _moved(player)
    _closed(player)


def _red_twice(player: Player) -> None:
    tell = player.teller
    player.on("2026-07-13", "09:00")
    for name in TEXTS:
        text = (config_dir() / name).read_bytes()
        version = player.act(
            SECRETARY, partial(load, text=text, file=name), about="rulebook_version"
        )
        player.act(
            SECRETARY,
            partial(adopt, version=version, reason="Agreed by the Executive Board in June."),
            about="rulebook_version",
        )
    about = commission(player, "care-mentors")
    player.act(
        COMMISSIONER,
        lambda desk: record_agreement(
            desk,
            commission=about,
            title="Mentors, as they have been since 2025",
            provider=PROVIDER,
            value=234_000_00,
            starts_on=dt.date(2025, 4, 1),
            ends_on=dt.date(2028, 3, 31),
            reason="It was awarded before the partnership.",
        ),
        about="agreement",
    )
    player.act(
        COMMISSIONER,
        lambda desk: set_tier(desk, commission=about, tier="low", reason="A small sum."),
        about="commission",
    )
    measure = player.act(
        COMMISSIONER, lambda desk: add_measure(desk, MEASURE, commission=about), about="measure"
    )
    player.refs["mentors measure"] = measure
    for period, value in (("2026-01 to 2026-03", "61"), ("2026-04 to 2026-06", "58")):
        _observed(player, period, value)
    tell.say(
        f"""{about} gives each young person who leaves care a mentor, through Exampleshire
        Voluntary Action. One question counts: are they better off? Of a hundred, 80 should be in
        work or learning a year on. 61 were in spring, 58 are in summer. Both are red, and red
        demands an action. The triggers that the board agreed say what two reds in a row are."""
    )
    player.on("2026-07-14", "09:00")
    player.refs["case"] = _case_of(player, about)
    _told(
        player,
        f"""Nobody has to remember. In the night the clock has opened a case,
        {player.refs["case"]}, with what it rests on. It ends nothing: Casey has two weeks to say
        which way it goes.""",
    )


def _observed(player: Player, period: str, value: str) -> None:
    measure = player.refs["mentors measure"]
    player.act(
        COMMISSIONER,
        partial(record, measure=measure, value=value, period=period),
        about="measure",
    )
    player.act(
        COMMISSIONER,
        lambda desk: record_action(
            desk,
            measure=measure,
            what="Call each young person who left.",
            officer=DEPUTY,
            due=desk.today + dt.timedelta(days=30),
            done_on=desk.today,
            outcome="Called.",
        ),
        about="measure",
    )


def _supported(player: Player) -> None:
    case, about = player.refs["case"], player.refs["care-mentors"]
    _do(player, acts.support, reason="The mentors are trusted; let them try.", officer=DEPUTY)
    due = dt.date(2026, 10, 2)
    ref = player.act(
        COMMISSIONER,
        lambda desk: improving.raise_plan(
            desk,
            commission=about,
            title="Mentors who know the way to work",
            wanted="Of a hundred, 70 in work or learning by the end of September.",
            officer=DEPUTY,
            due=due,
            case=case,
        ),
        about="improvement_plan",
    )
    player.refs["mentors plan"] = ref
    player.act(
        COMMISSIONER,
        lambda desk: doing.add_action(
            desk, ref, what="Train the mentors with the college.", officer=DEPUTY, by=due
        )[0],
        about="improvement_plan",
    )
    player.act(COMMISSIONER, lambda desk: improving.agree(desk, ref), about="improvement_plan")
    player.teller.say(
        f"""Help comes first. {ref} belongs to the case: what is wanted, by {day(due)}, and who
        sees to it. Met, it averts the case. Failed, it makes the case for change."""
    )


def _failed(player: Player) -> None:
    plan_ref = player.refs["mentors plan"]
    player.on("2026-10-05", "09:00")
    player.act(
        COMMISSIONER,
        lambda desk: doing.settle_action(desk, plan_ref, 1, outcome="Nine of twelve came."),
        about="improvement_plan",
    )
    _observed(player, "2026-07 to 2026-09", "57")
    player.act(
        COMMISSIONER,
        lambda desk: judging.fail(desk, plan_ref, finding="57 of a hundred, not 70."),
        about="improvement_plan",
    )
    _told(player, "In October it is plain: 57. Casey says so, and the case moves by itself.")


def _appraised(player: Player) -> None:
    player.on("2026-10-06")
    _do(
        player,
        acts.appraise,
        scope="The mentoring service as it is",
        savings=SAVINGS,
        **APPRAISAL,
    )
    _do(
        player,
        acts.consult,
        first=dt.date(2026, 10, 7),
        last=dt.date(2026, 11, 18),
        whom="All 34 young people, the mentors, the provider, the college",
    )
    player.refs["executive in December"] = plan(
        player, "executive in December", body="executive-board", on="2026-12-02"
    )
    player.teller.say(
        """Options, what each means for the young people, for others who could provide, and for the
        money; then six weeks in which everybody is asked. Vires can say already when it could be
        decided, and when it could end."""
    )
    player.ask(
        COMMISSIONER,
        lambda desk: show(desk, player.refs["case"])["ahead"],
        lambda ahead: player.teller.answer(_ahead(ahead)),
    )


def _ahead(seen: Mapping[str, Any]) -> list[str]:
    told = [words.say(one.code, one.params) for one in seen["missing"]]
    told.append(
        words.say("decommissioning.who_decides", {"who": seen["decider"], "rule": seen["rule"]})
    )
    days = {"decided": seen["decision_from"], "day": seen["end_from"]}
    return [*told, words.say("decommissioning.earliest_end_after", days)]


def _proposed(player: Player) -> None:
    tell = player.teller
    player.on("2026-11-19", "09:00")
    _do(
        player,
        acts.heard,
        views="Five want to keep the mentor they have; most want to choose one.",
        changed="Those five keep theirs, paid by the hour, for as long as they like.",
    )
    ref = player.act(
        COMMISSIONER,
        lambda desk: (
            proposing.propose(desk, player.refs["case"], title="Ending the mentors").report
        ),
        about="proposal",
    )
    player.refs["ending the mentors"] = ref
    tell.say(
        f"""What they said is written down, and what changed because of it. {ref} is drafted from
        the case. Casey is in a hurry, and sends it off with two documents."""
    )
    for kind in ("options-appraisal", "consultation-report"):
        _document(player, ref, kind)
    player.refused(COMMISSIONER, lambda desk: submit_report(desk, ref))
    _document(player, ref, "equality-impact-assessment")
    submit(player, ref)
    tell.say(
        f"""The decider has to have due regard to those who would be worse off, with the assessment
        before it: a law that no scheme can leave out. With it the report goes its way. It saves
        {money(SAVINGS["saving"])} a year, less than a tenth of the budget, and so the Executive
        Board decides."""
    )
    path(player, ref, about="Who decides")
    view(player, ref, actor=COMMISSIONER, said="End it, with the five as they wish.")
    place(player, ref, player.refs["executive in December"])
    publish(player, player.refs["executive in December"])


def _document(player: Player, ref: str, kind: str) -> None:
    player.act(
        COMMISSIONER,
        partial(
            add_evidence,
            kind=kind,
            title=DOCUMENTS[kind],
            proposal=ref,
            data_dir=player.evidence,
        ),
    )


def _decided(player: Player) -> None:
    meeting = player.refs["executive in December"]
    player.on("2026-12-02")
    hold(player, meeting, EXECUTIVE)
    decide(
        player,
        player.refs["ending the mentors"],
        RESOLVED,
        by="The Executive Board, agreed without a vote",
    )
    minutes(player, meeting)


def _noticed(player: Player) -> None:
    player.on("2026-12-03")
    short, ends = dt.date(2027, 1, 31), dt.date(2027, 3, 5)
    player.teller.say(
        f"""The provider is a charity. Casey would like to end it by {day(short)}; Vires counts."""
    )
    player.refused(
        COMMISSIONER,
        lambda desk: noticing.give_notice(desk, player.refs["case"], ends=short),
    )
    _do(player, noticing.give_notice, ends=ends, terms="Three months, in writing.")
    _told(
        player,
        f"So it ends on {day(ends)}. The commission and its agreement are under notice with it.",
    )


def _moved(player: Player) -> None:
    player.on("2027-01-11")
    _do(
        player,
        transition.plan,
        staff="TUPE does not apply: no undertaking passes to anybody.",
        premises="None: the mentors meet in cafés.",
        contingency="The duty team calls weekly whoever has no mentor yet.",
    )
    _do(player, transition.count, cases=34, moved=0)
    _do(player, transition.begin)
    player.teller.say(
        """In January the young people begin to choose. Vires counts them; it has no place for a
        name."""
    )
    player.on("2027-02-15")
    _do(player, transition.count, cases=34, moved=33)


def _closed(player: Player) -> None:
    tell, case = player.teller, player.refs["case"]
    player.on(CLOSES)
    tell.say("The notice is over, and the clock has ended the agreement. Is the case over too?")
    player.refused(COMMISSIONER, lambda desk: ending.close(desk, case))
    after = player.act(
        COMMISSIONER,
        lambda desk: open_commission(
            desk,
            title="Mentors whom young people choose",
            lead=COMMISSIONER,
            end_date=dt.date(2029, 3, 31),
        ),
        about="commission",
    )
    _do(player, transition.count, cases=34, moved=34)
    _do(player, transition.replace_by, commission=after)
    _do(player, ending.close)
    player.ask(
        COMMISSIONER,
        lambda desk: show(desk, case),
        lambda found: tell.say(
            f"""The last of 34 has chosen, {after} follows, and {case} is
            {found["state"]}. It is not forgotten: on {day(found["deadlines"][0]["due"])} it is to
            be said what it brought, what was saved, what became of the young people, and what was
            learned."""
        ),
    )


def _do(player: Player, use_case: Any, **more: Any) -> None:
    """Do something with the case."""
    player.act(
        COMMISSIONER,
        lambda desk: use_case(desk, player.refs["case"], **more),
        about="decommissioning_case",
    )


def _case_of(player: Player, about: str) -> str:
    """The case that the clock opened on a commission."""
    with looking(player.store, now=player.now, partnership=player.partnership) as desk:
        return str(listing(desk, commission=about)[0]["ref"])


def _told(player: Player, text: str) -> None:
    """Tell something, and where the case stands then."""
    player.teller.say(text)
    player.ask(
        COMMISSIONER,
        lambda desk: show(desk, player.refs["case"]),
        lambda found: player.teller.answer(
            [
                words.say(
                    "decommissioning.ahead",
                    {"ref": found["ref"], "state": found["state"], "meaning": found["meaning"]},
                )
            ]
        ),
    )
