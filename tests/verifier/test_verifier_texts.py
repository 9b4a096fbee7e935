"""The verifier reads rulebooks' texts as the YAML parser reads them, or refuses them."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.configuration import config_dir
from governance.verifier.texts import UnreadableError, read_text

LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
TEXTS = sorted(config_dir().rglob("*.yaml"))

words = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Co", "Cn", "Zl", "Zp")),
    max_size=30,
) | st.sampled_from(["", "yes", "12", "a: b", "- a", "#", "a # b", "'", '"', "over 30,000", "  x "])
keys = st.text("abcdefghijk-_", min_size=1, max_size=8).filter(lambda key: key[0] not in "-_")
values = st.recursive(
    words,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=20,
)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_starting_text_is_read_alike(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert read_text(text) == yaml.load(text, Loader=LOADER)


@settings(max_examples=400, deadline=None)
@given(
    st.dictionaries(keys, values, min_size=1, max_size=4),
    st.sampled_from([None, "'", '"', "|", ">"]),
    st.booleans(),
    st.sampled_from([20, 80, 400]),
)
def test_what_is_written_in_any_style_is_read_alike(
    said: Any, style: str | None, flow: bool, width: int
) -> None:
    text = yaml.dump(
        said, default_style=style, default_flow_style=flow, width=width, allow_unicode=True
    )
    plain = "".join(line for line in text.splitlines(keepends=True) if "!!" not in line)
    if plain != text or "? " in text:
        return
    assert read_text(text) == yaml.load(text, Loader=LOADER)


@pytest.mark.parametrize(
    "text",
    [
        "a: &x 1",
        "a: *x",
        "a: !!int 1",
        "a: {b: 1",
        "a: 'b",
        "a: 1\na: 2",
        "a: 1\n  b: 2",
        "a: [1, 2]]",
        "a: 1\nb",
        "a: %x",
        "a: |x\n  b",
        'a: "\\q"',
    ],
)
def test_what_is_no_part_of_it_is_refused(text: str) -> None:
    with pytest.raises(UnreadableError):
        read_text(text)
