"""The assurance of schemes: what is proved before a scheme is in force, and what it would lose.

`prove` says whether every possible case has one path; `find` whether a case exists for which a
condition holds.
"""

from governance.domain.assurance.asking import Asking, find, region_around
from governance.domain.assurance.finding import Edge, Finding, Mend, Proof, Region
from governance.domain.assurance.proving import prove
from governance.domain.assurance.solving import UnsettledError
from governance.domain.assurance.space import Space

__all__ = [
    "Asking",
    "Edge",
    "Finding",
    "Mend",
    "Proof",
    "Region",
    "Space",
    "UnsettledError",
    "find",
    "prove",
    "region_around",
]
