"""Stands in for Prefect's server, at once: says that it is ready, and dies with its parent."""

import os
import socket
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

from flows.sidecar_child import end_with


class Ready(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/api/ready" else 404)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def main() -> None:
    end_with(int(sys.argv[-2]))
    home = Path(os.environ["PREFECT_HOME"])
    if (home / "refuse").exists():
        sys.exit("there is no room for me here")
    (home / "prefect.db").touch()
    server = HTTPServer(("", 0), Ready, bind_and_activate=False)
    server.socket.close()
    server.socket = socket.socket(fileno=int(sys.argv[-1]))
    server.serve_forever()


if __name__ == "__main__":
    main()
