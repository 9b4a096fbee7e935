"""Words for seals over the ledger, and for the key that makes them."""

_PAST_VIRES = (
    "Somebody changed it past Vires. Compare with a backup, and with receipts that people hold."
)

WORDS: dict[str, tuple[str, str]] = {
    "ledger.not_sealed": (
        "Entry {number} on {ref} ({table}) is neither sealed nor waiting to be.",
        "Somebody removed it from what waits, or from what is sealed, past Vires. Compare with a backup.",
    ),
    "ledger.sealed_and_waits": (
        "Entry {number} on {ref} ({table}) is sealed and waits to be sealed.",
        "Let Vires seal once more (`vires tick`). If it is still so, somebody wrote past Vires: compare with a backup.",
    ),
    "ledger.sealed_out_of_turn": (
        "Entry {number} on {ref} ({table}) is sealed before the one it follows.",
        "Somebody changed what is sealed past Vires. Compare with a backup.",
    ),
    "seal.missing": ("Seal {number} is missing.", _PAST_VIRES),
    "seal.unreadable": (
        "A seal after number {number}, or an entry in it, holds what cannot be read, so the seals after that are not checked.",
        _PAST_VIRES,
    ),
    "seal.bytes_changed": ("Seal {number} was changed after it was made.", _PAST_VIRES),
    "seal.columns_changed": (
        "Seal {number} says one thing in what was signed and another in its columns.",
        _PAST_VIRES,
    ),
    "seal.out_of_order": ("Seal {number} does not follow from the one before it.", _PAST_VIRES),
    "seal.key_wrong": ("Seal {number} does not name the key that it carries.", _PAST_VIRES),
    "seal.signature_wrong": ("Seal {number} was not signed by the key it names.", _PAST_VIRES),
    "seal.certificate_wrong": (
        "Seal {number} carries a certificate that is not the earlier key’s word for its key.",
        _PAST_VIRES,
    ),
    "seal.uncertified": (
        "Seal {number} has a new key, and the key before it did not vouch for it.",
        "Where the key was lost and replaced, name the new one: `vires ledger verify --key FILE`. Else somebody made seals of their own.",
    ),
    "seal.root_differs": (
        "Seal {number} is over other entries than those that are there.",
        _PAST_VIRES,
    ),
    "seal.count_differs": ("Seal {number} counts other entries than there are.", _PAST_VIRES),
    "seal.entry_gone": ("Seal {number} holds an entry that is not there.", _PAST_VIRES),
    "seal.places_wrong": (
        "The places of the entries in seal {number} are not one after the other.",
        _PAST_VIRES,
    ),
    "seal.holds_without": (
        "{entries:count(entry,entries)} should be in seal {number}, which is not there.",
        _PAST_VIRES,
    ),
    "seal.waits_for_nothing": (
        "{entries:count(entry,entries)} that should wait to be sealed are not there.",
        "Somebody removed them past Vires before they were sealed. Compare with a backup, and with receipts that people hold.",
    ),
    "seal.key_differs": (
        "The key here is not the one of seal {number}, the latest, and does not follow from it.",
        "Put the file of the key with the fingerprint {wanted} in place, or name it in VIRES_SEAL_KEY. If it is lost: `vires key create --lost`.",
    ),
    "seal.certificate_unfit": (
        "The key here says that it follows the one of seal {number}, and that one did not sign so.",
        "Put its file that ends in .follows back from a copy. Else put the key with the fingerprint {wanted} back in place, and run `vires key rotate`. If it is lost: `vires key create --lost`.",
    ),
    "seal.contradicts": (
        "Seal {number} cannot be made: something is said to be in it already.",
        "Run `vires ledger verify`: somebody changed the seals past Vires.",
    ),
    "seal.key_not_that": (
        "From seal {number} on the key is {here}, and {wanted} does not vouch for it.",
        "If the key that was named is the right one, somebody else made these seals. Else name the right one: `vires key export`.",
    ),
    "seal.key_missing": (
        "There is no key at {path} to seal with.",
        "Put the key’s file back there, or name it in VIRES_SEAL_KEY. If it is lost: `vires key create --lost`.",
    ),
    "seal.key_none_yet": (
        "Nothing is sealed here yet: there is no key at {path}.",
        "Run `vires key create` on one machine, give the file to every other that runs Vires, and name it in VIRES_SEAL_KEY.",
    ),
    "seal.sealed_by_another": (
        "The record is sealed by the key {wanted}, which is not at {path}.",
        "Put its file there, or name it in VIRES_SEAL_KEY. If it is lost: `vires key create --lost`.",
    ),
    "seal.key_exists": (
        "There is a key at {path} already.",
        "To let a new one follow it, run `vires key rotate`. Vires writes over no key.",
    ),
    "seal.key_open": (
        "The key at {path} may be read by others than its owner (mode {mode}).",
        "Run `chmod 600 {path}`. If somebody may have read it, run `vires key rotate` after that.",
    ),
    "seal.key_unreadable": (
        "The key at {path} cannot be read: {detail}.",
        "See that Vires may read the file.",
    ),
    "seal.key_none": (
        "The file {path} holds no key that seals: an Ed25519 key in PEM, without a password.",
        "Put the key’s file back, or name another in VIRES_SEAL_KEY.",
    ),
    "seal.key_unwritable": (
        "The key cannot be written to {path}: {detail}.",
        "See that Vires may write into that folder, or name another file in VIRES_SEAL_KEY.",
    ),
    "term.seal_ledger": ("seals over the record", ""),
    "seal.public_unreadable": (
        "The public key {path} cannot be read: {detail}.",
        "Check the name of the file and that you may read it.",
    ),
    "seal.public_none": (
        "The file {path} holds no public key of seals.",
        "Name the file that `vires key export` wrote.",
    ),
    "key.created": ("Made the key that seals: {file}. Its fingerprint is\n{key}.", ""),
    "key.after_lost": (
        "It follows {after}, which is lost, and without its word: every check of the record tells of it.",
        "",
    ),
    "key.rotated": (
        "A new key seals from now on: {file}. Its fingerprint is\n{key}.\nThe old one vouched for it and is kept as {aside}.",
        "",
    ),
    "key.exported": ("Wrote the public key to {file}. Its fingerprint is\n{key}.", ""),
    "key.file": ("Key: {file}", ""),
    "key.fingerprint": ("Fingerprint: {key}", ""),
    "act.key.rotated": ("The key that seals was changed", ""),
    "seals.told": (
        "{sealed:count(entry is,entries are)} sealed, in {seals:count(seal,seals)} by {keys:count(key,keys)}.",
        "",
    ),
    "seals.waiting": (
        "{entries:count(entry waits,entries wait)} to be sealed, the oldest since {since:time} (UTC).",
        "",
    ),
    "minutes.sealed": (
        "The record behind these minutes is sealed: seal {number} has the hash {hash}.",
        "",
    ),
    "seal.none_yet": (
        "Nothing is sealed here yet, so there is no key.",
        "Let Vires seal (`vires serve`, or once: `vires tick`).",
    ),
    "seal.no_such": (
        "There is no seal {number} over this record.",
        "See which seals there are: `vires ledger verify`.",
    ),
    "receipt.of_another": (
        "{name} is the receipt of another partnership.",
        "Check it with that partnership.",
    ),
    "receipt.stands": ("Entry {number} on {ref} stands as its receipt says.", ""),
    "receipt.written": ("Wrote the receipt of entry {number} on {ref} to {file}.", ""),
    "receipt.written_unsealed": (
        "Wrote the receipt of entry {number} on {ref} to {file}. The entry is not sealed yet.",
        "",
    ),
    "receipt.no_entry": (
        "{ref} has no entry {number}: it has {entries:count(entry,entries)}.",
        "See its entries with `vires ledger show {ref}`.",
    ),
    "receipt.unreadable": (
        "The receipt {path} cannot be read: {detail}.",
        "Check the name of the file and that you may read it.",
    ),
    "receipt.none": (
        "The file {path} holds no receipt of Vires.",
        "Name a file that `vires ledger receipt` wrote, as it was written.",
    ),
    "receipt.seal_broken": (
        "The receipt of entry {number} on {ref} carries a seal that does not hold.",
        "The receipt was changed after it was given. Ask whoever holds it for it as it was.",
    ),
    "receipt.not_inside": (
        "The receipt of entry {number} on {ref} does not lead to the seal it carries.",
        "The receipt was changed after it was given. Ask whoever holds it for it as it was.",
    ),
    "receipt.entry_gone": (
        "Entry {number} on {ref} is not on the record, and there is a receipt for it.",
        _PAST_VIRES,
    ),
    "receipt.entry_differs": (
        "Entry {number} on {ref} is another than the one there is a receipt for.",
        _PAST_VIRES,
    ),
    "receipt.place_differs": (
        "Entry {number} on {ref} is not sealed where its receipt says, in seal {seal}.",
        _PAST_VIRES,
    ),
    "receipt.seal_gone": (
        "The receipt of entry {number} on {ref} carries seal {seal}, which is not there.",
        "The record was cut, or an older one was put in its place. Compare with a backup, and with other receipts.",
    ),
    "receipt.seal_differs": (
        "The receipt of entry {number} on {ref} carries another seal {seal} than the one that is there.",
        "The record was written anew from before that seal. Compare with a backup, and with other receipts.",
    ),
}
