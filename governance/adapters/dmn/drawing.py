"""The DMN 1.3 document: the table, the inputs it needs, and how a modeller draws them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree import ElementTree as ET

from governance import words
from governance.adapters.dmn.feel import ANYTHING, allowed, entry, text, type_of, variables
from governance.adapters.dmn.rows import Test
from governance.adapters.dmn.table import HIT_POLICY, DecisionTable, Line, outputs
from governance.domain.authority.model import Rule

MODEL = "https://www.omg.org/spec/DMN/20191111/MODEL/"
DMNDI = "https://www.omg.org/spec/DMN/20191111/DMNDI/"
DC = "http://www.omg.org/spec/DMN/20180521/DC/"
DI = "http://www.omg.org/spec/DMN/20180521/DI/"
for _prefix, _name in (("dmn", MODEL), ("dmndi", DMNDI), ("dc", DC), ("di", DI)):
    ET.register_namespace(_prefix, _name)

DECISION = "decision"
_OUTPUTS = ("decider", "path", "procedure")
_BESIDE = 5
"""Inputs drawn in one row."""
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def draw(table: DecisionTable) -> bytes:
    """The document of a decision table, in UTF-8."""
    scheme = table.scheme
    root = ET.Element(
        f"{{{MODEL}}}definitions",
        {
            "id": "definitions",
            "name": _clean(scheme.title) or scheme.key,
            "namespace": f"urn:vires:scheme:{scheme.key}",
            "exporter": "Vires",
        },
    )
    _add(root, "description", _description(table))
    names = variables([*table.columns, *table.mentioned])
    decision = _add(root, "decision", id=DECISION, name="Who decides", label=_clean(scheme.title))
    _add(decision, "description", words.say("dmn.hit_policy", {}))
    _add(decision, "variable", id="decision-variable", name="Who decides")
    for at, _ in enumerate(names):
        needs = _add(decision, "informationRequirement", id=f"requirement-{at}")
        _add(needs, "requiredInput", href=f"#input-{at}")
    _table(decision, table, names)
    for at, (name, variable) in enumerate(names.items()):
        one = scheme.inputs[name]
        data = _add(root, "inputData", id=f"input-{at}", name=variable, label=_clean(one.title))
        _add(data, "variable", id=f"input-{at}-variable", name=variable, typeRef=type_of(one))
    _add(_add(root, "textAnnotation", id="note", textFormat="text/plain"), "text", _note(table))
    tie = _add(root, "association", id="note-tie", associationDirection="None")
    _add(tie, "sourceRef", href=f"#{DECISION}")
    _add(tie, "targetRef", href="#note")
    _diagram(root, len(names))
    ET.indent(root)
    found: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return found


def _add(parent: ET.Element, tag: str, content: str = "", /, **attributes: str) -> ET.Element:
    found = ET.SubElement(parent, f"{{{MODEL}}}{tag}", {k: v for k, v in attributes.items() if v})
    if content:
        found.text = _clean(content)
    return found


def _clean(content: str) -> str:
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", content)


def _description(table: DecisionTable) -> str:
    scheme = table.scheme
    params = {"title": scheme.title, "owner": scheme.owner, "day": table.on}
    return f"{words.say('dmn.about', params)} {words.say(f'dmn.vat.{scheme.vat}', {})}"


def _note(table: DecisionTable) -> str:
    told = [words.say(one.code, one.params) for one in table.left_out]
    return "\n".join([words.say("dmn.left_out", {}), *(f"- {one}" for one in told)])


def _table(decision: ET.Element, table: DecisionTable, names: Mapping[str, str]) -> None:
    scheme = table.scheme
    found = _add(decision, "decisionTable", id="table", hitPolicy=HIT_POLICY)
    for at, name in enumerate(table.columns):
        one = scheme.inputs[name]
        column = _add(found, "input", id=f"column-{at}", label=_clean(one.title))
        expression = _add(
            column, "inputExpression", id=f"column-{at}-expression", typeRef=type_of(one)
        )
        _add(expression, "text", names[name])
        _add(_add(column, "inputValues", id=f"column-{at}-values"), "text", allowed(one))
    for name in _OUTPUTS:
        label = words.say(f"dmn.output.{name}", {})
        _add(found, "output", id=f"output-{name}", label=label, name=name, typeRef="string")
    for name in ("rule", "source"):
        _add(found, "annotation", name=words.say(f"dmn.annotation.{name}", {}))
    for at, line in enumerate(table.lines):
        _row(_add(found, "rule", id=f"row-{at}"), table, line, names, f"row-{at}")


def _row(
    row: ET.Element, table: DecisionTable, line: Line, names: Mapping[str, str], row_id: str
) -> None:
    scheme, rule = table.scheme, line.rule
    _add(row, "description", ". ".join(one for one in (_called(rule), rule.source) if one))
    for at, name in enumerate(table.columns):
        test = line.row.get(name, Test())
        asked = _add(row, "inputEntry", id=f"{row_id}-in-{at}")
        _add(asked, "text", entry(scheme.inputs[name], test, names) or ANYTHING)
    for name, value in zip(_OUTPUTS, outputs(scheme, rule), strict=True):
        _add(_add(row, "outputEntry", id=f"{row_id}-{name}"), "text", text(value))
    for note in (_called(rule), rule.source):
        _add(_add(row, "annotationEntry"), "text", note)


def _called(rule: Rule) -> str:
    return f"{rule.id}: {rule.title}" if rule.title else rule.id


def _diagram(root: ET.Element, inputs: int) -> None:
    """The decision above, its inputs below in rows, what is not said at its side."""
    outer = ET.SubElement(root, f"{{{DMNDI}}}DMNDI")
    diagram = ET.SubElement(outer, f"{{{DMNDI}}}DMNDiagram", {"id": "diagram"})
    wide = max(min(inputs, _BESIDE), 1) * 200
    middle = 160 + wide // 2
    _shape(diagram, DECISION, middle - 90, 160, 180, 80)
    _shape(diagram, "note", 360 + wide, 160, 520, 420)
    places = [
        (170 + at % _BESIDE * 200 + at // _BESIDE % 2 * 100, 380 + at // _BESIDE * 100)
        for at in range(inputs)
    ]
    for at, (x, y) in enumerate(places):
        _shape(diagram, f"input-{at}", x, y, 180, 45)
    for at, (x, y) in enumerate(places):
        _edge(diagram, f"requirement-{at}", (x + 90, y), (middle, 240))
    _edge(diagram, "note-tie", (middle + 90, 200), (360 + wide, 200))


def _shape(diagram: ET.Element, of: str, x: int, y: int, width: int, height: int) -> None:
    shape = ET.SubElement(
        diagram, f"{{{DMNDI}}}DMNShape", {"id": f"shape-{of}", "dmnElementRef": of}
    )
    sides = {"x": x, "y": y, "width": width, "height": height}
    ET.SubElement(shape, f"{{{DC}}}Bounds", {key: str(one) for key, one in sides.items()})


def _edge(diagram: ET.Element, of: str, *points: tuple[int, int]) -> None:
    edge = ET.SubElement(diagram, f"{{{DMNDI}}}DMNEdge", {"id": f"edge-{of}", "dmnElementRef": of})
    for x, y in points:
        ET.SubElement(edge, f"{{{DI}}}waypoint", {"x": str(x), "y": str(y)})
