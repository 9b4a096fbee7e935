"""Words of the pages of seals and receipts."""

WORDS: dict[str, tuple[str, str]] = {
    "web.seals.title": ("Seals", ""),
    "web.seals.about": (
        "Each seal is a signature over the latest entries of the record and over the seal before it. After that, no entry under it can be changed, taken out or put in without it showing.",
        "",
    ),
    "web.seals.kept": (
        "Keep the number and hash of a seal somewhere else, such as in signed minutes or in a receipt: they show later that the record up to there is still the same.",
        "",
    ),
    "web.seals.waits": (
        "{entries:count(entry waits,entries wait)} for a seal, the oldest since {since:time}. While Vires runs, that takes a second.",
        "",
    ),
    "web.seals.nothing_waits": ("Every entry is sealed.", ""),
    "web.seals.key": ("The key", ""),
    "web.seals.key_about": (
        "Whoever checks a decision record or the record as a whole names this public key. It can only check seals, not make them.",
        "",
    ),
    "web.seals.no_key": ("There is no seal yet, so there is no key to check one by.", ""),
    "web.seals.get_key": ("Download the public key", ""),
    "web.seals.fingerprint": ("Fingerprint of the key", ""),
    "web.seals.latest": ("The latest seals", ""),
    "web.seals.number": ("Seal", ""),
    "web.seals.seal": ("Seal {number}", ""),
    "web.seals.when": ("When", ""),
    "web.seals.entries": ("Entries", ""),
    "web.seals.total": ("Entries under this seal and all before", ""),
    "web.seals.hash": ("Hash", ""),
    "web.seals.hash_begins": ("Hash begins", ""),
    "web.seals.key_begins": ("Key begins", ""),
    "web.seals.previous": ("Hash of the seal before", ""),
    "web.seals.first": ("None: this is the first", ""),
    "web.seals.root": ("Root of the tree over its entries", ""),
    "web.seals.signature": ("Signature", ""),
    "web.seals.signed": ("What was signed, as it was written", ""),
    "web.seals.none": ("Nothing is sealed yet.", ""),
    "web.seals.compare": (
        "Compare its hash with the one in a receipt or in minutes: where they differ, the record was written anew since.",
        "",
    ),
    "web.seals.no_number": (
        "“{typed}” is not the number of anything here.",
        "Go to it from the page it stands on.",
    ),
    "web.record.seals": ("Seals", ""),
    "web.record.check_receipt": ("Check a receipt", ""),
    "web.record.get_receipt": ("Get a receipt", ""),
    "web.record.receipt_of": ("Get the receipt: entry {number} on {ref}", ""),
    "web.record.receipts": (
        "A receipt is a small file that shows, whoever changes the record later, that an entry stood here and in which seal. Keep it outside Vires.",
        "",
    ),
    "web.receipt.check": ("Check a receipt", "Check"),
    "web.receipt.check.file": (
        "The receipt",
        "The file as Vires gave it. Its name ends in json",
    ),
    "web.receipt.check.stands": (
        "The record still holds it: entry {number} on {ref} stands as its receipt says, in seal {seal}.",
        "",
    ),
    "web.receipt.check.stands_unsealed": (
        "The record still holds it: entry {number} on {ref} stands as its receipt says. The receipt is from before the entry was sealed.",
        "",
    ),
    "web.job.check_record.seals": (
        "{sealed:count(entry is,entries are)} sealed, in {seals:count(seal,seals)}.",
        "",
    ),
    "web.job.check_record.waits": (
        "{entries:count(entry waits,entries wait)} for a seal.",
        "",
    ),
    "web.health.sealing": ("Seals over the record", ""),
    "web.health.sealed_all": ("Every entry is sealed", ""),
    "web.health.seals_wait": (
        "{entries:count(entry waits,entries wait)}, the oldest since {since:time}",
        "",
    ),
    "web.health.key": ("Key that seals, by its fingerprint", ""),
    "web.health.no_key": ("There is none here", ""),
    "web.health.key_to_be_made": ("It is made with the first seal", ""),
    "web.health.sealing_stopped": (
        "Sealing has stopped. Everything else goes on, and entries wait until it goes on.",
        "",
    ),
    "web.health.sealing_lags": (
        "Entries have waited for a seal for over a minute. See that Vires is running: whatever leads the clock seals every second.",
        "",
    ),
}
