"""Everything that the stack, the emulator and the processes hold, as documents to be read."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import httpx

from docs_gen.data_table import Place
from tests.canary.reading import Document
from tests.canary.run import Run

P = Place
STATE: Final[Mapping[str, frozenset[Place]]] = {
    "cloudwatch_logs": frozenset({P.LOGS}),
    "cloudwatch": frozenset({P.METRICS}),
    "cognito": frozenset({P.COGNITO}),
    "dynamodb": frozenset({P.PAYMENTS, P.ENTRIES}),
    "kms": frozenset({P.KMS}),
    "s3": frozenset({P.ROOTS}),
    "secretsmanager": frozenset({P.SECRETS}),
    "ses": frozenset({P.MAIL}),
    "ses_v2": frozenset({P.MAIL}),
    "sns": frozenset({P.MAIL_EVENTS}),
    "sqs": frozenset({P.QUEUES, P.MAIL_EVENTS}),
}
"""The emulator's file of a service's state → what it holds; any other is `Place.OTHER`."""


def documents(run: Run) -> Iterator[Document]:
    """What can be asked for while the stack runs."""
    yield from run.answers
    yield from _tables(run)
    yield from _queues(run)
    yield from _logs(run)
    yield from _of(P.MAIL, "mailbox", run.stack.emulator.mailbox())
    yield from _of(P.PSP, "the PSP's book", run.stack.psp.book())
    yield from _of(P.PSP, "the PSP's events", run.stack.psp.sent_webhooks())
    yield from _metrics(run)
    yield from _secrets(run)
    yield from _settings(run)
    yield from _objects(run)


def remains(run: Run) -> Iterator[Document]:
    """What is left when all has ended: traces, prints, logs of processes, files, kept state."""
    yield from (_document(P.TRACES, "trace", text) for text in run.traces)
    yield _document(P.PROCESS, "printed", run.printed.getvalue())
    for path in sorted(run.folder.rglob("*")):
        if path.is_file():
            name = str(path.relative_to(run.folder))
            kept = STATE.get(path.stem, frozenset({P.OTHER}))
            places = kept if name.startswith("state/") else frozenset({P.PROCESS})
            yield Document(places, name, path.read_bytes().decode(errors="replace"))


def _tables(run: Run) -> Iterator[Document]:
    pages = run.stack.emulator.client("dynamodb").get_paginator("scan")
    for place, output in ((P.PAYMENTS, "payments_table"), (P.ENTRIES, "entries_table")):
        for page in pages.paginate(TableName=run.stack.outputs[output], ConsistentRead=True):
            for item in page["Items"]:
                yield from _of(place, item["payment_id"]["S"], item)


def _queues(run: Run) -> Iterator[Document]:
    url = f"{run.stack.emulator.endpoint}/_ministack/sqs/messages"
    told = httpx.get(url, timeout=30, trust_env=False).json()["messages"]
    for regions in told.values():
        for queues in regions.values():
            for queue, messages in queues.items():
                place = P.MAIL_EVENTS if "email-events" in queue else P.QUEUES
                yield from _of(place, queue.rpartition("/")[2], messages)


def _logs(run: Run) -> Iterator[Document]:
    logs = run.stack.emulator.client("logs")
    for page in logs.get_paginator("describe_log_groups").paginate():
        for group in (each["logGroupName"] for each in page["logGroups"]):
            lines = logs.get_paginator("filter_log_events").paginate(logGroupName=group)
            for events in lines:
                yield from (_document(P.LOGS, group, each["message"]) for each in events["events"])


def _metrics(run: Run) -> Iterator[Document]:
    for page in run.stack.emulator.client("cloudwatch").get_paginator("list_metrics").paginate():
        yield from _of(P.METRICS, "metrics", page["Metrics"])


def _secrets(run: Run) -> Iterator[Document]:
    """Names, tags and descriptions anybody may read who lists; the values are a place."""
    client = run.stack.emulator.client("secretsmanager")
    for page in client.get_paginator("list_secrets").paginate():
        for secret in page["SecretList"]:
            yield from _of(P.OTHER, "a secret's name", secret)
            value = client.get_secret_value(SecretId=secret["ARN"])["SecretString"]
            yield _document(P.SECRETS, secret["Name"], value)


def _settings(run: Run) -> Iterator[Document]:
    pages = run.stack.emulator.client("lambda").get_paginator("list_functions").paginate()
    for page in pages:
        for function in page["Functions"]:
            yield from _of(P.OTHER, f"settings of {function['FunctionName']}", function)


def _objects(run: Run) -> Iterator[Document]:
    s3 = run.stack.emulator.client("s3")
    for bucket in (each["Name"] for each in s3.list_buckets()["Buckets"]):
        for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket):
            for key in (each["Key"] for each in page.get("Contents", [])):
                text = s3.get_object(Bucket=bucket, Key=key)["Body"].read().decode(errors="replace")
                place = P.ROOTS if bucket.endswith("-roots") else P.OTHER
                yield _document(place, f"s3://{bucket}/{key}", f"{key}\n{text}")


def _of(place: Place, name: str, what: Any) -> Iterator[Document]:
    yield _document(place, name, json.dumps(what, default=str, ensure_ascii=False))


def _document(place: Place, name: str, text: str) -> Document:
    return Document(frozenset({place}), name, text)


def count(read: Iterable[Document]) -> dict[str, int]:
    """Place → how many documents were read of it."""
    found: dict[str, int] = {}
    for each in read:
        for place in each.places:
            found[place] = found.get(place, 0) + 1
    return dict(sorted(found.items()))
