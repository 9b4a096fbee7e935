"""A stranger sees the public register and no more: every page of it, as it is looked at."""

from typing import Any

from browser_fixtures import IN_A_BROWSER, Come, how

pytestmark = IN_A_BROWSER
__all__ = ["how"]


def test_a_stranger_reads_the_public_register(visitor: Come, how: dict[str, Any]) -> None:
    stranger = visitor(None, **how)
    stranger.opens("/public")
    assert "The latest decisions" in stranger.said()
    for path in ("coming", "decisions", "commissions", "agreements", "plans"):
        stranger.opens(f"/public/{path}")
    stranger.opens("/public/decisions?words=foster&by=cabinet")
    stranger.follows("Permission to procure foster care")
    record = stranger.said()
    for must in ("Reasons", "Alternatives considered and rejected", "Interests declared"):
        assert must in record
    assert "Noor Health" in record
    stranger.opens("/public/decisions/R-0006")
    assert "Dana Director For" in stranger.said()
    stranger.opens("/public/decisions/R-0012")
    assert "Exempt under paragraph 3 of Schedule 12A" in stranger.said()
    assert "eleven offers" not in stranger.page.content()
    stranger.opens("/public/commissions/C-0001")
    assert "Casey Commissioner" not in stranger.page.content()
    stranger.opens("/public/plans/L-0001")
    stranger.opens("/public/annual-reports/Y-0001")


def test_what_is_not_public_is_not_there_or_asks_who_comes(visitor: Come) -> None:
    stranger = visitor()
    stranger.opens("/public/decisions/R-9999", status=404)
    stranger.opens("/public/commissions/C-9999", status=404)
    stranger.opens("/public/decisions/R-0012/documents/none", status=404)
    for path in ("/commissions/C-0001", "/reports/R-0001", "/reviews"):
        stranger.page.goto(stranger.url(path))
        assert "/sign-in" in stranger.page.url
        stranger.looks()
