"""Words of a browser for seals: keys lie on the server, and whoever looks after it mends them."""

_OPERATOR = (
    "Tell whoever looks after the server that Vires runs on; the operations guide says what to do."
)

WORDS: dict[str, tuple[str, str]] = {
    f"{code}@web": ("", _OPERATOR)
    for code in (
        "ledger.sealed_and_waits",
        "seal.certificate_unfit",
        "seal.contradicts",
        "seal.key_differs",
        "seal.key_exists",
        "seal.key_missing",
        "seal.key_none_yet",
        "seal.key_not_that",
        "seal.key_open",
        "seal.public_none",
        "seal.sealed_by_another",
        "seal.uncertified",
    )
} | {
    "receipt.no_entry@web": ("", "Its entries stand on its page of the record."),
    "receipt.none@web": ("", "Choose a file that Vires gave as a receipt, as it was given."),
    "seal.none_yet@web": ("", "While Vires runs, it seals within a second of the first entry."),
    "seal.no_such@web": ("", "The page of seals shows which there are."),
}
