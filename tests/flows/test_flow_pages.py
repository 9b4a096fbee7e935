"""Flows without a server: one file a sweep, and the page that a run leaves for people."""

import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

import flows
from flows.reading import page
from governance.application.running import RunReport
from governance.application.sweeping import SWEEPS, Swept

FOLDER = Path(flows.__file__).parent


def test_every_sweep_has_a_flow_in_a_file_of_its_own() -> None:
    files = {path.stem for path in FOLDER.glob("*.py") if "\n@flow(" in path.read_text()}
    assert files == set(SWEEPS)


def test_a_flow_is_thin() -> None:
    """What a flow does is said in the application; its file only names it."""
    for name in SWEEPS:
        text = (FOLDER / f"{name}.py").read_text()
        assert f'@flow(name="{name}", retries=RETRIES' in text
        assert f'await swept("{name}", started_by=started_by)' in text
        assert len(text.splitlines()) < 25


def test_prefect_is_loaded_by_flows_alone() -> None:
    """Importing it takes nearly two seconds: nothing does at the top but a flow and a deployment."""
    heavy = {
        path.stem
        for path in FOLDER.glob("*.py")
        if re.search(r"^(from|import) prefect", path.read_text(), re.MULTILINE)
    }
    assert heavy - set(SWEEPS) <= {"deploying", "worker_child"}


def test_the_page_says_what_was_done_and_what_was_not() -> None:
    swept = Swept(done=1204, failed=1, late=1204, more=True)
    swept.lines = [
        {
            "ref": "C-12",
            "what": "review",
            "due": "2025-02-14",
            "outcome": "after-5-working-days",
        },
        {
            "ref": "C-13",
            "what": "review",
            "due": "2025-02-17",
            "outcome": "after-10-working-days",
            "problem": {"code": "run.broken", "params": {"detail": "no trust_board"}},
        },
    ]
    assert page(RunReport("missed_review_escalations", "run", swept)) == (
        """\
# Escalations of reviews that were missed

| done | failed | not known whether it went out | given up | came late | found |
| --- | --- | --- | --- | --- | --- |
| 1,204 | 1 | 0 | 0 | 1,204 | 0 |

More was still due when this run ended. The next run goes on with it.

| Item | What | Due | Outcome |
| --- | --- | --- | --- |
| C-12 | a review to be held | 14 February 2025 | 5 working days after |
| C-13 | a review to be held | 17 February 2025 | 10 working days after: The flow broke: no trust\\_board. \
What it had done stands; the rest is still due. The log says more. Run it again; if it goes on, report it. |

Shown are the first 2 items of 1,205.
"""
    )


@given(text=st.text(max_size=60))
def test_no_text_breaks_out_of_its_cell(text: str) -> None:
    swept = Swept(done=1, lines=[{"ref": text, "what": "review", "due": None, "outcome": "done"}])
    rows = page(RunReport("review_reminders", "run", swept)).split("\n| --- |")[-1].split("\n")
    body = [row for row in rows[1:] if row]
    assert len(body) == 1
    assert len(re.findall(r"(?<!\\)\|", body[0].replace("\\\\", ""))) == 5
    assert not re.search(r"(?<!\\)[<>\[\]`]", body[0].replace("\\\\", ""))
