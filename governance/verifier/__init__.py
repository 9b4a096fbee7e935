"""The independent verifier works a decision out anew from its record, by its own reckoning.

    python -m governance.verifier FILE [--key PUB] [--explain] [--json]

It reads one decision record (`vires record export`), works everything out anew and says, step by
step, what follows and what does not. It shares no code with Vires: it imports the standard
library and `cryptography` (for the signatures of the seals), and nothing else. It is meant to be
read: `bundle` and `ledger` say whether the record is as it was written; `texts`, `conditions` and
`scheme` read the rules; `powers`, `bodies`, `days` and `procedures` are the law of deciding;
`decisions` and `casework` put them together.

What it cannot know:

- when it happened, beyond the order of the seals: an entry says the time that the program was told;
- whether what was written down happened: that somebody was in the room, that a notice hung where
  it is said to have hung, that a figure of the register was right on the day;
- whether the record is all there is. A chain cannot be cut in the middle, but whoever made the file
  may have left out the latest entries, or a delegation or a declared interest that is a chain of
  its own. Compare the latest seal with one kept elsewhere: a receipt, a notice, the minutes;
- who holds the key. Without `--key` the seals show that the record fits together, not by whom it
  was sealed. Whoever has both the database and the key can write another history, up to the
  first seal that somebody else kept;
- what is erased, exempt or only a digest: it checks that the digest fits where the text is there;
- whether a lawful decision was a good one.
"""
