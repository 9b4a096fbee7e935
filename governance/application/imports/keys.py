"""Keys made from names: what people would type for them."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from governance.application.naming import key_problems

LONGEST: Final = 72
"""Characters of a key made from a name; leaves room for a number that tells it from others."""


def slug(name: str, otherwise: str) -> str:
    """A usable key for a name; `otherwise` where nothing of the name can be used."""
    plain = unicodedata.normalize("NFKD", name.casefold()).replace("&", " and ")
    plain = re.sub(r"['’.]", "", plain).encode("ascii", "ignore").decode()
    key = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST].rstrip("-")
    if not key:
        return otherwise
    return f"{otherwise}-{key}" if key_problems(key) else key
