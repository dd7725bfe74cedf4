"""An answer's head goes out together with the first bytes of its body.

hypercorn sends the head by itself. Between the two, AWS's SDK for Go may close the connection and
call again, though what it called for is made (`findings/smithy-go-answer-thrown-away.sh`): from so
near, on a busy machine, one call in hundreds. What comes along with the head is read.
"""

from typing import Any

import h11
import hypercorn.protocol
from hypercorn.events import Event, RawData
from hypercorn.protocol.h11 import H11Protocol
from hypercorn.typing import H11SendableEvent


class JoinedAnswers(H11Protocol):
    """HTTP/1.1 as hypercorn speaks it, the head kept until something follows."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._on = self.send
        self._head = b""
        self._is_head = False
        self.send = self._joined

    async def _send_h11_event(self, event: H11SendableEvent) -> None:
        self._is_head = isinstance(event, h11.Response)
        await super()._send_h11_event(event)

    async def _joined(self, event: Event) -> None:
        if isinstance(event, RawData):
            event = RawData(self._head + event.data)
            self._head = event.data if self._is_head else b""
            if self._head:
                return
        await self._on(event)


def mend() -> None:
    """Let every connection be served so; call it once, before the server starts."""
    vars(hypercorn.protocol)["H11Protocol"] = JoinedAnswers
