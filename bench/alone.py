"""What accepting takes of the processor by itself: every service answers in this very process.

`bench/accept_alone.py` runs this file by the interpreter of two checkouts, each with its own code:
so it imports nothing of `bench`, and nothing that an older commit has elsewhere.
"""

import hashlib
import io
import json
import os
import statistics
import sys
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import redirect_stdout
from inspect import signature
from pathlib import Path
from typing import Any, Final

import botocore.session
from botocore.awsrequest import AWSResponse

from local.demo.scenarios import burst_request
from runtime import bootstrap
from runtime.use_cases.accept_payment import accept_payment
from runtime.wire.payment_request import read_request

EACH: Final = 100
"""Payments in a round."""
ROUNDS: Final = 5
KEY: Final = b64encode(bytes(range(32))).decode()
"""Every data key."""


KNOWN: Final[dict[str, Any]] = (
    {"tells_merchant": False} if "tells_merchant" in signature(accept_payment).parameters else {}
)
"""What an older checkout's acceptance does not ask."""


class Body(io.BytesIO):
    """An answer's, as the SDK reads it."""

    def stream(self, **_: Any) -> Iterator[bytes]:
        """All of it at once."""
        yield self.read()


def answered(request: Any, **_: Any) -> Any:
    """What KMS, SQS or DynamoDB says to a call that goes well."""
    target = request.headers.get("X-Amz-Target", b"")
    operation = (target if isinstance(target, str) else target.decode()).rpartition(".")[2]
    said: dict[str, str] = {}
    if operation == "GenerateDataKey":
        arn = os.environ["SEALING_KEY_ARN"]
        said = {"Plaintext": KEY, "CiphertextBlob": KEY, "KeyId": arn}
    elif operation == "SendMessage":
        sent = json.loads(request.body or "{}")["MessageBody"].encode()
        digest = hashlib.md5(sent, usedforsecurity=False).hexdigest()
        said = {"MessageId": "message", "MD5OfMessageBody": digest}
    headers: Any = {"content-type": "application/x-amz-json-1.0", "x-amzn-requestid": "request"}
    return AWSResponse(request.url, 200, headers, Body(json.dumps(said).encode()))


def accepted(run: str) -> float:
    """Seconds of the processor that a payment takes: the median of the rounds."""
    ports, document = bootstrap.accept_payment_ports(), burst_request(1)
    body_hash = hashlib.sha256(json.dumps(document).encode()).hexdigest()
    taken = []
    for number in range(ROUNDS + 1):
        began = time.process_time()
        for each in range(EACH):
            key = f"{run}-{number}-{each}"
            accept_payment(
                read_request(document, [document["currency"]]),
                merchant="acme",
                key=key,
                body_hashes=[body_hash],
                request_id=key,
                ports=ports,
                **KNOWN,
            )
        taken.append((time.process_time() - began) / EACH)
    return statistics.median(taken[1:])


def answer_here() -> None:
    """From now on each client of the SDK is answered by `answered`."""
    create = botocore.session.Session.create_client

    def created(*words: Any, **named: Any) -> Any:
        client = create(*words, **named)
        client.meta.events.register("before-send", answered)
        return client

    botocore.session.Session.create_client = created  # type: ignore[method-assign]


if __name__ == "__main__":
    answer_here()
    with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere):
        found = accepted(sys.argv[1])
    sys.stdout.write(f"{found}\n")
