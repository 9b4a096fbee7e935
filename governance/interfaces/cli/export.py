"""`vires export`: the public register for programs, notices (OCDS) and lists (CSV)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from governance.interfaces.cli.options import In, Now, looking_desk
from governance.interfaces.cli.output import AsJson, emit_json, say

if TYPE_CHECKING:
    from governance.application.desk import Desk
    from governance.application.publishing.open_data.processes import Process

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, add_completion=False)

_URI: Final = re.compile(r"(?:https?://|urn:[a-z0-9-]+:)[^\s\"<>\\]+")

Out = Annotated[
    Path | None,
    typer.Option("-o", "--out", metavar="FILE", help="Into a new file; shown otherwise."),
]


@app.command()
def ocds(
    commission: Annotated[
        str | None, typer.Option("--commission", metavar="REF", help="One alone; all otherwise.")
    ] = None,
    records: Annotated[
        bool, typer.Option("--records", help="Records, each with its releases merged into one.")
    ] = False,
    without_contacts: Annotated[
        bool,
        typer.Option("--without-contacts", help="Leave out people named in notices that came in."),
    ] = False,
    uri: Annotated[
        str | None,
        typer.Option("--uri", metavar="URI", help="Where the file will be found, said in it."),
    ] = None,
    out: Out = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Write what is public of every contracting process, as OCDS 1.1 releases or records."""
    from governance.adapters.ocds.writing import record_package, release_package
    from governance.application.publishing.open_data.processes import frame
    from governance.application.publishing.open_data.publisher import must_have_prefix
    from governance.domain.errors import Unusable

    if uri is not None and not _URI.fullmatch(uri):
        raise Unusable.one("open_data.address_unreadable", text=uri[:80])
    counts = {"processes": 0, "releases": 0}

    def counted(processes: Iterable[Process]) -> Iterable[Process]:
        for one in processes:
            counts["processes"] += 1
            counts["releases"] += len(one)
            yield one

    with looking_desk(partnership, None, now) as desk:
        must_have_prefix(desk)
        found = counted(_found(desk, commission, contacts=not without_contacts))
        kind = "records" if records else "releases"
        package = record_package if records else release_package
        named = uri or f"urn:vires:{desk.partnership.key}:{kind}"
        _write(package(frame(desk, named), found), out)
    if out is not None:
        _told(out, "open_data.ocds_written", counts, as_json=as_json)


@app.command()
def transparency(
    name: Annotated[
        str, typer.Option("--list", metavar="LIST", help="contracts, grants or tenders.")
    ] = "contracts",
    out: Out = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Write a list that the transparency code asks for, as CSV."""
    from governance.application.publishing.open_data.lists import known_list, list_parts

    wanted = known_list(name)
    with looking_desk(partnership, None, now) as desk:
        parts = [*list_parts(desk, wanted)]
    _write(parts, out)
    if out is not None:
        _told(
            out, "open_data.list_written", {"list": name, "rows": len(parts) - 2}, as_json=as_json
        )


def _found(desk: Desk, commission: str | None, *, contacts: bool) -> Iterable[Process]:
    """The processes asked for. Raises `Unusable` where nothing is public."""
    from governance.application.publishing.open_data.processes import every_process, processes_of
    from governance.domain.errors import Unusable

    if commission is not None:
        yield from processes_of(desk, commission, contacts=contacts)
        return
    nothing = True
    for one in every_process(desk, contacts=contacts):
        nothing = False
        yield one
    if nothing:
        raise Unusable.one("open_data.nothing_public")


def _write(parts: Iterable[bytes], out: Path | None) -> None:
    from governance.interfaces.cli.files import may_write, write_parts

    if out is not None:
        may_write(out)
        write_parts(out, parts)
        return
    print(b"".join(parts).decode().removeprefix("\ufeff"), end="")


def _told(out: Path, code: str, counts: Mapping[str, object], *, as_json: bool) -> None:
    told = {"file": str(out), **counts}
    if as_json:
        emit_json(told)
    else:
        say(code, **told)


from governance.interfaces.cli import export_moderngov  # noqa: E402  # adds to the app

__all__ = ["app", "export_moderngov"]
