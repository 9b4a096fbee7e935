"""How well a service does: what was measured for a period, how it is rated, where it leads.

Values are exact: integer millionths inside, decimals as text at the edges. A rating follows from
a rule that the partnership wrote down; nothing here knows red from green by itself.
"""

from governance.domain.performance.loading import load_rag
from governance.domain.performance.model import QUESTIONS, RATINGS, RagRule
from governance.domain.performance.periods import RHYTHMS, Period, read_period
from governance.domain.performance.rating import Facts, Rated, rate
from governance.domain.performance.travel import travel
from governance.domain.performance.values import read_value, said_value

__all__ = [
    "QUESTIONS",
    "RATINGS",
    "RHYTHMS",
    "Facts",
    "Period",
    "RagRule",
    "Rated",
    "load_rag",
    "rate",
    "read_period",
    "read_value",
    "said_value",
    "travel",
]
