"""People and organisations, roles, absences, messages, and what is due for disposal."""

from __future__ import annotations

from typing import Any

from governance.application.change import Receipt
from governance.application.desk import Desk
from governance.application.messages import acts as messages
from governance.application.messages import queries as message_queries
from governance.application.people import acts, away, leaving, organisations, partnerships
from governance.application.people.erasing import erase
from governance.application.people.person_page import person_page
from governance.application.people.preferences import set_address, tell
from governance.application.people.queries import name_of
from governance.application.publishing.open_data.publisher import set_publisher
from governance.application.retention.disposing import dispose
from governance.application.signing_in import service_tokens
from governance.application.signing_in.service_tokens import Scope
from governance.interfaces.api.operations import Act, Look, Resource, Room

_PERSON = "/people/{person}"
_MESSAGE = "/messages/{message_id}"


def _person(desk: Desk, ref: str) -> dict[str, Any]:
    """What a person's page says of them."""
    found = person_page(desk, ref)
    return {
        "name": name_of(desk, found.row),
        "roles": [
            {"role": one.role, "from": one.from_day, "to": one.to_day} for one in found.grants
        ],
        "held": found.held,
    }


def set_publishing(
    desk: Desk, *, ocid_prefix: str = "", licence: str = "", policy: str = ""
) -> Receipt:
    """Say how the partnership publishes open data: prefix, licence and policy."""
    return set_publisher(desk, ocid_prefix=ocid_prefix, licence=licence, policy=policy)


def dispose_of(desk: Desk, *, ref: str, reason: str) -> Receipt:
    """Dispose of what is past its time, by the rule of its class; recorded."""
    ((_, _, receipt),) = dispose(desk, [ref], reason=reason)
    return receipt


def tokens(
    desk: Desk, *, after: str | None = None, limit: int = service_tokens.PAGE
) -> tuple[list[dict[str, Any]], str | None]:
    """One's own service tokens: those that are good, then those that are over, a page at a time."""
    found = service_tokens.tokens_of(desk, after=after, most=limit)
    return [one.plain() for one in found.rows], found.after


def revoke_token(desk: Desk, *, token: str) -> Receipt:
    """Take one of one's own tokens back, by its id."""
    return service_tokens.revoke_token(desk, token=token)


def messages_of(
    desk: Desk, *, state: str | None = None, to: str | None = None, about: str | None = None
) -> list[dict[str, Any]]:
    """Messages, the newest first; those that still want something unless a state is named."""
    found = message_queries.messages(desk, state=state, to=to, about=about)
    return [one.plain() for one in found]


def message(desk: Desk, message_id: str) -> Any:
    """One message with every attempt to send it."""
    return message_queries.message_page(desk, message_id)


_OF_PERSON = (
    ("rename", acts.rename),
    ("address", set_address),
    ("grant", acts.grant),
    ("end-role", acts.end_grant),
    ("leave", leaving.leave),
    ("away", away.record_absence),
    ("back", away.come_back),
    ("reports-to", away.reports_to),
    ("tell", tell),
)

ROOM = Room(
    name="People and administration",
    resources=(
        Resource(
            table="organisation",
            path="/organisations",
            fields=("ref", "key", "name", "partner", "statutory", "lead", "provider",
                    "voluntary", "exceptions", "aliases", "identifiers"),
        ),
        Resource(
            table="person",
            path="/people",
            fields=("ref", "key", "organisation_id", "left_on", "reports_to"),
            details=_person,
        ),
    ),
    looks=(
        Look(key="token.list", path="/tokens", ask=tokens, mark=None),
        Look(key="message.list", path="/messages", ask=messages_of, administrator=True),
        Look(key="message.show", path=_MESSAGE, ask=message, administrator=True),
    ),
    acts=(
        Act(key="organisation.add", path="/organisations", do=organisations.add_organisation,
            new="/organisations/{ref}", scope=Scope.ADMINISTER),
        Act(key="organisation.except", path="/organisations/{organisation}/except",
            do=organisations.except_partner, scope=Scope.ADMINISTER),
        Act(key="people.add", path="/people", do=acts.add_person, new="/people/{ref}",
            scope=Scope.ADMINISTER),
        *(
            Act(key=f"person.{name}", path=f"{_PERSON}/{name}", do=do, scope=Scope.ADMINISTER)
            for name, do in _OF_PERSON
        ),
        Act(key="person.erase", path=f"{_PERSON}/erase", do=erase, administrator=True,
            scope=Scope.ADMINISTER),
        Act(key="partnership.publishing", path="/partnership/publishing", do=set_publishing,
            administrator=True, scope=Scope.ADMINISTER),
        Act(key="partnership.rename", path="/partnership/name", administrator=True,
            do=partnerships.rename_partnership, scope=Scope.ADMINISTER),
        Act(key="message.retry", path=f"{_MESSAGE}/retry", do=messages.retry,
            scope=Scope.ADMINISTER, administrator=True),
        Act(key="message.retry-all", path="/messages/retry-parked",
            do=messages.retry_all_parked, scope=Scope.ADMINISTER, administrator=True),
        Act(key="message.settle", path=f"{_MESSAGE}/settle", do=messages.settle,
            scope=Scope.ADMINISTER, administrator=True),
        Act(key="retention.dispose", path="/retention/{ref}/dispose", do=dispose_of,
            scope=Scope.ADMINISTER, administrator=True),
        Act(key="token.revoke", path="/tokens/{token}/revoke", do=revoke_token,
            scope=Scope.WORK),
    ),
)  # fmt: skip
