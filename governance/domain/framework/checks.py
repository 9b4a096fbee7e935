"""What a framework has to be, whatever its stages are called.

It covers needs analysis and planning, investment against the plan, and review of that
investment; review feeds the next round, so that it is a loop; every stage can be reached. That
all partners have agreed it is asked when it is constituted or adopted.
"""

from __future__ import annotations

from collections.abc import Mapping

from governance.domain.framework.model import Covers, Framework
from governance.domain.suggest import nearest
from governance.domain.texts import Problems


def check(framework: Framework, problems: Problems, lines: Mapping[str, int], line: int) -> None:
    """Note everything the framework lacks: at a stage's line, or at `line` for the whole."""
    for part in Covers:
        if not any(part in stage.covers for stage in framework.stages):
            problems.add(line, "framework.not_covered", part=part.replace("_", " "))
    if not _loops(framework):
        problems.add(line, "framework.no_loop")
    circle = _circle(framework)
    if circle:
        problems.add(lines[circle[0]], "framework.never_opens", stages=circle)
    for stage in framework.stages:
        if not stage.required_gates:
            problems.add(lines[stage.key], "framework.no_gate", stage=stage.key)
    if framework.key in framework.crosswalk:
        problems.add(line, "framework.crosswalk_to_itself", framework=framework.key)


def check_crosswalk(framework: Framework, other: Framework, file: str) -> None:
    """Check that a crosswalk names stages that the other framework has.

    Both have to be at hand, so this is asked when both are in force or bundled. Raises
    `Unusable` with every stage that the other lacks, and each of its stages left out.
    """
    problems = Problems(file)
    walk = framework.crosswalk.get(other.key, {})
    for stage, targets in walk.items():
        for target in targets:
            if target not in other.stage_keys:
                problems.add(
                    None,
                    "framework.crosswalk_unknown",
                    stage=stage,
                    target=target,
                    other=other.key,
                    known=list(other.stage_keys),
                    nearest=nearest(target, other.stage_keys),
                )
    met = {target for targets in walk.values() for target in targets}
    for missed in (key for key in other.stage_keys if key not in met):
        problems.add(None, "framework.crosswalk_missed", target=missed, other=other.key)
    problems.stop_if_any()


def _loops(framework: Framework) -> bool:
    """Whether a stage that reviews feeds one that analyses needs."""
    covers = {stage.key: stage.covers for stage in framework.stages}
    return any(
        Covers.REVIEW in covers[source] and Covers.NEEDS_ANALYSIS in covers[target]
        for source, target in framework.feeds
    )


def _circle(framework: Framework) -> list[str]:
    """Stages that wait for each other, or for such, and so never open; empty where none do."""
    opened: set[str] = set()
    while True:
        more = {s.key for s in framework.stages if s.key not in opened and opened >= set(s.after)}
        if not more:
            return [s.key for s in framework.stages if s.key not in opened]
        opened |= more
