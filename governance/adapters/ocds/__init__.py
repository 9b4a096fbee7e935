"""Notices in the Open Contracting Data Standard, version 1.1.

`read_package` reads a file into releases, `merge` makes one of all releases of a contracting
process, `agreements` says what was awarded to whom. All pure.
"""

from governance.adapters.ocds.agreements import agreements
from governance.adapters.ocds.merging import merge
from governance.adapters.ocds.model import (
    AgreementFacts,
    Flag,
    Merged,
    Notice,
    Package,
    Party,
    Rejected,
    Release,
)
from governance.adapters.ocds.package import read_package, read_release

__all__ = [
    "AgreementFacts",
    "Flag",
    "Merged",
    "Notice",
    "Package",
    "Party",
    "Rejected",
    "Release",
    "agreements",
    "merge",
    "read_package",
    "read_release",
]
