"""Words for frameworks: what a cycle has to be, and what it says about one commission."""

WORDS: dict[str, tuple[str, str]] = {
    "framework.not_covered": (
        "No stage of this framework covers {part}.",
        "Add “{part}” (written with underscores) to the “covers” of the stage where it happens.",
    ),
    "framework.no_loop": (
        "No stage that reviews feeds a stage that analyses needs, so the cycle does not go round.",
        "Add to “feeds” a line from the review to the stage where the next round begins.",
    ),
    "framework.never_opens": (
        "Waiting for one another or for itself, this can never open: {stages:and}.",
        "Take one of them out of another’s “after”.",
    ),
    "framework.no_gate": (
        "The stage “{stage}” has no gate it must pass, so it could never be complete.",
        "Give it a gate under “gates”; the lead certifies one that names no decision.",
    ),
    "framework.stage_twice": (
        "The stage “{stage}” stands here a second time.",
        "Give each stage a key of its own.",
    ),
    "framework.gate_twice": (
        "Two gates have the key “{gate}”.",
        "Give each gate a key of its own in the whole framework.",
    ),
    "framework.crosswalk_gap": (
        "The crosswalk to “{other}” leaves out the stage “{stage}”.",
        "Say which stage or stages of “{other}” it stands for.",
    ),
    "framework.crosswalk_to_itself": (
        "The framework “{framework}” has a crosswalk to itself.",
        "Take it out.",
    ),
    "framework.crosswalk_unknown": (
        "The stage “{stage}” is said to stand for “{target}”, which “{other}” does not have.",
        "{nearest:maybe}Its stages are {known:and}.",
    ),
    "framework.crosswalk_missed": (
        "No stage stands for “{target}” of “{other}”.",
        "Add it to the crosswalk of the stage where that work is done.",
    ),
    "framework.no_crosswalk": (
        "Nothing says which stages of “{framework}” stand for those of “{other}”.",
        "Add a crosswalk to one of the two frameworks.",
    ),
    "framework.unknown_stage": (
        "The framework has no stage “{stage}”.",
        "{nearest:maybe}Its stages are {known:and}.",
    ),
    "framework.unknown_gate": (
        "The framework has no gate “{gate}”.",
        "{nearest:maybe}Its gates are {known:and}.",
    ),
    "framework.stage_waits": (
        "“{stage}” cannot open while “{before}” is not complete.",
        "Complete “{before}” first.",
    ),
    "framework.no_way_back": (
        "The framework has no way back to “{stage}”.",
        "Start the next round, or have the framework changed.",
    ),
    "framework.way_back_closed": (
        "The work can go back to “{stage}” only while “{sources:or}” is under way.",
        "Open that stage first, or start the next round.",
    ),
    "framework.stage_unfinished": (
        "The stage “{stage}” is not complete.",
        "Complete it, or record that it was passed outside Vires.",
    ),
    "framework.evidence_missing": (
        "The gate “{gate}” wants evidence: {evidence}.",
        "Add the document to the commission, as the kind “{kind}”.",
    ),
    "framework.field_missing": (
        "The gate “{gate}” asks for the commission’s {field}, which is not known.",
        "Enter it on the commission.",
    ),
    "framework.principle_unanswered": (
        "It is not yet said how this commission answers the principle “{principle}”.",
        "Answer “{key}” once; it stands for the whole commission.",
    ),
}
