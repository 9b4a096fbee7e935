"""How messages leave the house: GOV.UK Notify, SMTP, files or the console, behind one protocol.

A carrier takes one letter at a time and says how the attempt ended. Who is written to, when,
and how often it is tried is no business of theirs.
"""

from governance.adapters.carriers.choosing import KINDS, MAIL, carrier_from
from governance.adapters.carriers.letter import Carried, Carrier, Letter, Outcome

__all__ = ["KINDS", "MAIL", "Carried", "Carrier", "Letter", "Outcome", "carrier_from"]
