"""Random schemes in the full language, as text, for round trips through sheets."""

from typing import Any

import yaml
from hypothesis import strategies as st

from governance.domain.authority.model import DERIVED_TYPES

AWKWARD = [
    "=1+1", "+44 1234", "-5", "@home", "'quoted'", "'=x", "''", "1-3", "30-60", "1/3", "007",
    "2026-04-01", "MAR1", "1E5", "yes", "TRUE", "null", "~", "a, b; c", "a: b", "- a", "# a",
    "[Limits]", "{a}", "two\nlines", 'say "no"', '""', '"', '"""', "[a", "\u2028x", "é £ “”", "a #b",
    "_x0041_", "trailing:", "a\\nb", "\N{GRINNING FACE}", "<b>&amp;", "%", "sep=;", "1,000", "true",
]  # fmt: skip
TEXT = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn"), exclude_characters="_"), max_size=12
).map(str.strip)
TEXTS = st.sampled_from(AWKWARD) | TEXT
WHOLE = TEXTS.filter(bool)

DECIDERS = ["consult", "board", "s151", "decide", "the.one", "partner-x"]
INPUTS: dict[str, dict[str, Any]] = {
    "kind": {"one of": ["award", "waive", "pool"], "from": "kind"},
    "title": {"type": "yes-no"},
    "value": {"type": "money", "most": "10,000.50", "from": "value"},
    "source": {"type": "money", "least": "5"},
    "wards": {"type": "number", "most": "40"},
    "starts": {"type": "day", "least": "2024-01-01", "from": "starts"},
    "ends": {"type": "day", "least": "2024-01-01", "title": "ends"},
}
LIMITS: dict[str, dict[str, Any]] = {
    "small-sum": {
        "dates": [
            {"from": "2024-04-01", "amount": "75.10", "source": "=a"},
            {"from": "2020-01-01", "amount": "1,000"},
        ]
    },
    "longest": {
        "type": "number", "by": "starts", "title": "",
        "dates": [{"from": "2023-12-31", "number": "48"}],
    },
}  # fmt: skip
MONEY = ["over 5", "up to 30.5 and over 2", "1-3", "2.5k or more", "exactly 7", "not (5 or 6)",
         "other than small-sum", "between 1 and 2", "£5 - £6", "500"]  # fmt: skip
TESTS: dict[str, list[str]] = {
    "kind": ["award", "not award", "award or waive", "award, pool", "!= pool"],
    "title": ["yes", "no", "not yes", "true"],
    "value": [*MONEY, "over 10% of source", "up to smaller of (1/3 of source, small-sum, 5)"],
    "source": [*MONEY, "up to value", "at least larger of (half of value, 3)"],
    "wards": ["2 or more", "under 5", "1-3", "over longest", "3", "up to longest on ends"],
    "starts": ["before 2026-04-01", "2026-04-01", "on or after ends plus 3 days"],
    "ends": ["2026-04-01 to 2027-03-31", "after 28 days before starts"],
}
NAMES = ["easy", "harder"]


def tests_of(name: str) -> st.SearchStrategy[Any]:
    one = st.sampled_from(TESTS[name])
    return one | st.lists(one, min_size=1, max_size=3)


def named(names: list[str]) -> st.SearchStrategy[Any]:
    one = st.sampled_from(names)
    return one | st.lists(one, min_size=1, max_size=2)


def shuffled(entries: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.permutations(list(entries.items())).map(dict)


def mappings(names: list[str], inner: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    found: dict[str, st.SearchStrategy[Any]] = {name: tests_of(name) for name in INPUTS}
    found["any"] = st.lists(inner, min_size=1, max_size=2)
    nots: st.SearchStrategy[Any] = inner.filter(lambda one: isinstance(one, dict))
    if names:
        found["is"] = named(names)
        nots |= named(names)
    found["not"] = nots
    keys = st.lists(st.sampled_from(sorted(found)), min_size=1, max_size=3, unique=True)
    return keys.flatmap(lambda some: st.fixed_dictionaries({k: found[k] for k in some})).flatmap(
        shuffled
    )


def groups(names: list[str]) -> st.SearchStrategy[Any]:
    simple = st.sampled_from(sorted(INPUTS)).flatmap(
        lambda name: tests_of(name).map(lambda test: {name: test})
    )
    base = st.just("always") | simple
    inner = base | st.lists(base, min_size=1, max_size=2) | mappings(names, base)
    return inner | mappings(names, inner) | st.lists(inner, min_size=1, max_size=3)


METHODS = st.sampled_from([None, None, "two_thirds", "3 of 5"])
KEYS = st.sampled_from(DECIDERS)


def steps(kinds: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    who = KEYS | st.lists(KEYS, min_size=1, max_size=3)
    return st.tuples(st.sampled_from(kinds), who, METHODS).map(
        lambda one: {one[0]: one[1], **({"method": one[2]} if one[2] else {})}
    )


ADVICE = steps(["consult", "recommend", "endorse", "clear", "consent", "decide"])
AT_ONCE = st.lists(ADVICE, min_size=1, max_size=3).map(lambda some: {"parallel": some})
PATHS = st.tuples(st.lists(ADVICE | AT_ONCE, max_size=2), steps(["decide"])).map(
    lambda pair: [*pair[0], pair[1]]
)
NOTICES = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["agenda", "forward_plan"]),
        "policy": st.sampled_from(["clear_working_days", "clear_calendar_days"]),
        "days": st.integers(1, 30).map(str),
    },
    optional={"before": st.sampled_from(["decision", "meeting"]), "source": TEXTS},
)
PROCEDURES = st.fixed_dictionaries(
    {"title": TEXTS},
    optional={
        "key_decision": st.sampled_from(["yes", "no", "true"]),
        "meeting_only": st.sampled_from(["yes", "no"]),
        "notices": st.lists(NOTICES, max_size=2),
        "exceptions": st.just(
            [{"kind": "general_exception", "policy": "clear_working_days", "days": "0"}]
        ),
        "evidence": st.lists(TEXTS, max_size=3),
        "publish": WHOLE | st.lists(TEXTS, max_size=2),
        "source": TEXTS,
        "call_in": st.fixed_dictionaries(
            {"policy": st.just("end_of_nth_working_day_after"), "days": st.just("5"), "who": TEXTS},
            optional={
                "cutoff": st.just("17:00"),
                "meets_within_days": st.just("15"),
                "reconsider_within_days": st.just("7"),
                "source": TEXTS,
            },
        ),
    },
)


@st.composite
def rules(draw: st.DrawFn) -> list[dict[str, Any]]:
    ids = draw(
        st.lists(
            st.sampled_from(["R1", "1-2", "3.10", "MAR1", "true", "007", "a", "R-2_x"]),
            min_size=1, max_size=4, unique=True,
        )
    )  # fmt: skip
    found = []
    for at, rule_id in enumerate(ids):
        rule: dict[str, Any] = {"id": rule_id, "when": draw(groups(NAMES)), "path": draw(PATHS)}
        optional: dict[str, Any] = {
            "title": draw(TEXTS),
            "source": draw(TEXTS),
            "procedure": draw(st.lists(st.sampled_from(["p1", "p2"]), max_size=2)),
            "overrides": draw(st.lists(st.sampled_from(ids[:at]), unique=True)) if at else [],
        }
        kept = [name for name, value in optional.items() if value and draw(st.booleans())]
        found.append(rule | {name: optional[name] for name in kept})
    return found


@st.composite
def scheme_texts(draw: st.DrawFn) -> bytes:
    """The text of a scheme that may use anything the language has."""
    recorded = draw(st.booleans())
    some_rules = draw(rules())
    found: dict[str, Any] = {
        "vires": "scheme/1",
        "key": "random",
        "title": draw(TEXTS),
        "standing": "recorded" if recorded else "own",
        "owner": "board",
        "vat": draw(st.sampled_from(["including", "excluding", "not-stated"])),
        "deciders": {
            key: {"kind": draw(st.sampled_from(["office", "body", "each-partner"])), "title": draw(TEXTS)}
            for key in DECIDERS
        },
        "inputs": {
            name: one | ({"title": draw(TEXTS)} if draw(st.booleans()) else {})
            for name, one in INPUTS.items()
        },
        "limits": LIMITS,
        "definitions": {
            "easy": {"when": draw(groups([])), "title": draw(TEXTS)},
            "harder": {"when": draw(groups(["easy"]))},
        },
        "assume": draw(st.lists(
            mappings(NAMES, st.just({"kind": "award"}))
            | st.tuples(groups(NAMES), groups(NAMES)).map(lambda p: {"if": p[0], "then": p[1]}),
            max_size=2,
        )),
        "ranks": draw(st.sampled_from([[], [["board", "s151"], ["the.one", "s151", "consult"]]])),
        "procedures": {"p1": draw(PROCEDURES), "p2": draw(PROCEDURES)},
        "separate": draw(st.lists(st.sampled_from([
            {"step": "decide", "not": "author", "source": "=x"},
            {"step": "s151", "not": "board", "rules": [some_rules[0]["id"]]},
        ]), max_size=2)),
        "rules": some_rules,
    }  # fmt: skip
    if recorded or draw(st.booleans()):
        found["source"] = {"title": draw(TEXTS), **draw(st.sampled_from([
            {}, {"ref": "=a"}, {"url": "https://example.org/#a"}, {"published": "2026-01-02"},
        ]))}  # fmt: skip
    if recorded and draw(st.booleans()):
        found["fallback"] = draw(WHOLE)
    return dumped(found)


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


def dumped(found: Any) -> bytes:
    text: bytes = yaml.dump(
        found, Dumper=_Dumper, sort_keys=False, allow_unicode=True, encoding="utf-8"
    )
    return text


assert all(one["from"] in DERIVED_TYPES for one in INPUTS.values() if "from" in one)
