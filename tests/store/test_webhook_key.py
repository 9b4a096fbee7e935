"""The key of webhooks: made once, for its owner alone; secrets follow from it."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from governance.domain.errors import Unusable
from governance.store import webhook_key
from governance.store.settings import settings


def test_of_several_who_make_it_at_once_all_get_the_same(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "webhooks.key"
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: webhook_key.read_or_make(path), range(40)))
    assert len(keys) == 1
    assert path.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["webhooks.key"]
    assert webhook_key.read(path) == webhook_key.read_or_make(path)


def test_secrets_differ_by_partnership_webhook_generation_and_key() -> None:
    about = {"partnership_id": "p", "webhook_id": "w", "generation": 1}
    key = b"k" * 32
    one = webhook_key.secret(key, **about)  # type: ignore[arg-type]
    assert len(one) == webhook_key.LENGTH
    assert one == webhook_key.secret(key, **about)  # type: ignore[arg-type]
    others = [
        webhook_key.secret(b"l" * 32, **about),  # type: ignore[arg-type]
        *(
            webhook_key.secret(key, **{**about, name: value})  # type: ignore[arg-type]
            for name, value in (("partnership_id", "q"), ("webhook_id", "v"), ("generation", 2))
        ),
    ]
    assert len({one, *others}) == 5
    assert len({webhook_key.printed(secret) for secret in (one, *others)}) == 5


@pytest.mark.parametrize(
    ("content", "mode", "code"),
    [
        (None, 0o600, "webhook.key_missing"),
        ("ab" * 32, 0o640, "webhook.key_open"),
        ("ab" * 32, 0o604, "webhook.key_open"),
        ("ab" * 31, 0o600, "webhook.key_none"),
        ("no key", 0o600, "webhook.key_none"),
        ("", 0o600, "webhook.key_none"),
    ],
)
def test_what_cannot_be_used_is_said(
    tmp_path: Path, content: str | None, mode: int, code: str
) -> None:
    path = tmp_path / "webhooks.key"
    if content is not None:
        path.write_text(content)
        path.chmod(mode)
    with pytest.raises(Unusable) as wrong:
        webhook_key.read(path)
    assert wrong.value.problems[0].code == code


def test_where_it_lies_is_said_by_the_settings() -> None:
    found = settings({"VIRES_DATA_DIR": "/data"})
    assert found.webhooks_key_file == Path("/data/keys/webhooks.key")
    named = settings({"VIRES_WEBHOOKS_KEY": "/etc/vires/webhooks.key"})
    assert named.webhooks_key_file == Path("/etc/vires/webhooks.key")
