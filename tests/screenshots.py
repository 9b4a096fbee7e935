"""`python -m tests.screenshots [NAME...]`: the guides' pictures, made anew from the running product.

Each is taken on a copy of the example's year in Debian's Chromium. `--to FOLDER` puts them
elsewhere, `--width N` takes them as wide as that.
"""

import argparse
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
sys.path.insert(0, str(HERE.parent))

PICTURES = HERE.parent / "governance" / "docs" / "pictures"


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture: its name, who is signed in, the page, and as much of its top as is wanted."""

    name: str
    who: str | None
    path: str
    tall: int = 900


SECRETARY, COMMISSIONER, DIRECTOR = (
    "example-secretary",
    "example-commissioner",
    "example-director",
)
SHOTS = (
    Shot("home-secretary", SECRETARY, "/"),
    Shot("home-commissioner", COMMISSIONER, "/"),
    Shot("home-director", DIRECTOR, "/"),
    Shot("register", COMMISSIONER, "/commissions"),
    Shot("commission", COMMISSIONER, "/commissions/C-0001", 1300),
    Shot("plan-back", COMMISSIONER, "/commissions/C-0001/plan-back", 1100),
    Shot("report", DIRECTOR, "/reports/R-0001", 1200),
    Shot("meeting", SECRETARY, "/meetings/M-0001", 1100),
    Shot("deadlines", SECRETARY, "/deadlines"),
    Shot("scheme-table", SECRETARY, "/rules/V-0002/table", 1100),
    Shot("scheme-line", SECRETARY, "/rules/V-0002/line", 1100),
    Shot("body", SECRETARY, "/bodies/trust-board", 1100),
    Shot("case", COMMISSIONER, "/cases/X-0001", 1200),
    Shot("plan", COMMISSIONER, "/plans/L-0001", 1100),
    Shot("record", SECRETARY, "/record"),
    Shot("public-front", None, "/public"),
    Shot("public-record", None, "/public/decisions/R-0001", 1300),
)
"""Every picture that a guide shows."""


def main(arguments: list[str]) -> int:
    """Take the pictures; one by one if they are named."""
    parser = argparse.ArgumentParser(prog="python -m tests.screenshots", description=__doc__)
    parser.add_argument("names", nargs="*", help="all of them unless some are named")
    parser.add_argument("--to", type=Path, default=PICTURES)
    parser.add_argument("--width", type=int, default=1280)
    parser.add_argument(
        "--page",
        action="append",
        default=[],
        metavar="PATH[=PERSON]",
        help="any page, to be looked at",
    )
    asked = parser.parse_args(arguments)
    shots = [one for one in SHOTS if not (asked.names or asked.page) or one.name in asked.names]
    for page in asked.page:
        path, _, who = page.partition("=")
        name = "-".join(part for part in path.split("?")[0].split("/") if part) or "first"
        shots.append(Shot(f"{name}-{asked.width}", who or None, path, 0))
    take(shots, asked.to, width=asked.width)
    return 0


def take(shots: list[Shot], folder: Path, *, width: int) -> None:
    """Play the year, serve it, and take every picture into a folder."""
    from browser_fixtures import AFTER_THE_YEAR
    from browsing import Site
    from real_browser import Person, launched, served

    from governance.interfaces.story.telling import Teller
    from governance.interfaces.story.year import play_year
    from governance.store import migrations
    from governance.store.engine import open_store

    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        store = open_store(f"sqlite:///{Path(place) / 'vires.db'}")
        migrations.upgrade(store)
        play_year(
            store,
            evidence=Path(place) / "evidence",
            outbox=Path(place) / "outbox",
            teller=Teller(width=80, muted=True),
        )
        site = Site(store, AFTER_THE_YEAR, "exampleshire", data_dir=Path(place), example=True)
        with served(site) as home, launched() as browser:
            for shot in shots:
                person = Person(browser, site, home, width=width, js=True)
                person.signs_in(shot.who)
                answer = person.page.goto(person.url(shot.path))
                if answer is None or not answer.ok:
                    raise SystemExit(f"{shot.path} is no page that can be shown")
                size = person.page.evaluate("document.documentElement.scrollHeight")
                tall = min(shot.tall, size) if shot.tall else size
                person.page.set_viewport_size({"width": width, "height": tall})
                person.page.screenshot(path=folder / f"{shot.name}.png")
                person.context.close()
                print(folder / f"{shot.name}.png")
        store.close()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
