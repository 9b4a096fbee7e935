"""Words for the decision record: the file with everything a decision rested on."""

WORDS: dict[str, tuple[str, str]] = {
    "record.not_decided": (
        "{ref} is not decided yet, so there is no record of its decision.",
        "See what it waits for with `vires next {ref}`.",
    ),
    "record.not_decided@web": (
        "{ref} is not decided yet, so there is no record of its decision.",
        "See on its page what it waits for.",
    ),
    "record.not_all_sealed": (
        "{waiting} of its entries wait for their seal.",
        "Seal them with `vires tick`, then export it again to another file.",
    ),
    "record.not_all_sealed@web": (
        "{waiting} of its entries wait for their seal.",
        "Entries are sealed within seconds while Vires runs. Get it again a little later.",
    ),
    "done.record_exported": (
        "The record of {ref} is in {file}: {entries} entries.",
        "",
    ),
}
