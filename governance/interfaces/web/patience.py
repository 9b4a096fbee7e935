"""How long a connection may keep us waiting: what is sent by halves keeps nobody else out.

The server takes so many connections and no more, and by itself waits for ever for what has begun.
Here a request's head has to be there in time, and its body must not fall silent. Whoever sends a
little now and then still holds a connection; keeping them off is for a proxy that takes the whole
request before it passes it on.
"""

from __future__ import annotations

from asyncio import TimerHandle
from typing import TYPE_CHECKING, Final

from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    import asyncio

HEAD_WITHIN: Final = 15.0
"""Seconds until a head is whole: from the connection, or from its first byte after an answer."""
SILENT_AT_MOST: Final = 30.0
"""Seconds that may pass without anything of a body that is awaited."""

_NOTHING, _BODY = "IDLE", "SEND_BODY"
"""What the other side does, in the words of h11: nothing whole yet, or sending a body."""


class Patient(H11Protocol):
    """The server's protocol, which gives up whoever keeps it waiting for a request."""

    head_within: float = HEAD_WITHIN
    silent_at_most: float = SILENT_AT_MOST

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for a head from now on."""
        self._waits: TimerHandle | None = None
        self._for_head = False
        super().connection_made(transport)
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what came, and wait for what is missing."""
        super().data_received(data)
        self._look()

    def on_response_complete(self) -> None:
        """Wait for the rest of a request that has been sent already; else the server does."""
        self._stop_waiting()
        super().on_response_complete()
        if self._theirs == _BODY or self.conn.trailing_data[0]:
            self._look()

    @property
    def _theirs(self) -> str:
        return str(self.conn.their_state)

    def _look(self) -> None:
        if self._theirs == _NOTHING:
            if not self._for_head:
                self._await_head()
        elif self._theirs == _BODY:
            self._stop_waiting()
            self._waits = self.loop.call_later(self.silent_at_most, self._fell_silent)
        else:
            self._stop_waiting()

    def _await_head(self) -> None:
        self._stop_waiting()
        self._for_head = True
        self._waits = self.loop.call_later(self.head_within, self._give_up)

    def _stop_waiting(self) -> None:
        self._for_head = False
        if self._waits is not None:
            self._waits.cancel()
            self._waits = None

    def _fell_silent(self) -> None:
        if self.flow.read_paused:  # it is we who do not read
            self._look()
        else:
            self._give_up()

    def _give_up(self) -> None:
        self._stop_waiting()
        self.transport.close()
