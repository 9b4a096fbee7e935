"""Words for schemes as DMN: what a decision table is about, and what it cannot say."""

WORDS: dict[str, tuple[str, str]] = {
    "dmn.about": ("{title}, the scheme of {owner}, for decisions on {day:day}.", ""),
    "dmn.vat.including": ("Amounts include VAT.", ""),
    "dmn.vat.excluding": ("Amounts exclude VAT.", ""),
    "dmn.vat.not-stated": ("Whether amounts include VAT is not stated.", ""),
    "dmn.hit_policy": (
        "Hit policy ANY: several rows may match where they say the same; where they do not, there is no answer, because the scheme gives none.",
        "",
    ),
    "dmn.output.decider": ("Who decides", ""),
    "dmn.output.path": ("Decision path", ""),
    "dmn.output.procedure": ("Procedure", ""),
    "dmn.annotation.rule": ("Rule", ""),
    "dmn.annotation.source": ("Source", ""),
    "dmn.left_out": ("What this model does not say of the scheme:", ""),
    "dmn.left_out.rules": (
        "Left out altogether, because they would take too many rows: {rules:and}.",
        "Use the table only for cases of other rules, or split these rules in the scheme.",
    ),
    "dmn.left_out.relations": (
        "Amounts or days are compared with one another in {rules:and}: such cells are full FEEL with “?”, not S-FEEL.",
        "",
    ),
    "dmn.left_out.advice": (
        "Where {rules:and} meet, they agree on who decides and ask for different advice. The scheme takes the path that asks for all of it; the table gives no answer.",
        "",
    ),
    "dmn.left_out.limits": (
        "Limits that change on dates are the amounts of {day:day}.",
        "Export again for another day with --on.",
    ),
    "dmn.left_out.limits_by": (
        "Limits read on another day than that of decision are rows for each period; their names are gone.",
        "",
    ),
    "dmn.left_out.definitions": (
        "Definitions are put in place of their names: {names:and}.",
        "",
    ),
    "dmn.left_out.overrides": (
        "Which source goes before which is not said: what is overridden by {rules:and} is taken out of the rows.",
        "",
    ),
    "dmn.left_out.paths": (
        "Paths are text: the order of steps, what happens at once and how a step is taken are not modelled.",
        "",
    ),
    "dmn.left_out.procedures": (
        "Procedures are names alone; their notices, evidence, call-in and publication are not said: {names:and}.",
        "",
    ),
    "dmn.left_out.ranks": ("Who stands above whom is not said.", ""),
    "dmn.left_out.separate": (
        "Separation of duties is not said ({number:count(rule,rules)} of it).",
        "",
    ),
    "dmn.left_out.assume": (
        "What is assumed of every case is not said ({number:count(assumption,assumptions)}): the table also answers cases that cannot be.",
        "",
    ),
    "dmn.left_out.fallback": (
        "Where no row matches, the case goes to the {fallback:term}; the table gives no answer.",
        "",
    ),
    "dmn.left_out.unknown": (
        "What could still decide a case of which something is unknown is not said.",
        "",
    ),
}
