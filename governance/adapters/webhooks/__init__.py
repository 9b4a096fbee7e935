"""How events leave the house: signed, over HTTP, to addresses that were looked at first.

Which events there are, who is told and how often it is tried is no business of theirs.
"""

from governance.adapters.webhooks.addresses import checked_address
from governance.adapters.webhooks.guarding import Networks, networks_from
from governance.adapters.webhooks.sending import Answer, Outcome, Parcel, Sender
from governance.adapters.webhooks.signing import new_headers, secret_text

__all__ = [
    "Answer",
    "Networks",
    "Outcome",
    "Parcel",
    "Sender",
    "checked_address",
    "networks_from",
    "new_headers",
    "secret_text",
]
