"""Reading a scheme from its text, every problem at once with its line and remedy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from governance.domain.authority.conditions import any_of, negate
from governance.domain.authority.model import (
    Assumption,
    Condition,
    Definition,
    Scheme,
    Source,
    Standing,
)
from governance.domain.authority.naming import (
    good_name,
    read_deciders,
    read_inputs,
    read_limits,
    read_ranks,
)
from governance.domain.authority.procedures import read_procedures
from governance.domain.authority.rules import read_rules, read_separations
from governance.domain.authority.whens import Whens
from governance.domain.authority.wording import Names
from governance.domain.texts import Node, Problems, Reader, parse

KIND = "scheme/1"
"""What the first line of a scheme says."""
FALLBACK = "proper_officer"
"""Who takes a case that no rule of a recorded scheme takes, where the scheme says nothing."""

_VAT: tuple[Literal["including", "excluding", "not-stated"], ...] = (
    "including",
    "excluding",
    "not-stated",
)


def load_scheme(text: Node | bytes, file: str) -> Scheme:
    """Read a scheme. Raises `Unusable` with everything that is wrong with it."""
    node = parse(text, file) if isinstance(text, bytes) else text
    problems = Problems(file)
    scheme = _scheme(Reader(node, problems))
    problems.stop_if_any()
    return scheme


def _scheme(reader: Reader) -> Scheme:
    problems = reader.problems
    reader.choice("vires", (KIND,))
    standing: Standing = (
        "own" if reader.choice("standing", ("own", "recorded")) == "own" else "recorded"
    )
    vat = reader.choice("vat", _VAT)
    deciders = read_deciders(reader.mapping("deciders", required=True), problems)
    inputs = read_inputs(reader.mapping("inputs", required=True), problems)
    limits = read_limits(reader.mapping("limits"), inputs, problems)
    procedures = read_procedures(reader.mapping("procedures"), problems)
    parts = {k: Reader(v, problems) for k, v in reader.mapping("definitions").items()}
    whens = Whens(Names(inputs, limits), _conditions(parts), problems)
    rules = read_rules(
        reader.readers("rules", required=True),
        whens=whens,
        deciders=deciders,
        procedures=procedures,
        problems=problems,
    )
    scheme = Scheme(
        key=reader.key("key"),
        title=reader.text("title"),
        standing=standing,
        owner=reader.key("owner"),
        source=_source(reader, required=standing == "recorded"),
        vat=next((one for one in _VAT if one == vat), "not-stated"),
        fallback=_fallback(reader, standing),
        deciders=deciders,
        ranks=read_ranks(reader.nodes("ranks"), deciders, problems),
        inputs=inputs,
        limits=limits,
        definitions=_definitions(parts, whens),
        assume=tuple(_assumption(part, whens) for part in reader.readers("assume")),
        separate=read_separations(reader.readers("separate"), deciders=deciders, rules=rules),
        procedures=procedures,
        rules=rules,
    )
    reader.done()
    return scheme


def _fallback(reader: Reader, standing: Standing) -> str | None:
    if standing == "own":
        if (node := reader.get("fallback")) is not None:
            reader.problems.add(node.line, "scheme.fallback.own")
        return None
    return reader.text("fallback", FALLBACK)


def _source(reader: Reader, *, required: bool) -> Source:
    part = reader.reader("source", required=required)
    if part is None:
        return Source("")
    found = Source(
        title=part.text("title"),
        reference=part.text("url", "") or part.text("ref", ""),
        published=part.optional_day("published"),
    )
    part.asked.update(("url", "ref"))
    part.done()
    return found


def _conditions(parts: Mapping[str, Reader]) -> dict[str, Node]:
    """Each definition's condition, by name."""
    found = {}
    for name, part in parts.items():
        node = part.want("when")
        if node is not None and good_name(name, part.line, part.problems):
            found[name] = node
    return found


def _definitions(parts: Mapping[str, Reader], whens: Whens) -> dict[str, Definition]:
    found = {}
    for name, part in parts.items():
        if name in whens.definitions:
            title = part.text("title", name.replace("-", " ").replace("_", " "))
            found[name] = Definition(name, title, whens.definition(name, part.line))
        else:
            part.asked.add("title")
        part.done()
    return found


def _assumption(reader: Reader, whens: Whens) -> Assumption:
    """A condition, or `if` one `then` another."""
    if "if" not in reader.node.value:
        return Assumption(whens.read(reader.node), reader.line)
    given, follows = reader.want("if"), reader.want("then")
    reader.done()
    holds: Condition = any_of(())
    if given is not None and follows is not None:
        holds = any_of((negate(whens.read(given), whens.names.inputs), whens.read(follows)))
    return Assumption(holds, reader.line)
