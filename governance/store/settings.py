"""Where the database and the data directory are, from the environment.

`VIRES_DATABASE_URL` names the database; without it, `vires.db` under `VIRES_DATA_DIR`, which is
`var` in the working directory unless told. `VIRES_SEAL_KEY` names the file of the key that seals,
`VIRES_WEBHOOKS_KEY` that of the key that webhooks sign with, `VIRES_WEBHOOKS_PRIVATE` the private
networks that webhooks may lead into.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

DATABASE_URL = "VIRES_DATABASE_URL"
DATA_DIR = "VIRES_DATA_DIR"
SEAL_KEY = "VIRES_SEAL_KEY"
WEBHOOKS_KEY = "VIRES_WEBHOOKS_KEY"
WEBHOOKS_PRIVATE = "VIRES_WEBHOOKS_PRIVATE"


@dataclass(frozen=True, slots=True)
class Settings:
    """The database's address, and the directory that holds everything else."""

    database_url: str
    data_dir: Path
    seal_key_named: Path | None = None
    webhooks_key_named: Path | None = None
    webhooks_private: str = ""
    """Networks with commas between them, as they were written."""

    @property
    def evidence_dir(self) -> Path:
        """Where files of evidence lie, named by their digest."""
        return self.data_dir / "evidence"

    @property
    def jobs_dir(self) -> Path:
        """Where files lie that were handed in with jobs or came of them, named by their digest."""
        return self.data_dir / "jobs"

    @property
    def seal_key_file(self) -> Path:
        """Where the key lies that seals the ledger: no part of the database or of a backup."""
        return self.seal_key_named or self.data_dir / "keys" / "seal.pem"

    @property
    def webhooks_key_file(self) -> Path:
        """Where the key lies that webhooks' secrets are made of: in no database and no backup."""
        return self.webhooks_key_named or self.data_dir / "keys" / "webhooks.key"


def settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings; an empty variable counts as missing."""
    given = os.environ if environment is None else environment
    data_dir = Path(given.get(DATA_DIR) or "var").expanduser()
    url = given.get(DATABASE_URL) or f"sqlite:///{data_dir / 'vires.db'}"
    return Settings(
        database_url=url.strip(),
        data_dir=data_dir,
        seal_key_named=_file(given.get(SEAL_KEY)),
        webhooks_key_named=_file(given.get(WEBHOOKS_KEY)),
        webhooks_private=given.get(WEBHOOKS_PRIVATE) or "",
    )


def _file(named: str | None) -> Path | None:
    return Path(named).expanduser() if named else None
