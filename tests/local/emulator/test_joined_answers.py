"""What the emulator's server puts on the wire, and when."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import hypercorn.protocol
import pytest
from hypercorn.app_wrappers import ASGIWrapper
from hypercorn.asyncio.task_group import TaskGroup
from hypercorn.asyncio.worker_context import WorkerContext
from hypercorn.config import Config
from hypercorn.events import Closed, Event, RawData, Updated
from hypercorn.protocol.h11 import H11Protocol
from hypercorn.typing import ConnectionState, LifespanState

from local.emulator import _joined_answers
from local.emulator._joined_answers import JoinedAnswers

GET = b"GET / HTTP/1.1\r\nhost: h\r\n\r\n"
Send = Callable[[dict[str, Any]], Awaitable[None]]


def wire(protocol: type[H11Protocol], bodies: list[bytes], requests: int = 1) -> list[bytes]:
    """What is sent, piece by piece, where the application answers with these bodies."""
    sent: list[bytes] = []
    answered = asyncio.Event()

    async def app(_scope: Any, receive: Any, send: Any) -> None:
        await receive()
        length = str(sum(map(len, bodies))).encode()
        await send(
            {
                "type": "http.response.start",
                "status": 200,
                "headers": [(b"content-length", length)],
            }
        )
        for at, body in enumerate(bodies, 1):
            more = at < len(bodies)
            await send({"type": "http.response.body", "body": body, "more_body": more})

    async def keep(event: Event) -> None:
        if isinstance(event, RawData) and event.data:
            sent.append(event.data)
        if event == Updated(idle=True):
            answered.set()

    async def run() -> None:
        async with TaskGroup(asyncio.get_running_loop()) as group:
            served = protocol(
                ASGIWrapper(app),
                Config(),
                WorkerContext(None),
                group,
                ConnectionState(LifespanState({})),
                False,
                ("127.0.0.1", 1),
                ("127.0.0.1", 2),
                keep,
            )
            for _ in range(requests):
                await served.handle(RawData(GET))
                await answered.wait()
                answered.clear()

    asyncio.run(run())
    return sent


def test_hypercorn_sends_the_head_alone() -> None:
    """What is mended is still so; if not, the mend can go."""
    head, body = wire(H11Protocol, [b"made"])
    assert head.endswith(b"\r\n\r\n")
    assert body == b"made"


@pytest.mark.parametrize(
    ("bodies", "behind"),
    [
        ([b"made"], []),
        ([b""], []),
        ([b"made", b"and", b"more"], [b"and", b"more"]),
        ([b"x" * 100_000], []),
    ],
    ids=["one body", "no body", "in parts", "long"],
)
def test_a_head_and_the_first_of_its_body_are_one_piece(
    bodies: list[bytes], behind: list[bytes]
) -> None:
    """The first piece is a whole head with the first bytes; the rest follows as it comes."""
    first, *rest = wire(JoinedAnswers, bodies)
    assert first.startswith(b"HTTP/1.1 200")
    assert first.partition(b"\r\n\r\n")[2] == bodies[0]
    assert rest == behind


def test_each_answer_of_a_connection_has_its_own_head() -> None:
    """Nothing of an answer is kept for the next."""
    pieces = wire(JoinedAnswers, [b"made"], requests=3)
    assert len(pieces) == 3
    assert {piece.partition(b"\r\n\r\n")[2] for piece in pieces} == {b"made"}


def test_what_can_t_be_read_is_refused_at_once() -> None:
    """Hypercorn's own answer to a broken request goes out whole, before the connection closes."""
    sent: list[bytes | type] = []

    async def keep(event: Event) -> None:
        sent.append(event.data if isinstance(event, RawData) else type(event))

    async def run() -> None:
        async with TaskGroup(asyncio.get_running_loop()) as group:
            context = WorkerContext(None)
            state = ConnectionState(LifespanState({}))
            served = JoinedAnswers(None, Config(), context, group, state, False, None, None, keep)
            await served.handle(RawData(b"not http\r\n\r\n"))

    asyncio.run(run())
    assert isinstance(sent[0], bytes)
    assert sent[0].startswith(b"HTTP/1.1 400")
    assert sent[-1] is Closed


def test_every_connection_of_the_emulator_is_served_so() -> None:
    """Hypercorn makes the class that it finds in its own module."""
    served = vars(hypercorn.protocol)
    original = served["H11Protocol"]
    _joined_answers.mend()
    found = served["H11Protocol"]
    served["H11Protocol"] = original
    assert found is JoinedAnswers
