"""Small files as ModernGov answers: invented contents in the shapes of its web service."""

from html import escape
from typing import Any

from governance.application.moderngov.model import Report, Told
from governance.configuration import config_dir

MAPPING = (config_dir() / "moderngov" / "moderngov.yaml").read_bytes()
HELD = """<p class="MsoNormal"><span style="">Apologies were received from\nCouncillor&nbsp;Example.</span></p>"""
DECIDED = """<div class="WordSection1">
<p class="MsoNormal">RESOLVED: that the Council&#39;s short breaks\nbe commissioned anew.</p>
<p class="MsoNormal">&nbsp;</p><p class="MsoNormal">The officers were thanked.</p></div>"""


def meeting(
    number: str, on: str, status: str = "Confirmed", *more: str, hour: str = "10.00 am"
) -> str:
    """A meeting, alone as GetMeeting answers or in a list; `more` are further elements."""
    return (
        f"<meeting><meetingid>{number}</meetingid><meetingdate>{on}</meetingdate>"
        f"<meetingstatus>{status}</meetingstatus><meetingtime>{hour}</meetingtime>"
        f"<iswebcast>False</iswebcast>{''.join(more)}</meeting>"
    )


def listing(*meetings: str, committee: str = "144", title: str = "Cabinet") -> bytes:
    """What GetMeetings answers for a committee."""
    return (
        '<?xml version="1.0" encoding="utf-8"?><getmeetings>'
        f"<meetingscount> {len(meetings)}</meetingscount><committeescount> 1</committeescount>"
        f"<committee><committeeid>{committee}</committeeid>"
        f"<committeetitle>{title}</committeetitle><committeemeetings>{''.join(meetings)}"
        "</committeemeetings></committee></getmeetings>"
    ).encode()


def item(
    number: str, title: str, *, minutes: str = "", decision: str | None = None, **flags: bool
) -> str:
    """An item of an agenda; what a tag name begins with "is" are flags."""
    told: dict[str, Any] = {
        "isdecision": decision is not None,
        "isdecisionpublished": decision is not None,
        "isminutepublished": bool(minutes),
        "isrestricted": False,
        "isdisplayallowed": True,
    } | flags
    return (
        f"<agendaitem><agendaitemid>{number}</agendaitemid>"
        f"<agendaitemtitle>{escape(title)}</agendaitemtitle>"
        f"<agendatext>{escape(HELD)}</agendatext><agendaitemnumber>4</agendaitemnumber>"
        f"<fulldisplaynumberformat>{number[-1:]}.</fulldisplaynumberformat>"
        f"<minutesnonemptyhtmlbody>{escape(minutes)}</minutesnonemptyhtmlbody>"
        f"<decisionnonemptyhtmlbody>{escape(decision or '')}</decisionnonemptyhtmlbody>"
        + "".join(f"<{name}>{value}</{name}>" for name, value in told.items())
        + "<linkeddocuments><linkeddoc><title>Minutes</title></linkeddoc></linkeddocuments>"
        "</agendaitem>"
    )


def agenda(*items: str, published: bool = True, place: str = "Council Chamber") -> str:
    """What a single meeting's answer has more than a list."""
    return (
        f"<meetinglocation>{place}</meetinglocation><agendapublished>{published}</agendapublished>"
        f"<agendaitems>{''.join(items)}</agendaitems><attendees><attendee membertype='U'"
        " memberid='192' name='Councillor Example' attendance='Expected'/></attendees>"
    )


HEADINGS = (
    "Reference,Title,Decision Maker,Decision status,Is Key decision?,Is subject to call in?,"
    "Decision,Reasons for the decision,Publication date,Date of decision,Effective from"
)
ROW = (
    '13567,Home to school transport,Cabinet,Recommendations Approved,Yes,Yes,"<p>That transport'
    ' be procured.</p>",It is needed,13/02/2025,12/02/2025,21/02/2025'
)


def decisions(*rows: str, headings: str = HEADINGS) -> bytes:
    """A list of decisions in CSV."""
    return "\r\n".join((headings, *rows, "")).encode()


def shown(report: Report) -> list[tuple[str, str, str]]:
    """Each row of a report: its kind, what became of it, and the title."""
    return [(row.kind, row.becomes, row.title) for row in report.rows]


def codes(row: Told) -> list[str]:
    return [note.code for note in row.notes]
