"""ModernGov, the committee system of most councils: what it publishes, read and written."""

from governance.adapters.moderngov.mapping import Mapping, load_mapping
from governance.adapters.moderngov.model import Committee, Decision, Item, Meeting, Taken
from governance.adapters.moderngov.reading import read_files

__all__ = [
    "Committee",
    "Decision",
    "Item",
    "Mapping",
    "Meeting",
    "Taken",
    "load_mapping",
    "read_files",
]
