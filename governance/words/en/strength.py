"""Words for what a weaker outcome loses."""

_STEPS = {
    "consult": "is consulted",
    "recommend": "recommends",
    "endorse": "endorses",
    "consent": "consents",
    "clear": "clears",
    "decide": "decides",
}
_WINDOWS = {
    "working_days_first_included": "working days, the first included",
    "working_days_first_excluded": "working days",
    "end_of_nth_working_day_after": "working days",
    "working_days_after": "whole working days",
    "calendar_days_after": "days",
    "calendar_months_after": "months",
}

WORDS: dict[str, tuple[str, str]] = {
    **{f"term.does_{kind}": (words, "") for kind, words in _STEPS.items()},
    **{f"term.window.{name}": (words, "") for name, words in _WINDOWS.items()},
    "term.own_terms": ("as its own terms say", ""),
    # Nobody decides.
    "lost.no_rule": ("No rule takes it any more: nobody may decide it.", ""),
    "lost.to_fallback": ("No rule takes it any more: it goes to the {fallback:term}.", ""),
    "lost.conflict": (
        "Rules {rules:and} disagree about it: who decides is disputed, and nobody may.",
        "",
    ),
    "lost.impossible": (
        "The new scheme has no room for such a case: nobody may decide it.",
        "",
    ),
    "lost.fallback": ("Where no rule takes it, it no longer goes to the {fallback:term}.", ""),
    # Who takes which step.
    "lost.decider_below": ("{now} decides in place of {who}, and ranks below.", ""),
    "lost.decider_unranked": (
        "{now} decides in place of {who}, and was not known to rank as high.",
        "",
    ),
    "lost.decide": ("{who} no longer decides.", ""),
    "lost.consult": ("{who} is no longer consulted.", ""),
    "lost.recommend": ("{who} no longer recommends.", ""),
    "lost.endorse": ("{who} no longer endorses.", ""),
    "lost.consent": ("{who} need no longer consent.", ""),
    "lost.clear": ("{who} no longer clears the report.", ""),
    "lost.method": (
        "{who} decided by {was:term} and now does by {now:term}, which is not known to be as strict.",
        "",
    ),
    "lost.method_above": (
        "{who} decided by {was:term}; {now}, in its place, need not.",
        "",
    ),
    "lost.terms": ("{who} is another kind of decider, or has other terms of reference.", ""),
    "lost.order": (
        "That {who} {first:term} no longer comes before {other} {second:term}.",
        "",
    ),
    "lost.apart_author": ("Whoever wrote the report may now be {who}, who {kind:term}.", ""),
    "lost.apart_lead": ("Whoever leads the commission may now be {who}, who {kind:term}.", ""),
    "lost.apart_provider": ("{who}, who {kind:term}, may now come from the provider.", ""),
    "lost.apart_steps": (
        "{who}, who {kind:term}, may now be the same person as {other}.",
        "",
    ),
    # What the procedures asked for.
    "lost.key_decision": ("It is no longer treated as a key decision.", ""),
    "lost.meeting_only": ("It need no longer be decided at a meeting.", ""),
    "lost.notice": ("{kind:term}: no longer needed; it was {days:,} {unit:term}.", ""),
    "lost.notice_shorter": (
        "{kind:term}: {now:,} {now_unit:term} instead of {days:,} {unit:term}.",
        "",
    ),
    "lost.notice_at_meetings": (
        "{kind:term}: now needed for what is decided at a meeting only.",
        "",
    ),
    "lost.exception": ("{kind:term}: now enough in place of a notice.", ""),
    "lost.exception_shorter": (
        "{kind:term}: {now:,} {now_unit:term} are enough instead of {days:,} {unit:term}.",
        "",
    ),
    "lost.evidence": ("“{kind:term}” need no longer be before the decider.", ""),
    "lost.publish": ("“{kind:term}” need no longer be published.", ""),
    "lost.call_in": ("It can no longer be called in.", ""),
    "lost.call_in_shorter": (
        "It can be called in for {now:,} {now_unit:term} instead of {days:,} {unit:term}.",
        "",
    ),
    "lost.call_in_hour": ("It can be called in until {now} on the last day instead of {was}.", ""),
    "lost.call_in_who": ("It can no longer be called in by {who}.", ""),
    "lost.call_in_meets": ("Scrutiny need no longer meet on it within {days:,} working days.", ""),
    "lost.call_in_reconsider": (
        "The decider need no longer reconsider within {days:,} working days.",
        "",
    ),
}
