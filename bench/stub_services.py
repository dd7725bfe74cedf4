"""DynamoDB, SQS, KMS and a PSP as a floor: what is asked of them costs a wait and next to no work.

`running` starts them as one child process, so that neither side of a measurement pays for them.
They keep what is written and check no right, no signature and no more conditions than ours. What
AWS really does is the emulator's part, and that of the tests.
"""

import asyncio
import contextlib
import json
import os
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import redirect_stdout
from functools import partial
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs

from bench.stub_tables import CanceledError, RefusedError, Tables
from local.lib.children import ended
from runtime.contract.timing import Timing

AWS_SECONDS: Final = 0.005
PSP_SECONDS: Final = 0.05
PSP_KEY: Final = "sk_test_stub"
KEY: Final = bytes(range(32))
"""Every data key."""

intents: Final[dict[str, dict[str, Any]]] = {}


@contextlib.contextmanager
def running(closed: Mapping[str, int] | None = None) -> Iterator[str]:
    """Their address, for as long as the block lasts.

    `closed`: table → so many payments that are over lie in it already.

    Whoever measures is from then on a function whose services are these.
    """
    command = [sys.executable, "-m", "bench.stub_services", json.dumps(closed or {})]
    child = subprocess.Popen(  # noqa: S603 - this very file.
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with ended(child), Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere):
        port = child.stdout.readline().decode() if child.stdout else ""
        url = f"http://127.0.0.1:{int(port)}"
        os.environ |= environment(url)
        yield url


def environment(url: str) -> dict[str, str]:
    """A function's, with every service at this address."""
    return {
        "AWS_ACCESS_KEY_ID": "nobody",
        "AWS_SECRET_ACCESS_KEY": "nothing",
        "AWS_DEFAULT_REGION": "eu-central-1",
        "AWS_ENDPOINT_URL": url,
        "CURRENCIES": '["eur"]',
        "ENTRIES_TABLE": "entries",
        "EVENTS_TABLE": "events",
        "HEALTH_FILE": os.devnull,
        "LIVEMODE": "false",
        "MERCHANTS_TABLE": "merchants",
        "MERCHANT_LIMIT": '{"rate": 1000, "burst": 1000}',
        "MESSAGE_KEY_ARNS": '["arn:aws:kms:eu-central-1:111122223333:key/messages"]',
        "NOTIFICATION_QUEUE_URL": f"{url}/notifications",
        "PAYMENTS_TABLE": "payments",
        "PAYMENT_QUEUE_URL": f"{url}/payments",
        "EVENT_BUS": "",
        "EVENT_QUEUE_URL": f"{url}/events.fifo",
        "POWERTOOLS_LOG_LEVEL": "INFO",
        "POWERTOOLS_METRICS_NAMESPACE": "bench",
        "POWERTOOLS_SERVICE_NAME": "bench",
        "POWERTOOLS_TRACE_DISABLED": "true",
        "PSP_API_BASE": url,
        "PSP_SECRET_ARN": "arn:psp",
        "SEALING_KEY_ARN": "arn:aws:kms:eu-central-1:111122223333:key/sealing",
        "TIMING": Timing().model_dump_json(),
    }


def aws(operation: str, asked: dict[str, Any]) -> dict[str, Any]:
    """What AWS answers beside DynamoDB."""
    told = b64encode(KEY).decode()
    answers: dict[str, dict[str, Any]] = {
        "SendMessage": {"MessageId": "message"},
        "GetQueueAttributes": {"Attributes": {"ApproximateNumberOfMessages": "0"}},
        "GetSecretValue": {"Name": "psp", "SecretString": PSP_KEY, "CreatedDate": 0},
        "GenerateDataKey": {"Plaintext": told, "CiphertextBlob": told, "KeyId": asked.get("KeyId")},
        "Decrypt": {"Plaintext": told, "KeyId": asked.get("KeyId")},
    }
    return answers[operation]


def psp(method: str, path: str, form: dict[str, str]) -> dict[str, Any]:
    """Stripe's answer: every card pays."""
    ref = path.removeprefix("/v1/payment_intents").strip("/").partition("?")[0].partition("/")[0]
    if not ref:
        payment_id = form["metadata[payment_id]"]
        ref = f"pi_{payment_id}"
        intents[ref] = {
            "id": ref,
            "object": "payment_intent",
            "status": "requires_confirmation",
            "amount_received": 0,
            "amount": int(form["amount"]),
            "currency": form["currency"],
            "livemode": False,
            "metadata": {"payment_id": payment_id},
            "latest_charge": None,
            "last_payment_error": None,
        }
    intent = intents[ref]
    if path.endswith("/confirm"):
        intent |= {"status": "succeeded", "amount_received": intent["amount"]}
    if method == "GET":
        charge = {
            "id": f"ch_{ref}",
            "object": "charge",
            "payment_intent": ref,
            "paid": True,
            "captured": True,
            "refunded": False,
            "amount_refunded": 0,
            "disputed": False,
        }
        return {**intent, "latest_charge": charge}
    return intent


async def _serve(
    tables: Tables, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    with contextlib.suppress(asyncio.CancelledError, asyncio.IncompleteReadError, ConnectionError):
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            method, path, _ = head[0].split(" ")
            headers = {
                name.lower(): value
                for name, _, value in (line.partition(": ") for line in head[1:] if line)
            }
            body = await reader.readexactly(int(headers.get("content-length", 0)))
            answer, status = await _answer(tables, method, path, headers.get("x-amz-target"), body)
            sent = json.dumps(answer).encode()
            writer.write(
                f"HTTP/1.1 {status} OK\r\nContent-Type: application/x-amz-json-1.0\r\n"
                f"Content-Length: {len(sent)}\r\n\r\n".encode()
                + sent
            )
            await writer.drain()
    writer.close()


async def _answer(
    tables: Tables, method: str, path: str, target: str | None, body: bytes
) -> tuple[dict[str, Any], int]:
    if target is None:
        form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        await asyncio.sleep(PSP_SECONDS)
        return psp(method, path, form), 200
    await asyncio.sleep(AWS_SECONDS)
    operation, asked = target.rpartition(".")[2], json.loads(body)
    try:
        kept = tables.operations.get(operation)
        return kept(asked) if kept else aws(operation, asked), 200
    except CanceledError as canceled:
        refusal = {"__type": "TransactionCanceledException"}
        return {**refusal, "CancellationReasons": canceled.reasons}, 400
    except RefusedError:
        return {"__type": "ConditionalCheckFailedException"}, 400


async def main(closed: Mapping[str, int]) -> None:
    """Serve until standard input ends."""
    serve = partial(_serve, Tables(closed))
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.buffer.read)
    server.close()


if __name__ == "__main__":
    asyncio.run(main(json.loads(sys.argv[1])))
