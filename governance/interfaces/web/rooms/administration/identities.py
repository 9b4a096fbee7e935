"""Links of people to sign-in providers, kept by administrators."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from governance.application.desk import Desk
from governance.application.people.queries import name_of
from governance.application.signing_in import acts
from governance.interfaces.web.access import Access
from governance.interfaces.web.acts import About, Act, Done, Said
from governance.interfaces.web.fields import Choice, Field, Option, Text
from governance.interfaces.web.visit import Visit


def _about(visit: Visit) -> About:
    row = visit.desk.row("person", visit.path["ref"])
    return About(params={"name": name_of(visit.desk, row)}, back=visit.url(f"/people/{row.ref}"))


def _link_fields(visit: Visit) -> Sequence[Field]:
    known = visit.served.openid.serving(visit.partnership.key)
    options = [Option(one.issuer, one.title, one.issuer) for one in known]
    issuer: Field = Text(name="issuer", most=400)
    if options:
        issuer = Choice(name="issuer", options=options)
    return (issuer, Text(name="subject", most=255))


def _link(desk: Desk, said: Said) -> Done:
    key = desk.row("person", said.ref).key
    receipt = acts.link(desk, person=key, issuer=said["issuer"], subject=said["subject"])
    return Done(receipt=receipt, code="done.identity_linked", params={"person": key})


def _unlink_fields(visit: Visit) -> Sequence[Field]:
    found = acts.identities(visit.desk, person=visit.path["ref"])
    issuers = dict.fromkeys(one.issuer for one in found if one.ended_at is None)
    return (Choice(name="issuer", options=[Option(one, one) for one in issuers]),)


def _unlink(desk: Desk, said: Said) -> Done:
    key = desk.row("person", said.ref).key
    receipt = acts.unlink(desk, person=key, issuer=said["issuer"])
    return Done(receipt=receipt, code="done.identity_ended", params={"person": key})


def _act(
    move: str,
    do: Callable[[Desk, Said], Done],
    fields: Callable[[Visit], Sequence[Field]],
) -> Act:
    return Act(
        key=f"identity.{move}",
        path=f"/people/{{ref}}/identity/{move}",
        about=_about,
        fields=fields,
        do=do,
        to="/people/{ref}",
        access=Access.ADMINISTRATOR,
    )


ACTS = (_act("link", _link, _link_fields), _act("unlink", _unlink, _unlink_fields))
