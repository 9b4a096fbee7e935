"""Texts of groups to roles: what they say, and everything wrong with one at once."""

import pytest

from governance.application.permissions import ROLES as GRANTED
from governance.application.rulebook.kinds import read_any
from governance.configuration import config_dir
from governance.domain.errors import Unusable
from governance.domain.sign_in import ROLES, issuer_is_usable, load_sign_in

HEAD = "vires: sign-in/1\nkey: ours\ntitle: Ours\n"


def wrong(text: str) -> list[tuple[int | None, str]]:
    with pytest.raises(Unusable) as caught:
        load_sign_in(text.encode(), "text.yaml")
    return [(one.line, one.code) for one in caught.value.problems]


def test_the_starting_text_gives_each_role_by_its_group() -> None:
    kind, says = read_any(
        (config_dir() / "sign-in" / "groups-to-roles.yaml").read_bytes(), "groups-to-roles.yaml"
    )
    assert (kind.name, kind.needs_decision, kind.by_administrator) == ("sign-in", False, True)
    issuer = "https://sign-in.example.org"
    assert says.issuers == {issuer}
    assert says.roles(issuer, {"vires-auditors", "others"}) == {"auditor": "vires-auditors"}
    assert says.roles("https://elsewhere.example.org", {"vires-auditors"}) == {}
    assert {one.role for one in says.groups} == set(ROLES)


def test_groups_give_the_roles_that_can_be_granted_and_no_others() -> None:
    assert sorted(ROLES) == sorted(GRANTED)


def test_everything_wrong_is_said_at_once_with_its_line() -> None:
    text = HEAD + (
        "issuers:\n"
        "  - issuer: ftp://sign-in.example.org\n"
        "    groups:\n"
        "      - {group: a, role: king}\n"
        "      - {group: b, role: auditor}\n"
        "      - {group: b, role: auditor}\n"
        f"      - {{group: {'x' * 201}, role: auditor}}\n"
        "    colour: red\n"
    )
    assert wrong(text) == [
        (5, "sign_in_rules.issuer_unusable"),
        (7, "text.not_one_of"),
        (9, "sign_in_rules.group_twice"),
        (10, "sign_in_rules.group_long"),
        (11, "text.unknown_key"),
    ]
    assert wrong(HEAD + "issuers: []\n") == [(1, "sign_in_rules.says_nothing")]
    assert wrong(HEAD) == [(1, "text.missing")]


@pytest.mark.parametrize(
    ("issuer", "usable"),
    [
        ("https://login.microsoftonline.com/11111111-2222/v2.0", True),
        ("http://127.0.0.1:8080", True),
        ("http://localhost/realm", True),
        ("http://[::1]:9", True),
        ("http://sign-in.example.org", False),
        ("https://", False),
        ("https://sign-in.example.org?x=1", False),
        ("https://sign-in.example.org#x", False),
        ("https://me:secret@sign-in.example.org", False),
        ("https://127.0.0.1@elsewhere.example.org", False),
        ("http://127.0.0.1.example.org", False),
        ("https://[odd", False),
        ("sign-in.example.org", False),
        ("", False),
    ],
)
def test_an_issuer_is_an_address_that_can_be_asked(issuer: str, *, usable: bool) -> None:
    assert issuer_is_usable(issuer) is usable
