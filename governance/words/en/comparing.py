"""Words for how two versions of a scheme differ."""

WORDS: dict[str, tuple[str, str]] = {
    "compare.input_type": (
        "“{name}” is of one type before ({before}) and of another after ({after}).",
        "Give the new input a name of its own.",
    ),
    "compare.same": ("Every case goes the same way by both.", ""),
    "compare.differ": (
        "{changes:count(group,groups)} of cases would go elsewhere; {weaker:,} of them by a weaker rule.",
        "",
    ),
    "compare.unsettled": (
        "Not settled: the cases of {rules:and}. They may differ too.",
        "Write these rules more simply and compare again.",
    ),
    "compare.beside": ("{part:term} differ; no case shows it.", ""),
    "term.beside_ranks": ("The ranks of the deciders", ""),
    "term.beside_vat": ("How amounts count VAT", ""),
    "term.beside_owner": ("The owners", ""),
    "compare.change": ("{where}: before, {before}; after, {after}.", ""),
    "compare.from": ("{where}, from {on:day}", ""),
    "compare.between": ("{where}, from {on:day} to {until:day}", ""),
    "compare.everywhere": ("every case", ""),
    "compare.by_rule": ("rule {rule}: {path}", ""),
    "compare.by_rule_after": ("rule {rule}: {path}, after {procedure:and}", ""),
    "compare.no_rule": ("no rule takes it", ""),
    "compare.fallback": ("no rule takes it, and it goes to the {fallback:term}", ""),
    "compare.conflict": ("rules {rules:and} disagree about it", ""),
    "compare.impossible": ("there is no such case", ""),
    "compare.weaker": ("weaker", ""),
    "compare.as_strong": ("not weaker", ""),
    # Where a region lies.
    "region.choices": ("{title}: {choices:or}", ""),
    "region.money.between": ("{title} from {low:money} to {high:money}", ""),
    "region.money.from": ("{title} of {low:money} or more", ""),
    "region.money.to": ("{title} up to {high:money}", ""),
    "region.money.at": ("{title} of exactly {low:money}", ""),
    "region.integer.between": ("{title} from {low:,} to {high:,}", ""),
    "region.integer.from": ("{title} of {low:,} or more", ""),
    "region.integer.to": ("{title} up to {high:,}", ""),
    "region.integer.at": ("{title} of exactly {low:,}", ""),
    "region.day.between": ("{title} from {low:day} to {high:day}", ""),
    "region.day.from": ("{title} on or after {low:day}", ""),
    "region.day.to": ("{title} on or before {high:day}", ""),
    "region.day.at": ("{title} on {low:day}", ""),
    # What the register holds that would go elsewhere.
    "compare.register": (
        "Of {commissions:count(commission,commissions)} and {reports:count(report,reports)} that are still to be decided, {elsewhere:,} would go elsewhere.",
        "",
    ),
    "compare.flow": (
        "{title}: {before} a month before, {after} after ({change}).",
        "",
    ),
    "compare.record": (
        "By the record of {decided:count(decision,decisions)} from {since:day} to {until:day}; {unknown:,} of them say too little.",
        "",
    ),
}
