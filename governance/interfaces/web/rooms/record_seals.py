"""Seals over the record, the key that makes them, receipts, and holding the record to one."""

from __future__ import annotations

from typing import Final

from starlette.responses import Response

from governance.application.desk import Desk
from governance.application.ledger import receipts
from governance.application.ledger.holding import Held, held_to
from governance.application.ledger.seals_told import latest_seals, public_key, seal_told, waits
from governance.domain.errors import Unusable
from governance.interfaces.downloads import attachment
from governance.interfaces.web.acts import About, Act, Done, Said
from governance.interfaces.web.fields import Upload
from governance.interfaces.web.pages import Page
from governance.interfaces.web.visit import Visit

NUMERALS: Final = 9
"""Digits of a number in an address at the most."""


def _seals(visit: Visit) -> Response:
    before = visit.query.get("before", "").strip()
    found, more = latest_seals(visit.desk, before=_number(before) if before else None)
    return visit.render(
        "record/seals.html",
        seals=found,
        older=visit.here(before=found[-1].number) if more else None,
        latest=visit.here(before="") if before else None,
        waits=waits(visit.desk),
        key=public_key(visit.desk),
    )


def _seal(visit: Visit) -> Response:
    number = _number(visit.path["number"])
    return visit.render("record/seal.html", seal=seal_told(visit.desk, number))


def _key(visit: Visit) -> Response:
    """The public key of the latest seal, as a file that the verifier takes."""
    found = public_key(visit.desk)
    if found is None:
        raise Unusable.one("seal.none_yet")
    name = f"{visit.partnership.key}-seals.pem"
    return attachment(found[1].encode(), name, media_type="application/x-pem-file")


def _receipt(visit: Visit) -> Response:
    """The receipt of an entry, as a file."""
    ref, number = visit.path["ref"], _number(visit.path["number"])
    told = receipts.receipt(visit.desk, ref, number=number)
    name = f"{told['ref']}-{told['number']}-receipt.json"
    return attachment(receipts.encoded(told).encode(), name, media_type="application/json")


def _number(text: str) -> int:
    """The number that an address names. Raises `Unusable` where it is none."""
    if not (text.isascii() and text.isdigit() and len(text) <= NUMERALS):
        raise Unusable.one("web.seals.no_number", typed=text[:40])
    return int(text)


# --- holding the record to a receipt


def _about(visit: Visit) -> About:
    return About(back=visit.url("/record"))


def _held(visit: Visit, said: Said) -> Held:
    file = said["file"]
    return held_to(visit.desk, file.content, name=file.name[:100])


def _check(desk: Desk, said: Said) -> Done:
    del desk
    held: Held = said.ahead
    code = "web.receipt.check.stands" if held.seal else "web.receipt.check.stands_unsealed"
    told = {"ref": held.ref, "number": held.number, "seal": held.seal}
    return Done(to=f"/record/{held.ref}", code=code, params=told)


PAGES = (
    Page(path="/seals", show=_seals),
    Page(path="/seals/key", show=_key),
    Page(path="/seals/{number}", show=_seal),
    Page(path="/record/{ref}/receipts/{number}", show=_receipt),
)
ACTS = (
    Act(
        key="receipt.check",
        path="/receipts/check",
        about=_about,
        fields=(Upload(name="file", types=("json", "txt"), limit=receipts.LONGEST),),
        ahead=_held,
        do=_check,
        to="/record",
    ),
)
