"""How the partnership publishes open data: its prefix, licence and policy."""

from __future__ import annotations

from dataclasses import asdict

from governance.application.desk import Desk
from governance.application.publishing.open_data.publisher import publisher, set_publisher
from governance.interfaces.web.access import Access
from governance.interfaces.web.acts import About, Act, Done, Said
from governance.interfaces.web.fields import Text
from governance.interfaces.web.visit import Visit

_NAMES = ("ocid_prefix", "licence", "policy")


def _about(visit: Visit) -> About:
    told = {name: value for name, value in asdict(publisher(visit.desk)).items() if value}
    return About(back=visit.url("/administration"), values=told)


def _set(desk: Desk, said: Said) -> Done:
    return Done(receipt=set_publisher(desk, **{name: said[name] or "" for name in _NAMES}))


ACTS = (
    Act(
        key="partnership.publishing",
        path="/administration/publishing",
        about=_about,
        fields=(
            Text(name="ocid_prefix", required=False, width="20", most=40),
            Text(name="licence", required=False, most=500),
            Text(name="policy", required=False, most=500),
        ),
        do=_set,
        to="/administration",
        access=Access.ADMINISTRATOR,
    ),
)
