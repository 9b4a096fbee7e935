"""What Vires makes, nobody else on the machine reads; what somebody made on purpose stays so."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from governance.store import files, keys
from governance.store.engine import open_store
from governance.store.private import is_open, make_private, make_within

pytestmark = pytest.mark.skipif(os.name != "posix", reason="modes of files are POSIX’s")


@pytest.fixture(params=[0o022, 0o002, 0o000], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def filled(folder: Path) -> list[Path]:
    """A database with its files beside it, a file of evidence and a key, as Vires makes them."""
    store = open_store(f"sqlite:///{folder / 'vires.db'}")
    with store.engine.begin() as connection:
        connection.execute(text("CREATE TABLE said (a)"))
    kept = files.keep(folder / "evidence", b"exempt")
    keys.create(folder / "keys" / "seal.pem")
    found = [
        *(folder / f"vires.db{end}" for end in ("", "-wal", "-shm")),
        folder / "evidence" / kept.digest,
    ]
    assert all(file.exists() for file in found)
    store.close()
    return [file for file in found if file.exists()]


def test_a_data_folder_that_vires_makes_is_its_own(tmp_path: Path, umask: int) -> None:
    del umask
    folder = tmp_path / "lib" / "vires"
    for file in filled(folder):
        assert mode(file) & 0o007 == 0
    assert mode(tmp_path / "lib") == mode(folder) == 0o700
    assert mode(folder / "keys") == 0o700
    assert not is_open(folder)


@pytest.mark.parametrize("first", [0o755, 0o2770, 0o750])
def test_one_that_was_made_on_purpose_stays_and_a_group_may_share_it(
    tmp_path: Path, umask: int, first: int
) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    folder.chmod(first)
    *of_database, evidence = filled(folder)
    assert {mode(file) for file in of_database} == {0o640}  # SQLite lets nobody else write
    assert mode(evidence) == 0o660 & ~umask
    assert mode(folder) == first
    assert mode(folder / "evidence") & 0o777 == 0o770 & ~umask
    assert is_open(folder) is (first == 0o755)


def test_a_database_that_is_there_keeps_its_mode(tmp_path: Path) -> None:
    filled(tmp_path)
    (tmp_path / "vires.db").chmod(0o644)
    open_store(f"sqlite:///{tmp_path / 'vires.db'}").engine.connect().close()
    assert mode(tmp_path / "vires.db") == 0o644


def test_what_is_there_is_no_trouble_and_nothing_is_not_open(tmp_path: Path) -> None:
    for _ in range(2):
        make_private(tmp_path / "a" / "b")
        make_within(tmp_path / "a" / "c")
    assert not is_open(tmp_path / "none")
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OSError, match="file"):
        make_private(tmp_path / "file" / "folder")
