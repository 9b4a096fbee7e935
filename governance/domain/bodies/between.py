"""Acting between meetings: chair's action and written resolutions, where they exist at all.

The body's standing says whether such a way can exist, its terms of reference whether it does.
What is done so is reported to the next meeting.
"""

from __future__ import annotations

from governance.domain.bodies.standing import Way
from governance.domain.bodies.terms import Terms
from governance.domain.errors import Refusal


def why_not_between_meetings(terms: Terms, way: Way) -> tuple[Refusal, ...]:
    """Refuse a way of acting that the body's standing or its terms of reference do not allow."""
    if way not in terms.law.ways:
        return (Refusal(f"between.{way}_unlawful", {"source": terms.law.sources["ways"]}),)
    if way not in terms.between_meetings:
        return (Refusal(f"between.{way}_not_in_terms", {"terms": terms.title}),)
    return ()
