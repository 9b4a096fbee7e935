"""A scheme through a sheet and back: nothing lost, and the same text from the same scheme."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sheet_schemes import TEXTS, scheme_texts

from governance.adapters.sheets import Format, canonical, export_scheme, import_scheme
from governance.adapters.sheets.csv_file import guarded, unguarded
from governance.adapters.sheets.text import written
from governance.configuration import config_dir
from governance.domain.authority import Scheme, load_scheme
from governance.domain.texts import parse

SCHEMES = sorted((config_dir() / "schemes").glob("*.yaml"))
KINDS: list[Format] = ["csv", "xlsx"]
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


def meaning(text: bytes | str) -> Scheme:
    """A scheme without the lines its rules stand on."""
    found = load_scheme(text.encode() if isinstance(text, str) else text, "scheme.yaml")
    return replace(
        found,
        rules=tuple(replace(one, line=0) for one in found.rules),
        assume=tuple(replace(one, line=0) for one in found.assume),
    )


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("file", SCHEMES, ids=lambda file: file.stem)
def test_every_bundled_scheme_comes_back(file: Path, kind: Format) -> None:
    text = file.read_bytes()
    back = import_scheme(export_scheme(text, file.name, kind=kind), "sheet", kind=kind)
    assert meaning(back) == meaning(text)
    assert back == canonical(text, file.name) == canonical(back.encode(), "again")


@settings(max_examples=25, deadline=None, suppress_health_check=SLOW)
@given(text=scheme_texts())
def test_any_scheme_comes_back_from_csv(text: bytes) -> None:
    back = import_scheme(export_scheme(text, "s.yaml", kind="csv"), "s.csv", kind="csv")
    assert meaning(back) == meaning(text)
    assert back == canonical(text, "s.yaml") == canonical(back.encode(), "again")


@settings(max_examples=10, deadline=None, suppress_health_check=SLOW)
@given(text=scheme_texts())
def test_any_scheme_comes_back_from_a_workbook(text: bytes) -> None:
    back = import_scheme(export_scheme(text, "s.yaml", kind="xlsx"), "s.xlsx", kind="xlsx")
    assert meaning(back) == meaning(text)
    assert back == canonical(text, "s.yaml")


def values() -> st.SearchStrategy[object]:
    return st.recursive(
        TEXTS,
        lambda inner: (
            st.lists(inner, min_size=1, max_size=3)
            | st.dictionaries(TEXTS.filter(bool), inner, min_size=1, max_size=3)
        ),
        max_leaves=12,
    )


@settings(max_examples=100, deadline=None)
@given(found=st.dictionaries(TEXTS.filter(bool), values(), min_size=1, max_size=4))
def test_what_is_written_is_read(found: dict[str, object]) -> None:
    text = written(found, apart=frozenset())
    assert parse(text.encode(), "text").plain == found


@given(text=TEXTS)
def test_an_apostrophe_that_guards_is_taken_off_again(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert unguarded(guarded(guarded(text))) == guarded(text)
    assert guarded(text)[:1] not in ("=", "+", "-", "@")
