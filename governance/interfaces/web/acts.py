"""Acts: a form, the use case it calls, and where it leads; asked in `asking`, done in `doing`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from governance.application.change import Receipt
from governance.application.desk import Desk
from governance.domain.errors import Problem
from governance.interfaces.served import Served
from governance.interfaces.web.access import Access
from governance.interfaces.web.fields import Field
from governance.interfaces.web.visit import Visit


@dataclass(frozen=True, slots=True)
class Said:
    """What a form says, read: values by field, what the address names, the version seen."""

    values: Mapping[str, Any]
    path: Mapping[str, str]
    seen: int | None
    served: Served
    query: Mapping[str, str] = field(default_factory=dict)
    session: str | None = None
    """The id of the session that sent it."""
    ahead: Any = None
    """What the act's `ahead` made."""

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def get(self, name: str, default: Any = None) -> Any:
        """A value, or the default where there is no such field or nothing was typed."""
        found = self.values.get(name)
        return default if found is None else found

    @property
    def ref(self) -> str:
        """The subject that the address names."""
        return self.path["ref"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What an act did, where more is to be told than its receipt.

    `to` is where it leads, in place of the act's own; `code` and `params` what the banner says.
    """

    receipt: Receipt | None = None
    to: str | None = None
    code: str | None = None
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What an act's page knows of its subject before anything is typed.

    `params` fill the title's words; `seen` is the subject's version; `values` are what fields
    begin with; `closed` says why the act is not open as things stand (reasons as words and
    remedy); `more` is for the act's own template.
    """

    params: Mapping[str, Any] = field(default_factory=dict)
    seen: int | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    closed: Sequence[Mapping[str, str]] = ()
    back: str | None = None
    again: Mapping[str, str] = field(default_factory=dict)
    """What the form's own address says besides, so that sent it is about the same thing."""
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Something a person does to a subject, by a form.

    Its title is the sentence of `web.<key>`, its button that code's remedy. `to` is the page it
    leads to, in which {new} is the reference of what was done. `done` is the code of what is
    then said, `done.<kind of act>` otherwise; its parameters are the receipt's `ref` and the
    values of the fields. `check` puts a page to check the answers in between. `placed` says
    beside which field, by its name, a problem stands that the use case found, or (as "#line-3")
    at which place of the act's own template. `ahead` makes what takes long, or writes a file, at
    a desk for questions before the one that writes is opened, so that nobody is held up by it.
    """

    key: str
    path: str
    do: Callable[[Desk, Said], Receipt | Done | None]
    to: str
    fields: Sequence[Field] | Callable[[Visit], Sequence[Field]] = ()
    about: Callable[[Visit], About] | None = None
    done: str | None = None
    check: bool = False
    tried: bool = False
    """Whether it is done and taken back before the check page, so that nobody checks what is then
    refused: only for a use case that does nothing outside the desk's transaction."""
    placed: Callable[[Visit, Problem], str | None] | None = None
    ahead: Callable[[Visit, Said], Any] | None = None
    template: str = "act.html"
    access: Access = Access.SIGNED_IN

    def asked(self, visit: Visit) -> list[Field]:
        """The fields, with their labels."""
        found = self.fields(visit) if callable(self.fields) else self.fields
        return [one.named(self.key) for one in found]

    def known(self, visit: Visit) -> About:
        """What is known of the subject."""
        return self.about(visit) if self.about is not None else About()


__all__ = ["About", "Act", "Done", "Said"]
