"""The independent verifier works a decision out anew from its record, by its own reckoning.

    python -m governance.verifier FILE [--key PUB] [--explain] [--json]

It reads one decision record (`vires record export`), works everything out anew and says, step by
step, what follows and what does not. It shares no code with Vires: it imports the standard
library and `cryptography` (for the signatures of the seals), and nothing else.

It is meant to be read. In this order, each file after those it uses, the core takes an hour:

1. `findings`, `words`, `bundle`: steps and their verdicts; the file, its entries, and the rows that
   come about by them.
2. `order`, `ledger`: in which order the acts took place; whether every entry follows from the one
   before, fits its digests and lies under a seal that is true.
3. `taken`, `decisions`: a decision with everything before it, and the questions that are asked of
   it, one after another; which rule took the case, and whether what comes first was done.
4. `case`, `closed`, `entitled`, `counting`, `lawful`, `effect`: the answers. How each figure was
   made; what may stand in the way; who could decide, and what is kept apart; quorum and vote;
   notices, documents and the words of the record; call-in and the day of effect.
5. `powers`, `bodies`, `procedures`, `days`, `rulebooks`: the law that they ask. Powers kept and
   passed on; seats, interests and majorities; what a rule asks for; clear days and bank holidays;
   which version was in force.

What is left reads the rules, and can be read apart: `texts` (YAML), `conditions` (“over £30,000 and
up to 10% of budget”) and `scheme` (which rule takes a case). The project's tests hold them to
another YAML parser, and to the engine on every edge of every scheme that it ships.

What it cannot know:

- when it happened, beyond the order of the seals: an entry says the time that the program was told.
  Of two acts within a second of one another it knows which came first only where one builds on
  the other;
- whether what was written down happened: that somebody was in the room, that a notice hung where
  it is said to have hung, that a figure of the register was right on the day. Where the register
  had a figure from more than is in the record, `--explain` says so;
- whether the record is all there is. A chain cannot be cut in the middle, but whoever made the file
  may have left out the latest entries, or what is a chain of its own: a delegation, a case for
  ending the service, what was due where an escalation waits. Compare the latest seal with one
  kept elsewhere: a receipt, a notice, the minutes;
- who holds the key. Without `--key` the seals show that the record fits together, not by whom it
  was sealed. Whoever has both the database and the key can write another history, up to the
  first seal that somebody else kept;
- what is erased, exempt or only a digest: it checks that the digest fits where the text is there;
- whether a lawful decision was a good one.
"""
