"""One run: a stack with secrets of its own, who calls it, and everything that it answered."""

import contextlib
import io
import json
import logging
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import httpx

from docs_gen.data_table import Place
from local import psp
from local.emulator import emulator
from local.stack.client import MerchantClient
from local.stack.collect import rests
from local.stack.stack import LocalStack, deployed
from runtime.adapters.dynamodb_rows import read_row
from runtime.domain.payment import payment_id
from tests._wait import PATIENT_S, until
from tests.canary.planting import Flow, Kind, Planter
from tests.canary.reading import Document
from tests.journey.operating import Person, person

ENDS_S = 240
"""The longest way of a payment, on a busy machine."""


@dataclass
class Run:
    """What the flows are given."""

    stack: LocalStack
    folder: Path
    """Everything that the local processes write is below."""
    planter: Planter
    acme: MerchantClient
    jane: Person
    signers: tuple[str, ...]
    """The webhook's secrets."""
    http: httpx.Client
    answers: list[Document] = field(default_factory=list)
    traces: list[str] = field(default_factory=list)
    printed: io.StringIO = field(default_factory=io.StringIO)

    @property
    def url(self) -> str:
        """The gateway's."""
        return str(self.stack.outputs["gateway_url"])

    def send(
        self,
        method: str,
        path: str,
        *,
        json_body: Any = None,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        token: str | None = None,
        once: bool = False,
    ) -> httpx.Response:
        """A call of the gateway as acme, or with another token; its answers are kept.

        Asked again where a busy machine did not answer, but for what is to be asked `once`.
        """
        given = {"Authorization": f"Bearer {token or self.bearer}", **(headers or {})}
        if json_body is not None:
            content = json.dumps(json_body).encode()
        if content is not None:
            given.setdefault("Content-Type", "application/json")

        def asked() -> httpx.Response:
            answer = self.http.request(method, self.url + path, content=content, headers=given)
            return self.kept(answer, Place.MERCHANT)

        return asked() if once else self.answer(asked)

    @property
    def bearer(self) -> str:
        """Acme's token, the same for the whole run."""
        return self.acme.http.headers["Authorization"].removeprefix("Bearer ")

    def operate(self, path: str, body: Mapping[str, Any] | None = None) -> httpx.Response:
        """A call of the operator's, asked again as any other; its answers are kept."""
        return self.answer(lambda: self.kept(self.jane.ask(self.stack, path, body), Place.OPERATOR))

    def kept(self, answer: httpx.Response, place: Place) -> httpx.Response:
        """Remember who was answered what."""
        text = "\n".join([*(f"{k}: {v}" for k, v in answer.headers.items()), answer.text])
        name = f"{answer.request.method} {answer.request.url.path}"
        self.answers.append(Document(frozenset({place}), f"{name}: {answer.status_code}", text))
        return answer

    def pay(self, body: Mapping[str, Any], key: str, **more: Any) -> httpx.Response:
        """Ask for a payment."""
        headers = {"Idempotency-Key": key, **more.pop("headers", {})}
        return self.send("POST", "/v1/payments", json_body=body, headers=headers, **more)

    def answer(self, ask: Callable[[], httpx.Response]) -> httpx.Response:
        """The first answer that says anything: a busy machine gives none in time."""
        return until(lambda: [each for each in [ask()] if each.status_code < 500], ENDS_S)[0]

    def accepted(self, body: Mapping[str, Any], key: str) -> str:
        """The id of a payment that is accepted; asked again where a busy machine did not answer."""
        answer = self.pay(body, key)
        assert answer.status_code == httpx.codes.ACCEPTED, answer.text
        return str(answer.json()["id"])

    def shown(self, one: str) -> dict[str, Any]:
        """The payment as its merchant reads it."""
        return dict(self.send("GET", f"/v1/payments/{one}").json())

    def ended(self, *ids: str) -> None:
        """Wait until each is final and told, or in front of a person; then read it once."""
        for one in ids:
            until(partial(self.at_rest, one), ENDS_S)
            self.shown(one)

    def at_rest(self, one: str) -> bool:
        """By its row: asking the gateway again and again would be most of the run."""
        row = self.row(one)
        return bool(row) and rests(read_row(row))

    def row(self, one: str) -> dict[str, Any]:
        """The payment's item."""
        answer = self.stack.emulator.client("dynamodb").get_item(
            TableName=self.stack.outputs["payments_table"], Key={"payment_id": {"S": one}}
        )
        return dict(answer.get("Item", {}))


def id_of(key: str) -> str:
    """The id of acme's payment with this key."""
    return payment_id("acme", key)


def body(flow: Flow, method: str, **changes: Any) -> dict[str, Any]:
    """A request of which every free text is a canary."""
    return {
        "amount": 2500,
        "currency": "eur",
        "payment_method": method,
        "customer": {
            "email": flow.email("customer.email"),
            "name": flow.word("customer.name", Kind.NAME, dressed="Zoë {}"),
            "locale": "pt-BR",
        },
        "description": flow.word("description"),
        "statement_descriptor_suffix": flow.word("statement_descriptor_suffix").upper(),
        "reference": flow.word("reference"),
        "metadata": {
            flow.word("a name in metadata", row=flow.row or "metadata"): flow.word("metadata")
        },
        **changes,
    }


@contextmanager
def listening(traces: list[str]) -> Iterator[int]:
    """What X-Ray's daemon would be handed, from a port of our own."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        port = sock.getsockname()[1]

        def read() -> None:
            while data := sock.recv(65_536):
                traces.append(data.decode(errors="replace"))

        thread = threading.Thread(target=read, name="traces", daemon=True)
        thread.start()
        yield port
        sock.sendto(b"", ("127.0.0.1", port))
        thread.join()


@contextmanager
def running(folder: Path) -> Iterator[Run]:
    """A stack for one run; what it keeps is written below `folder` at the end."""
    traces: list[str] = []
    planter, printed = Planter(), io.StringIO()
    secrets = planter.flow("secrets of the stack")
    signers = tuple(
        secrets.word("webhook secrets", Kind.SECRET, dressed="whsec_{}") for _ in range(2)
    )
    key = secrets.word("PSP key", Kind.SECRET, dressed="sk_test_{}")
    scratch = folder / "scratch"
    scratch.mkdir()
    told = logging.StreamHandler(printed)
    logging.getLogger().addHandler(told)
    with (
        contextlib.redirect_stdout(printed),
        contextlib.redirect_stderr(printed),
        listening(traces) as trace_port,
        psp.running() as provider,
        emulator.running(
            log_dir=folder,
            state=folder / "state",
            gateway_limit=PATIENT_S,
            scratch_in=scratch,
            trace_port=trace_port,
        ) as cloud,
    ):
        provider.set_mode(key=key)
        stack = deployed(cloud, provider, pspKey=key, webhookSecrets=json.dumps(signers))
        acme = stack.merchant("acme")
        with (
            person(cloud, "jane", operators(stack)) as jane,
            httpx.Client(timeout=60, trust_env=False) as http,
        ):
            secrets.known(acme.client_secret, "client secret", Kind.SECRET)
            yield Run(
                stack, folder, planter, acme, jane, signers, http, traces=traces, printed=printed
            )
        acme.close()
        # Its last deed is to write the state of every service.
        cloud.crash()
    logging.getLogger().removeHandler(told)


def operators(stack: LocalStack) -> str:
    """The operators' routes in the gateway's own ARN."""
    cloud, api = stack.emulator, stack.outputs["gateway_url"].split("/restapis/")[1].split("/")[0]
    gateway = f"arn:aws:execute-api:{cloud.region}:{cloud.account_id}:{api}"
    return f"{gateway}/live/*/v1/ops/*"
