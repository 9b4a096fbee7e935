"""The decision record of a report: what it is, how anybody checks it, and the file itself.

It stands behind sign-in: a record holds whole chains, in which are the names of everybody who took
part, their interests, and texts of reports from before anything was published.
"""

from __future__ import annotations

from starlette.responses import Response

from governance.application.record.exporting import record_of, written
from governance.application.record.standing import decided_report
from governance.interfaces.downloads import attachment
from governance.interfaces.web.pages import Page
from governance.interfaces.web.visit import Visit


def _about(visit: Visit) -> Response:
    report = decided_report(visit.desk, visit.path["ref"])
    return visit.render(
        "record/decision_record.html",
        ref=report.ref,
        title=report.title,
        published=report.published_on is not None,
    )


def _file(visit: Visit) -> Response:
    record = record_of(visit.desk, visit.path["ref"])
    name = f"{record['report']['ref']}-decision-record.json"
    return attachment(written(record), name, media_type="application/json")


PAGES = (
    Page(path="/reports/{ref}/decision-record", show=_about),
    Page(path="/reports/{ref}/decision-record/file", show=_file),
)
