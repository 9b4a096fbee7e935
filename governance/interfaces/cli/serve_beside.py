"""What `vires serve` runs beside the clock: the pages, and the jobs that are asked for on them."""

from __future__ import annotations

import datetime as dt
import sys
import threading
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import governance.interfaces.work  # noqa: F401  # makes the kinds of jobs known
from flows.jobs import Runner
from governance.adapters.openid import Speakers, sign_in_settings
from governance.application.example_clock import ahead
from governance.application.jobs.tidying import tidy
from governance.interfaces.served import Served
from governance.interfaces.web.serving import ANY, Web, WebTold
from governance.store.settings import settings

if TYPE_CHECKING:
    import socket

    from flows.serving import Serving
    from governance.store.engine import Store

WORK = (sys.executable, "-m", "governance.interfaces.work.child")
ZONE = "Europe/London"
"""Where the example is."""


class Beside:
    """The pages, where there are any, and the runner of jobs. `start`, `end`, then `ended`."""

    def __init__(
        self,
        serving: Serving,
        store: Store,
        *,
        host: str,
        pages: socket.socket | None,
        told: WebTold,
        example: bool,
    ) -> None:
        self.example = example
        self._present = serving.present
        self._runner = Runner(
            store,
            command=WORK,
            now=serving.present,
            tidy=partial(tidy, store, folder=settings().jobs_dir, evidence=settings().evidence_dir),
        )
        self._ending: threading.Thread | None = None
        if example:
            # Nobody signs in with a password: it is for this machine, by no other name or way.
            told = WebTold(proxies=(), hosts=(), metrics_token=told.metrics_token)
        served = Served(
            store=store,
            clock=serving.present,
            data_dir=settings().data_dir,
            example=ahead(store) is not None,
            one_click=example,
            hosts=told.hosts if host in ANY else (*told.hosts, host.lower()),
            status=serving.status,
            openid=Speakers() if example else Speakers(sign_in_settings()),
            metrics_token=told.metrics_token,
        )
        self._web = None if pages is None else Web(served, pages, proxies=told.proxies)

    @property
    def address(self) -> str | None:
        """Where a browser on this machine finds the pages; None where there are none."""
        return None if self._web is None else self._web.address

    @property
    def today(self) -> dt.date:
        """The day it is, in the example in an example."""
        return self._present().astimezone(ZoneInfo(ZONE)).date()

    def start(self) -> None:
        """Take requests and begin jobs."""
        if self._web is not None:
            self._web.start()
        self._runner.start()

    def end(self) -> None:
        """Take no more; what is under way is ended in the background."""
        if self._web is not None:
            self._web.end()
        self._ending = threading.Thread(target=self._runner.stop, daemon=True)
        self._ending.start()

    def ended(self) -> None:
        """Wait until all of it has ended, some seconds at most."""
        if self._web is not None:
            self._web.ended()
        if self._ending is not None:
            self._ending.join()
