"""A letter as an e-mail: one recipient, plain text, nothing a header could smuggle in.

The body travels as quoted-printable, so that lines of any length and any script arrive whole
through every server. The Message-ID comes from the letter's reference: whoever receives two
copies of one message can tell.
"""

from __future__ import annotations

import hashlib
import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from governance.adapters.carriers.letter import Letter

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?P<domain>[^\s@<>,;:\"\\()\[\]]+)")
_DOMAIN = re.compile(r"(?=.{1,253}$)([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.?)+")
_REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_CONTROL_IN_BODY = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def address(text: str) -> str | None:
    """The address as it is written on the wire, or None where nothing can be sent to it.

    A domain in another script becomes its ASCII form (RFC 5891); a mailbox in another script
    needs servers that few have, and counts as an address nothing can be sent to.
    """
    text = text.strip()
    found = _ADDRESS.fullmatch(text)
    if found is None:
        return None
    mailbox, _, domain = text.rpartition("@")
    if mailbox.startswith(".") or mailbox.endswith(".") or ".." in mailbox:
        return None
    try:
        ascii_domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        return None
    return f"{mailbox}@{ascii_domain}" if _DOMAIN.fullmatch(ascii_domain) else None


def one_line(text: str) -> str:
    """The text without line breaks and control characters, as a header holds it."""
    return " ".join(_CONTROL.sub(" ", text).split())


def in_head(text: str) -> str:
    """One line for a header, where “=?” would begin text in a code: nothing may hide in one."""
    return one_line(text).replace("=?", "= ?")


def plain_body(text: str) -> str:
    """The text with ordinary line ends and without what terminals and servers would obey."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL_IN_BODY.sub("", text).rstrip() + "\n"


def file_name(reference: str) -> str:
    """The reference as part of a file's name or a Message-ID; a digest where it would not do."""
    if _REFERENCE.fullmatch(reference):
        return reference
    return hashlib.sha256(reference.encode("utf-8", "surrogatepass")).hexdigest()


def as_email(letter: Letter, *, to: str, sender: Address) -> EmailMessage:
    """The e-mail for a letter. `to` is an address that `address` gave."""
    made = EmailMessage(policy=SMTP)
    made["From"] = sender
    made["To"] = Address(display_name=in_head(letter.name), addr_spec=to)
    made["Subject"] = in_head(letter.subject)
    if letter.written_at is not None:
        made["Date"] = letter.written_at
    made["Message-ID"] = f"<{file_name(letter.reference)}@{sender.domain}>"
    made["Auto-Submitted"] = "auto-generated"
    made["X-Auto-Response-Suppress"] = "All"
    made.set_content(plain_body(letter.body), charset="utf-8", cte="quoted-printable")
    return made
