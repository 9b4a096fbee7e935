"""Writes each letter into a folder, one .eml file a letter, for another program to send.

The file stands under the letter's reference and appears whole or not at all, so the folder can
always be asked what it has, and a letter tried twice is there once.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from email.headerregistry import Address
from pathlib import Path

from governance.adapters.carriers.letter import (
    SENT,
    Carried,
    Letter,
    Outcome,
    failed,
    refused,
    uncertain,
)
from governance.adapters.carriers.mail import address, as_email, file_name
from governance.domain.errors import Problem


def _nobody() -> Address:
    """A sender to be replaced: the program that sends the files puts its own there."""
    return Address(display_name="Vires", addr_spec="vires@localhost.localdomain")


@dataclass(frozen=True, slots=True)
class Files:
    """An outbox: a folder of letters."""

    folder: Path
    sender: Address = field(default_factory=_nobody)
    name: str = field(default="files", init=False)

    def carry(self, letter: Letter) -> Carried:
        """Write the letter, unless it is there already."""
        to = address(letter.to)
        if to is None:
            return refused("carrier.address_unusable")
        where = self._path(letter.reference)
        text = bytes(as_email(letter, to=to, sender=self.sender))
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if where.exists():
                return SENT
            _write(where, text)
        except OSError as error:
            return failed("carrier.outbox_unwritable", path=str(self.folder), detail=_why(error))
        try:
            _keep(self.folder)
        except OSError as error:
            return uncertain("carrier.outbox_unsure", path=str(self.folder), detail=_why(error))
        return SENT

    def confirm(self, reference: str) -> Outcome | None:
        """Whether the letter is in the folder; None where the folder cannot be read."""
        try:
            self._path(reference).stat()
        except FileNotFoundError:
            return Outcome.FAILED
        except OSError:
            return None
        return Outcome.SENT

    def bounced(self, reference: str) -> Problem | None:
        """Files do not come back."""
        del reference
        return None

    def _path(self, reference: str) -> Path:
        return self.folder / f"{file_name(reference)}.eml"


def _write(where: Path, text: bytes) -> None:
    """Write a new file under a name that is not looked for, then give it its own."""
    part = where.with_name(f".{where.name}.part")
    part.unlink(missing_ok=True)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        part.replace(where)
    except OSError:
        part.unlink(missing_ok=True)
        raise


def _keep(folder: Path) -> None:
    """See that the folder's new entry outlives a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _why(error: OSError) -> str:
    return error.strerror or type(error).__name__
