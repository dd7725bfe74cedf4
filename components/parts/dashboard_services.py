"""What the dashboard says of AWS's services under the stack, and of what they cost."""

from collections.abc import Mapping, Sequence

from components.parts.dashboard import Chart, Line, Section
from components.parts.dashboard_business import PROCESSING
from components.parts.dashboard_lines import Lines, total
from runtime.contract.metrics import Metric

_OPERATIONS = ("GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem", "TransactWriteItems")
"""DynamoDB's, as our functions use them."""
_CIRCUIT = (
    ("opened", Metric.PSP_CIRCUIT_OPENED),
    ("closed", Metric.PSP_CIRCUIT_CLOSED),
    ("a message waited", Metric.PSP_CIRCUIT_WAITED),
)
Named = Mapping[str, str]
"""What a thing is called in the stack → its physical name."""


def gateway(lines: Lines, stage: Mapping[str, str]) -> Section:
    """Requests and how they are answered; `stage` is the gateway's dimensions."""

    def of(label: str, metric: str, statistic: str = "Sum") -> Line:
        return lines.aws(label, "ApiGateway", metric, stage, statistic)

    refused = lines.ours(
        "calls over a merchant's limit",
        Metric.MERCHANT_LIMITED,
        ("accept_payment", "cancel_payment", "read_payments"),
    )
    return Section(
        "## Gateway",
        [
            Chart("Requests", [of("requests", "Count", "SampleCount")], "requests"),
            Chart(
                "Refused, failed, throttled",
                [of("4xx", "4XXError"), of("5xx", "5XXError"), refused],
                "answers",
            ),
            Chart(
                "Time to answer",
                [of(each, "Latency", each) for each in ("p50", "p99")],
                "milliseconds",
            ),
        ],
    )


def queues(lines: Lines, live: Named, dead: Named) -> Section:
    """What waits, for how long, and what could not be handled."""

    def of(named: Named, metric: str) -> list[Line]:
        return [
            lines.aws(short, "SQS", metric, {"QueueName": queue}, "Maximum")
            for short, queue in named.items()
        ]

    depth = "ApproximateNumberOfMessagesVisible"
    return Section(
        "## Queues",
        [
            Chart(
                "Age of the oldest message", of(live, "ApproximateAgeOfOldestMessage"), "seconds"
            ),
            Chart("Messages that wait", of(live, depth), "messages"),
            Chart("Dead letters", of(dead, depth), "messages"),
        ],
    )


def functions(lines: Lines, named: Named) -> Section:
    """How often each runs, fails and is refused, how long, how many at a time; and the PSP."""

    def of(metric: str, statistic: str = "Sum") -> list[Line]:
        return [
            lines.aws(short, "Lambda", metric, {"FunctionName": name}, statistic)
            for short, name in named.items()
        ]

    circuit = [lines.ours(label, metric, PROCESSING) for label, metric in _CIRCUIT]
    return Section(
        "## Functions",
        [
            Chart("Invocations", of("Invocations"), "invocations"),
            Chart("Errors", of("Errors"), "invocations"),
            Chart("Throttles", of("Throttles"), "invocations"),
            Chart("Duration, p99", of("Duration", "p99"), "milliseconds"),
            Chart(
                "At the same time, at most", of("ConcurrentExecutions", "Maximum"), "invocations"
            ),
            Chart("Circuit to the payment service provider", circuit, "times"),
        ],
    )


def ledger(lines: Lines, tables: Named) -> Section:
    """Units that are read and written, and calls that DynamoDB refused or failed."""

    def of(metric: str) -> list[Line]:
        return [
            lines.aws(short, "DynamoDB", metric, {"TableName": name})
            for short, name in tables.items()
        ]

    def failed(table: str) -> list[Line]:
        return [
            lines.aws(each, "DynamoDB", "SystemErrors", {"TableName": table, "Operation": each})
            for each in _OPERATIONS
        ]

    throttles = [
        total(f"{what} throttled", of(f"{kind}ThrottleEvents"))
        for what, kind in (("reads", "Read"), ("writes", "Write"))
    ]
    return Section(
        "## Ledger",
        [
            Chart("Units read", of("ConsumedReadCapacityUnits"), "units"),
            Chart("Units written", of("ConsumedWriteCapacityUnits"), "units"),
            Chart(
                "Throttles and errors",
                [
                    *throttles,
                    total("conflicts of transactions", of("TransactionConflict")),
                    *(total(f"errors: {short}", failed(name)) for short, name in tables.items()),
                ],
                "events",
            ),
        ],
    )


def mail(lines: Lines) -> Section:
    """What SES sent and what came back; its metrics are the account's in this region."""

    def of(label: str, metric: str, statistic: str = "Sum") -> Line:
        return lines.aws(label, "SES", metric, {}, statistic)

    return Section(
        "## Mail (all of the account's in this region)",
        [
            Chart("Sent and delivered", [of("sent", "Send"), of("delivered", "Delivery")], "mails"),
            Chart(
                "Bounces and complaints",
                [of("bounces", "Bounce"), of("complaints", "Complaint")],
                "mails",
            ),
            Chart(
                "Rates that SES judges by",
                [
                    of("bounces", "Reputation.BounceRate", "Average"),
                    of("complaints", "Reputation.ComplaintRate", "Average"),
                ],
                "share of mails",
            ),
        ],
    )


def cost(
    lines: Lines, stage: Mapping[str, str], named: Named, tables: Named, queues: Named, page: str
) -> Section:
    """What AWS's bill grows with; `page` is the address of what it says of prices."""

    def of(names: Sequence[str], service: str, metric: str, dimension: str) -> list[Line]:
        return [lines.aws(each, service, metric, {dimension: each}) for each in names]

    def units(kind: str) -> list[Line]:
        return of([*tables.values()], "DynamoDB", f"Consumed{kind}CapacityUnits", "TableName")

    requests = lines.aws("requests", "ApiGateway", "Count", stage, "SampleCount")
    invocations = of([*named.values()], "Lambda", "Invocations", "FunctionName")
    messages = of([*queues.values()], "SQS", "NumberOfMessagesSent", "QueueName")
    return Section(
        f"## What is paid per use ([what it costs]({page}))",
        [
            Chart(
                "Requests and invocations", [requests, total("invocations", invocations)], "calls"
            ),
            Chart(
                "Ledger units",
                [total("units read", units("Read")), total("units written", units("Write"))],
                "units",
            ),
            Chart(
                "Messages and mails",
                [total("messages", messages), lines.aws("mails", "SES", "Send", {})],
                "sent",
            ),
        ],
    )
