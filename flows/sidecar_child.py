"""Prefect's server in a process that cannot outlive the one that started it.

`prefect server start` leaves nothing behind either when it is asked to stop; killed, its parent
would leave it running. So the server runs in this very process, which ends as soon as the pipe
on its standard input does, and which Linux kills when its parent dies, even while it is stopped.
"""

from __future__ import annotations

import socket
import sys

from flows.lifeline import die_with, end_with_input

GRACE_SECONDS = 3.0
"""How long the server may take to end by itself."""


def main(parent: int, number: int) -> None:
    """Serve Prefect's API and pages until the parent goes away or says so.

    `number` is that of the socket to listen on, which the parent opened.
    """
    end_with(parent)
    import uvicorn  # noqa: PLC0415  # the watch comes first
    from prefect.server.api.server import create_app  # noqa: PLC0415  # the watch comes first

    app = create_app(final=True)
    settings = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1)
    server = uvicorn.Server(settings)
    server.run(sockets=[socket.socket(fileno=number)])
    if not server.started:
        sys.exit(1)


def end_with(parent: int) -> None:
    """From now on this process ends when its standard input does, and when its parent dies.

    `parent` is the number of the process that started it: one that is gone by now is noticed.
    """
    die_with(parent)
    end_with_input(grace=GRACE_SECONDS)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
