"""The gateway gives a function up past its integration's timeout, counted from a warm worker."""

import asyncio
import threading
from collections.abc import Callable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pulumi
import pulumi_aws as aws
import pytest

from components.lib.limits import INTEGRATION_TIMEOUT_MS
from components.parts.gateway_problems import headers, template
from local.emulator.emulator import Emulator, running
from local.emulator.mends.timeouts import SAID, TYPE, limited, telling
from runtime.contract.codes import Code
from tests._aws import make, role
from tests._serving import serving
from tests._wait import until

LONG_S = 60
ASKS = """
import urllib.request
def handler(event, context):
    with urllib.request.urlopen("http://127.0.0.1:PORT" + event["path"]) as answer:
        return {"statusCode": 200, "body": answer.read().decode()}
"""


class Worker:
    """One that is started, and then answers when it may."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._proc: Any = None
        self._cold = True
        self.may_start, self.may_answer = threading.Event(), threading.Event()
        self.answered = threading.Event()

    def _spawn(self) -> None:
        self.may_start.wait(LONG_S)
        self._proc = self

    def poll(self) -> None:
        """It runs."""

    def invoke(self) -> str:
        """What the function returns."""
        self.may_answer.wait(LONG_S)
        self.answered.set()
        return "answered"


def gateway(worker: Worker, seconds: float | None, turns: Callable[[], None]) -> Any:
    """What a gateway with this limit answers; `turns` is called while it waits."""

    async def run() -> Any:
        async def original(_: Mapping[str, Any]) -> str:
            return await asyncio.to_thread(telling(Worker.invoke), worker)

        waits = asyncio.ensure_future(limited(original, seconds)({"timeoutInMillis": 1}))
        # The call is under way, and whoever would give up at once has done so.
        for _ in range(9):
            await asyncio.sleep(0)
        gave_up = waits.done()
        turns()
        answer = await waits
        worker.may_answer.set()
        return gave_up, getattr(answer, "message", answer)

    return asyncio.run(run())


def test_a_cold_start_is_not_counted() -> None:
    """With no time at all for the function, the gateway waits as long as its worker is starting."""
    worker = Worker()
    assert gateway(worker, 0, worker.may_start.set) == (False, SAID)


def test_a_function_in_time_is_answered() -> None:
    """An answer within the limit is the function's own, whatever the integration says."""
    worker = Worker()

    def both() -> None:
        worker.may_start.set()
        worker.may_answer.set()

    assert gateway(worker, LONG_S, both) == (False, "answered")


def test_without_another_limit_the_integration_s_counts() -> None:
    """A function that never answers is given up at the deployed timeout, here a millisecond."""
    worker = Worker()
    assert gateway(worker, None, worker.may_start.set) == (False, SAID)


def test_what_is_given_up_goes_on() -> None:
    """The caller has a 504, and the function ends its work all the same."""
    worker = Worker()
    gateway(worker, 0, worker.may_start.set)
    assert worker.answered.wait(LONG_S)


def test_a_call_that_no_worker_gets_is_answered() -> None:
    """Where the function is throttled or gone, the answer does not wait for a start."""

    async def gone(_: Mapping[str, Any]) -> str:
        return "gone"

    async def run() -> Any:
        return await limited(gone, 0)({})

    assert asyncio.run(run()) == "gone"


class Desk(ThreadingHTTPServer):
    """Answers `/later` when the test lets it."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Clerk)
        self.may_answer, self.answered = threading.Event(), threading.Event()


class Clerk(BaseHTTPRequestHandler):
    """One request."""

    server: Desk

    def do_GET(self) -> None:
        """Wait, if it is for later."""
        if self.path.endswith("later"):
            self.server.may_answer.wait(LONG_S)
        self.send_response(200)
        self.send_header("Content-Length", "4")
        self.end_headers()
        self.wfile.write(b"done")
        self.server.answered.set()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Say nothing."""


@pytest.fixture
def desk() -> Iterator[Desk]:
    """A server on a free port, which the function asks."""
    with serving(Desk()) as server:
        yield server
        server.may_answer.set()


def api(emulator: Emulator, name: str, function: str, own: Mapping[str, Any] | None = None) -> str:
    """The address of an API with our own integration's timeout, and a response of its own."""
    rest, outputs = make(emulator, aws.apigateway.RestApi, name=name)
    parent = outputs["rootResourceId"]
    for part in ("soon", "later"):
        resource, _ = make(
            emulator, aws.apigateway.Resource, restApi=rest, parentId=parent, pathPart=part
        )
        where = {"restApi": rest, "resourceId": resource, "httpMethod": "GET"}
        make(emulator, aws.apigateway.Method, **where, authorization="NONE")
        make(
            emulator,
            aws.apigateway.Integration,
            **where,
            type="AWS_PROXY",
            integrationHttpMethod="POST",
            uri=function,
            timeoutMilliseconds=INTEGRATION_TIMEOUT_MS,
        )
    if own:
        make(emulator, aws.apigateway.Response, restApiId=rest, responseType=TYPE, **own)
    deployment, _ = make(emulator, aws.apigateway.Deployment, restApi=rest)
    _, stage = make(
        emulator, aws.apigateway.Stage, restApi=rest, deployment=deployment, stageName="v1"
    )
    return str(stage["invokeUrl"])


def asking(emulator: Emulator, desk: Desk) -> str:
    """The invoke ARN of a function that answers when the desk does."""
    code = ASKS.replace("PORT", str(desk.server_port))
    _, outputs = make(
        emulator,
        aws.lambda_.Function,
        name="asks",
        role=role(emulator, "asks-role"),
        runtime="python3.13",
        handler="main.handler",
        code=pulumi.AssetArchive({"main.py": pulumi.StringAsset(code)}),
        timeout=LONG_S,
    )
    make(
        emulator,
        aws.lambda_.Permission,
        function="asks",
        action="lambda:InvokeFunction",
        principal="apigateway.amazonaws.com",
    )
    return str(outputs["invokeArn"])


@pytest.mark.emulator
def test_the_real_limit(desk: Desk, tmp_path: Path) -> None:
    """At the component's own timeout the answer is 504, in the gateway's words or the API's own.

    A worker that is held up goes on, and its end is nobody's answer.
    """
    own = {
        "statusCode": "504",
        "responseParameters": headers(Code.TIMEOUT),
        "responseTemplates": {"application/json": template(Code.TIMEOUT, "https://docs/")},
    }
    with running(log_dir=tmp_path) as emulator:
        function = asking(emulator, desk)
        plain, ours = api(emulator, "plain", function), api(emulator, "ours", function, own)
        with httpx.Client(trust_env=False, timeout=LONG_S) as client:
            given_up, problem = client.get(f"{plain}/later"), client.get(f"{ours}/later")
            assert not desk.answered.is_set()
            desk.may_answer.set()
            assert until(desk.answered.is_set)
    assert given_up.status_code == problem.status_code == 504
    assert given_up.json() == {"message": "Endpoint request timed out"}
    assert problem.headers["Content-Type"] == "application/problem+json"
    assert (problem.json()["status"], problem.json()["code"]) == (504, "timeout")
