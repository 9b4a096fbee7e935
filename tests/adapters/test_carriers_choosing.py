"""Which carrier the environment names, and everything wrong with it at once."""

from email.headerregistry import Address
from pathlib import Path

import pytest
from notify_server import KEY, TEMPLATE

from governance import words
from governance.adapters.carriers import carrier_from
from governance.adapters.carriers.console import Console
from governance.adapters.carriers.files import Files
from governance.adapters.carriers.notify import ADDRESS, Notify
from governance.adapters.carriers.smtp import Smtp
from governance.domain.errors import Unusable

SMTP = {
    "VIRES_MAIL": "smtp",
    "VIRES_SMTP_HOST": "mail.example.org",
    "VIRES_SMTP_FROM": "Vires <vires@example.org>",
}
NOTIFY = {"VIRES_MAIL": "notify", "VIRES_NOTIFY_KEY": KEY, "VIRES_NOTIFY_TEMPLATE": TEMPLATE}
HERE = Path("var")


def problems(environment: dict[str, str]) -> list[tuple[str, str]]:
    """Each problem's code and the setting it is about."""
    with pytest.raises(Unusable) as caught:
        carrier_from(environment, data_dir=HERE)
    for problem in caught.value.problems:
        assert words.say(problem.code, problem.params)
        assert words.remedy(problem.code, problem.params)
    return [
        (p.code.removeprefix("carrier."), p.params.get("name", "")) for p in caught.value.problems
    ]


@pytest.mark.parametrize("mail", [{}, {"VIRES_MAIL": ""}, {"VIRES_MAIL": " Console "}])
def test_without_a_word_it_is_the_console(mail: dict[str, str]) -> None:
    assert carrier_from(mail, data_dir=HERE) == Console()


def test_files_go_to_the_outbox_of_the_data_directory(tmp_path: Path) -> None:
    assert carrier_from({"VIRES_MAIL": "files"}, data_dir=tmp_path) == Files(tmp_path / "outbox")
    assert list(tmp_path.iterdir()) == []


def test_a_mail_server_is_encrypted_unless_told() -> None:
    assert carrier_from(SMTP, data_dir=HERE) == Smtp(
        host="mail.example.org",
        port=587,
        sender=Address("Vires", addr_spec="vires@example.org"),
        security="starttls",
    )


@pytest.mark.parametrize(("tls", "port"), [("starttls", 587), ("tls", 465), ("none", 25)])
def test_each_way_has_its_port(tls: str, port: int) -> None:
    carrier = carrier_from({**SMTP, "VIRES_SMTP_TLS": tls}, data_dir=HERE)
    assert isinstance(carrier, Smtp)
    assert (carrier.security, carrier.port) == (tls, port)


def test_notify_is_the_real_one_unless_told() -> None:
    carrier = carrier_from(NOTIFY, data_dir=HERE)
    assert carrier == Notify(key=KEY, template=TEMPLATE)
    assert isinstance(carrier, Notify)
    assert carrier.url == ADDRESS


@pytest.mark.parametrize(
    ("environment", "found"),
    [
        ({"VIRES_MAIL": "smpt"}, [("unknown", "smpt")]),
        (
            {"VIRES_MAIL": "smtp"},
            [("setting_missing", "VIRES_SMTP_HOST"), ("setting_missing", "VIRES_SMTP_FROM")],
        ),
        (
            {
                **SMTP,
                "VIRES_SMTP_FROM": "nobody",
                "VIRES_SMTP_PORT": "0",
                "VIRES_SMTP_TLS": "yes",
                "VIRES_SMTP_USER": "vires",
            },
            [
                ("setting_wrong", "VIRES_SMTP_FROM"),
                ("setting_wrong", "VIRES_SMTP_TLS"),
                ("setting_wrong", "VIRES_SMTP_PORT"),
                ("setting_missing", "VIRES_SMTP_PASSWORD"),
            ],
        ),
        ({**SMTP, "VIRES_SMTP_PASSWORD": "x"}, [("setting_missing", "VIRES_SMTP_USER")]),
        (
            {"VIRES_MAIL": "notify"},
            [("setting_missing", "VIRES_NOTIFY_KEY"), ("setting_missing", "VIRES_NOTIFY_TEMPLATE")],
        ),
        (
            {
                **NOTIFY,
                "VIRES_NOTIFY_KEY": "half-a-key",
                "VIRES_NOTIFY_TEMPLATE": "generic",
                "VIRES_NOTIFY_URL": "http://api.example.org",
            },
            [
                ("setting_wrong", "VIRES_NOTIFY_KEY"),
                ("setting_wrong", "VIRES_NOTIFY_TEMPLATE"),
                ("setting_wrong", "VIRES_NOTIFY_URL"),
            ],
        ),
        ({**NOTIFY, "VIRES_NOTIFY_URL": "https://["}, [("setting_wrong", "VIRES_NOTIFY_URL")]),
    ],
)
def test_everything_wrong_is_said_at_once(
    environment: dict[str, str], found: list[tuple[str, str]]
) -> None:
    assert problems(environment) == found


SECRET = {**SMTP, "VIRES_SMTP_USER": "vires", "VIRES_SMTP_PASSWORD": "pass word "}


def test_a_password_never_travels_in_clear() -> None:
    clear = {**SECRET, "VIRES_SMTP_TLS": "none"}
    assert problems(clear) == [("password_in_clear", "")]
    carrier_from({**clear, "VIRES_SMTP_HOST": "127.0.0.1"}, data_dir=HERE)


def test_a_password_is_taken_as_it_is_and_shown_nowhere() -> None:
    carrier = carrier_from(SECRET, data_dir=HERE)
    assert isinstance(carrier, Smtp)
    assert carrier.password == "pass word "
    assert "pass word" not in repr(carrier)


def test_what_is_wrong_is_said_without_what_was_given() -> None:
    with pytest.raises(Unusable) as caught:
        carrier_from({**NOTIFY, "VIRES_NOTIFY_KEY": "a-secret-cut-short"}, data_dir=HERE)
    assert "secret" not in str(caught.value)
