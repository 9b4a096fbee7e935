"""The file that names the providers: read whole, its secret from elsewhere, or everything wrong."""

from pathlib import Path

import pytest

from governance.adapters.openid import Speakers, sign_in_settings
from governance.domain.errors import Unusable

TEXT = """vires: openid/1
providers:
  - key: council
    title: Sign in with your council account
    issuer: https://sign-in.example.org
    client: vires
    secret file: secret.txt
    scopes: [profile, groups]
    claim: preferred_username
    match: key
    groups: groups
    acr: high
    partnerships: [exampleshire]
  - key: trust
    title: Sign in with your trust account
    issuer: http://127.0.0.1:8080
    client: vires
    secret variable: TRUST_SECRET
    secret sent in: header
passwords: break-glass
break glass: [duty-administrator]
"""


def told(folder: Path, text: str, **environment: str) -> dict[str, str]:
    file = folder / "openid.yaml"
    file.write_text(text, encoding="utf-8")
    return {"VIRES_OPENID": str(file), **environment}


def wrong(folder: Path, text: str) -> list[tuple[int | None, str]]:
    with pytest.raises(Unusable) as caught:
        sign_in_settings(told(folder, text))
    return [(one.line, one.code) for one in caught.value.problems]


def test_without_the_setting_there_is_no_provider_and_everybody_has_a_password() -> None:
    for environment in ({}, {"VIRES_OPENID": " "}):
        found = sign_in_settings(environment)
        assert (found.providers, found.passwords) == ((), "everybody")


def test_what_the_file_says_is_read_and_the_secret_from_where_it_is(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("first secret\n", encoding="utf-8")
    found = sign_in_settings(told(tmp_path, TEXT, TRUST_SECRET="second secret"))
    council, trust = found.providers
    assert (council.secret, council.sent_in, trust.secret, trust.sent_in) == (
        "first secret",
        "body",
        "second secret",
        "header",
    )
    assert council.scopes == ("openid", "profile", "groups")
    assert trust.scopes == ("openid", "profile", "email")
    assert (trust.match, trust.groups) == ("nobody", "")
    assert (found.passwords, found.break_glass) == ("break-glass", ("duty-administrator",))
    # A secret is in no log that shows the settings.
    assert "secret" not in repr(found).replace("secret=", "")


def test_a_provider_is_for_the_partnerships_it_names(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("x", encoding="utf-8")
    speakers = Speakers(sign_in_settings(told(tmp_path, TEXT, TRUST_SECRET="y")))
    assert [one.key for one in speakers.serving("exampleshire")] == ["council", "trust"]
    assert [one.key for one in speakers.serving("elsewhere")] == ["trust"]
    assert speakers.named("council", "elsewhere") is None
    assert speakers.named("council", "exampleshire") is speakers.named("council")
    assert speakers.named("nothing") is None


def test_everything_wrong_is_said_at_once_with_its_line(tmp_path: Path) -> None:
    assert wrong(tmp_path, TEXT) == [
        (3, "openid.secret_no_file"),
        (14, "openid.secret_no_variable"),
    ]
    text = (
        "vires: openid/1\nproviders:\n"
        "  - key: a\n    title: A\n    issuer: http://sign-in.example.org\n    client: c\n"
        "    match: key\n"
        "  - key: a\n    title: B\n    issuer: https://x.example.org\n    client: c\n"
        "    secret file: s\n    secret variable: S\n    secret: plain\n"
        "passwords: break-glass\n"
    )
    assert wrong(tmp_path, text) == [
        (1, "openid.break_glass"),
        (3, "sign_in_rules.issuer_unusable"),
        (3, "openid.secret_where"),
        (3, "openid.claim_missing"),
        (8, "openid.provider_twice"),
        (8, "openid.secret_where"),
        (14, "text.unknown_key"),
    ]
    with pytest.raises(Unusable, match=r"openid\.file_unreadable"):
        sign_in_settings({"VIRES_OPENID": str(tmp_path / "none.yaml")})
