"""Who may decide what: the scheme language, its reader, and the answer for a case.

`load_scheme` reads a text into a `Scheme`; `compile_scheme` makes it ready for a day;
`evaluate` and `answer` say who decides a `Case`.
"""

from governance.domain.authority.cases import parse_case
from governance.domain.authority.compiling import Compiled, compile_scheme
from governance.domain.authority.evaluating import answer, evaluate
from governance.domain.authority.loading import load_scheme
from governance.domain.authority.model import DERIVED, Path, PathStep, Rule, Scheme
from governance.domain.authority.outcome import (
    Case,
    Conflict,
    Determined,
    NoRule,
    Outcome,
    Reason,
    Undetermined,
)

__all__ = [
    "DERIVED",
    "Case",
    "Compiled",
    "Conflict",
    "Determined",
    "NoRule",
    "Outcome",
    "Path",
    "PathStep",
    "Reason",
    "Rule",
    "Scheme",
    "Undetermined",
    "answer",
    "compile_scheme",
    "evaluate",
    "load_scheme",
    "parse_case",
]
