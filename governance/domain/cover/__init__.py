"""Somebody can always decide: whether people can complete every path, and whom it hangs on.

A path asks for people: an officer, a quorate body, every partner. `Covering` says for each
path whether it can be completed, and which smallest sets of absences would stop it. The answer is
exact. In the literature this is workflow satisfiability and resiliency.
"""

from governance.domain.cover.covering import Covering, PathCover
from governance.domain.cover.people import Body, Office, Partner, People, Unknown

__all__ = ["Body", "Covering", "Office", "Partner", "PathCover", "People", "Unknown"]
