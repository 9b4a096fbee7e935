"""An annual report as a document: what was assembled, the board's foreword, the decision verbatim.

Built from the frozen contents alone, so that the same report is the same document on any day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from governance import words
from governance.application.plans.annual_assembling import COUNTED
from governance.application.plans.publishing import (
    Block,
    Bullets,
    Document,
    Facts,
    Heading,
    Paragraph,
    Quote,
    Table,
)
from governance.domain.performance.values import said_value
from governance.domain.plans.basis import STATUTORY, bound_by_law
from governance.words.format import day

LANGUAGES: Final = {"en": "en-GB"}
"""How BCP 47 writes the languages of words."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided on an annual report: by whom, when, on which paper, word for word."""

    decider: str
    on: dt.date
    report: str
    verbatim: str
    reasons: str


@dataclass(frozen=True, slots=True)
class Annual:
    """An annual report to be shown: its state, its contents and what was decided on it."""

    ref: str
    state: str
    publisher: str
    content: Mapping[str, Any]
    digest: str
    foreword: str = ""
    published_on: dt.date | None = None
    decided: Decided | None = None


def document(report: Annual, language: str = "en") -> Document:
    """The annual report as a document."""
    content = report.content
    return Document(
        title=title(content, language),
        publisher=report.publisher,
        blocks=tuple(_Writer(report, language).blocks()),
        language=LANGUAGES.get(language, language),
        notice=_notice(report, language),
        foot=words.say(
            "annual.foot",
            {"ref": report.ref, "as_at": content["as_at"], "content": report.digest},
            language,
        ),
    )


def title(content: Mapping[str, Any], language: str = "en") -> str:
    """What an annual report is called."""
    params = {"plan": content["plan"]["title"], **_days(content["year"])}
    return words.say("annual.title", params, language)


def _notice(report: Annual, language: str) -> str:
    code = {
        "due": "annual.notice_draft",
        "assembled": "annual.notice_draft",
        "proposed": "annual.notice_proposed",
        "referred_back": "annual.notice_referred_back",
        "approved": "annual.notice_approved",
    }.get(report.state)
    return "" if code is None else words.say(code, {}, language)


def _days(period: Mapping[str, str]) -> dict[str, str]:
    return {"since": period["from"], "until": period["to"]}


class _Writer:
    """Writes the parts of one annual report, in one language."""

    def __init__(self, report: Annual, language: str) -> None:
        self.report = report
        self.content = report.content
        self.language = language

    def say(self, code: str, **params: Any) -> str:
        return words.say(f"annual.{code}", params, self.language)

    def blocks(self) -> Iterator[Block]:
        yield self.summary_facts()
        if self.report.foreword:
            yield Heading(self.say("foreword"))
            yield Paragraph(self.report.foreword)
        yield from self.in_short()
        yield from self.returns()
        for partner in self.content["partners"]:
            yield from self.partner(partner)
        yield from self.decision()
        yield from self.how_to_read()

    # --- the beginning

    def summary_facts(self) -> Facts:
        plan, year = self.content["plan"], self.content["year"]
        told = {"title": plan["title"], "ref": plan["ref"], **_days(plan)}
        statutory = plan["basis"] == STATUTORY
        pairs = [
            (self.say("fact_plan"), self.say("fact_plan_value", **told)),
            (self.say("fact_board"), words.capital(plan["board"])),
            (self.say("fact_year"), self.say("fact_year_value", **_days(year))),
            (
                self.say("fact_basis"),
                self.say("basis_statutory" if statutory else "basis_voluntary"),
            ),
            (self.say("fact_as_at"), day(self.content["as_at"])),
        ]
        if self.report.published_on is not None:
            pairs.append((self.say("fact_published"), day(self.report.published_on)))
        return Facts(pairs)

    def in_short(self) -> Iterator[Block]:
        partners, counts = self.content["partners"], self.content["counts"]
        yield Heading(self.say("in_short"))
        promising = [one for one in partners if sum(one["counts"].values())]
        told = {**dict.fromkeys(COUNTED, 0), **counts}
        said = self.say(
            "summary", partners=len(promising), all=sum(counts.values()), **_without_none(told)
        )
        unsaid = self.say("summary_unsaid", none=told["none"])
        yield Paragraph(f"{said} {unsaid if told['none'] else self.say('summary_all_said')}")
        for one in partners:
            if one["returned_nothing"] and one["returns"]:
                number = sum(one["counts"].values())
                text = self.say("returned_nothing", partner=one["name"], number=number)
                yield Paragraph(text, strong=True)
        rows = [(one["name"], one["counts"]) for one in promising]
        rows.append((self.say("all_partners"), told))
        yield self.counts("by_partner", "column_partner", rows)
        priorities = [(one["title"], one["counts"]) for one in self.content["priorities"]]
        yield self.counts("by_priority", "column_priority", priorities)

    def counts(
        self, caption: str, first: str, rows: Sequence[tuple[str, Mapping[str, int]]]
    ) -> Table:
        named = [words.say(f"judgement.{one}", {}, self.language) for one in COUNTED]
        return Table(
            self.say(caption),
            (self.say(first), self.say("column_commitments"), *named),
            [
                (name, str(sum(counts.values())), *(str(counts.get(one, 0)) for one in COUNTED))
                for name, counts in rows
            ],
            frozenset(range(1, len(COUNTED) + 2)),
        )

    # --- the returns

    def returns(self) -> Iterator[Block]:
        made = self.content["returns"]
        yield Heading(self.say("returns"))
        yield Paragraph(self.made("returns_made", made))
        rows = [
            (
                partner["name"],
                self.say("period", **_days(one)),
                day(one["due"]),
                self.say(f"came_{one['came']}", on=one["returned_on"]),
            )
            for partner in self.content["partners"]
            for one in partner["returns"]
            if one["came"] in ("late", "missing")
        ]
        if not rows:
            yield Paragraph(self.say("none_late"))
            return
        columns = ("column_partner", "column_period", "column_due", "column_came")
        yield Table(self.say("late_or_missing"), [self.say(column) for column in columns], rows)

    def made(self, code: str, made: Mapping[str, int]) -> str:
        counts = {name: made.get(name, 0) for name in ("in_time", "late", "missing")}
        said = self.say(code, asked=sum(made.values()), **counts)
        if made.get("awaited"):
            said += f" {self.say('returns_awaited', awaited=made['awaited'])}"
        return said

    # --- a partner

    def partner(self, partner: Mapping[str, Any]) -> Iterator[Block]:
        yield Heading(partner["name"])
        if partner["returns"]:
            yield Paragraph(self.made("partner_returns", partner["returns_made"]))
        else:
            yield Paragraph(self.say("partner_not_asked"))
        if behalf := [one["ref"] for one in partner["returns"] if one["on_behalf"]]:
            yield Paragraph(self.say("on_behalf", refs=behalf))
        standing = [one for one in partner["commitments"] if one["dropped"] is None]
        if standing:
            yield self.commitments(partner["name"], standing)
        dropped = [one for one in partner["commitments"] if one["dropped"] is not None]
        if dropped:
            yield Heading(self.say("dropped"), 3)
            yield Bullets(
                [
                    self.say(
                        "dropped_item", number=one["number"], what=one["what"], **one["dropped"]
                    )
                    for one in dropped
                ]
            )

    def commitments(self, name: str, rows: Sequence[Mapping[str, Any]]) -> Table:
        measured = any(one["measure"] for one in rows)
        columns = ["column_number", "column_what", "column_word", "column_evidence"]
        columns += ["column_return", *(["column_measure"] if measured else [])]
        return Table(
            self.say("commitments_of", partner=name),
            [self.say(column) for column in columns],
            [self.commitment(one, measured=measured) for one in rows],
        )

    def commitment(self, one: Mapping[str, Any], *, measured: bool) -> tuple[str, ...]:
        word = words.say(f"judgement.{one['judgement'] or 'none'}", {}, self.language)
        return (
            str(one["number"]),
            self.say("due", what=one["what"], due=one["due"]),
            word,
            one["evidence"] or self.say("nothing_said"),
            self.rests_on(one),
            *((self.measured(one["measure"]),) if measured else ()),
        )

    def rests_on(self, one: Mapping[str, Any]) -> str:
        if one["return"] is None:
            return self.say("rests_on_nothing")
        code = "rests_on_corrected" if one["corrected"] else "rests_on"
        return self.say(code, ref=one["return"], **_days(one["period"]))

    def measured(self, measure: Mapping[str, Any] | None) -> str:
        if measure is None:
            return self.say("rests_on_nothing")
        if measure["value"] is None:
            return self.say("unmeasured", title=measure["title"])
        told = {"title": measure["title"], "unit": measure["unit"], "on": measure["on"]}
        told |= {"value": said_value(measure["value"])}
        if measure["rating"]:
            rating = self.say(f"rating_{measure['rating']}")
            said = self.say("measured_rated", rating=rating, **told)
        else:
            said = self.say("measured", **told)
        if measure["target"] is None:
            return said
        target = self.say("target", target=said_value(measure["target"]), unit=measure["unit"])
        return f"{said}\n{target}"

    # --- the end

    def decision(self) -> Iterator[Block]:
        yield Heading(self.say("decision"))
        decided = self.report.decided
        if decided is None:
            yield Paragraph(self.say("no_decision"))
            return
        by = self.say(
            "decided_by",
            decider=words.capital(decided.decider),
            on=decided.on,
            report=decided.report,
        )
        yield Quote(decided.verbatim, by)
        if decided.reasons:
            yield Heading(self.say("reasons"), 3)
            yield Paragraph(decided.reasons)

    def how_to_read(self) -> Iterator[Block]:
        basis = self.content["plan"]["basis"]
        due = dt.date.fromisoformat(self.content["due"])
        yield Heading(self.say("how_to_read"))
        yield Paragraph(self.say("how_words"))
        if basis != STATUTORY:
            yield Paragraph(self.say("how_voluntary"))
            return
        yield Paragraph(self.say("how_statutory"))
        published = self.report.published_on
        if not bound_by_law(basis, due):
            yield Paragraph(self.say("how_revoked"))
        elif published is not None and published > due:
            yield Paragraph(self.say("breach", due=due))


def _without_none(counts: Mapping[str, int]) -> dict[str, int]:
    return {name: number for name, number in counts.items() if name != "none"}
