"""The three programs of `bench.cold_start`: ours, the AWS SDK alone, and one file with everything.

Each is given the folders of packages and of code, and the handler as JSON; it prints its
processor time, how many modules it has, and what it made.
"""

from typing import Final, NamedTuple


class Handler(NamedTuple):
    """A handler by its module, how its ports are joined, and the clients among them."""

    name: str
    join: str
    """An expression over the `bootstrap` modules."""
    ports: str
    """The type that it makes."""
    clients: tuple[str, ...]


HANDLERS: Final = (
    Handler(
        "receive_webhook",
        "bootstrap.receive_webhook_ports()",
        "ReceiveWebhookPorts",
        ("dynamodb", "secretsmanager", "sqs"),
    ),
    Handler(
        "read_payments",
        "(bootstrap.callers(), bootstrap.read_payments_ports())[1]",
        "ReadPaymentsPorts",
        ("dynamodb",),
    ),
    Handler(
        "process_payment",
        "bootstrap_queues.process_payment_ports('1', float, bootstrap_queues.circuit_breaker())",
        "ProcessPaymentPorts",
        ("dynamodb", "kms", "secretsmanager", "sqs"),
    ),
)

_BEGIN: Final = """
import sys, time
begun = time.process_time()
sys.path[:0] = sys.argv[1:3]
import json
name, join, _, clients = json.loads(sys.argv[3])
"""
_END: Final = """
seconds = time.process_time() - begun
print(json.dumps({"seconds": seconds, "modules": len(sys.modules), "made": made}))
"""

OURS: Final = f"""{_BEGIN}
from importlib import import_module
import_module("runtime.handlers." + name)
from runtime import bootstrap
if "bootstrap_queues" in join:
    from runtime import bootstrap_queues
made = [type(eval(join)).__name__]
{_END}"""

FLOOR: Final = f"""{_BEGIN}
import botocore.session
session = botocore.session.get_session()
made = [session.create_client(each).meta.service_model.service_name for each in clients]
{_END}"""

NAIVE: Final = f"""{_BEGIN}
import aws_encryption_sdk
import boto3
import stripe
from aws_lambda_powertools import Logger, Metrics, Tracer
from pydantic import BaseModel
class Event(BaseModel):
    id: str
    type: str
    amount: int
logger, metrics, tracer = Logger(), Metrics(), Tracer()
sealing = aws_encryption_sdk.EncryptionSDKClient()
psp = stripe.StripeClient("sk_test_bench")
made = [boto3.client(each).meta.service_model.service_name for each in clients]
{_END}"""

_KMS: Final = "arn:aws:kms:eu-west-1:123456789012:key/00000000"
_SECRET: Final = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:"  # noqa: S105 - a name
_QUEUES: Final = "https://sqs.eu-west-1.amazonaws.com/123456789012/"
ENVIRONMENT: Final = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": "eu-west-1",
    "AWS_LAMBDA_FUNCTION_NAME": "bench",
    "LAMBDA_TASK_ROOT": "/var/task",
    "POWERTOOLS_SERVICE_NAME": "bench",
    "POWERTOOLS_METRICS_NAMESPACE": "Tillstack",
    "POWERTOOLS_LOG_LEVEL": "INFO",
    "PAYMENTS_TABLE": "payments",
    "ENTRIES_TABLE": "entries",
    "EVENTS_TABLE": "events",
    "MERCHANTS_TABLE": "merchants",
    "MERCHANT_LIMIT": '{"rate": 5, "burst": 5}',
    "LIVEMODE": "false",
    "TIMING": "{}",
    "PAYMENT_QUEUE_URL": f"{_QUEUES}payments",
    "EVENT_BUS": "",
    "EVENT_QUEUE_URL": f"{_QUEUES}events.fifo",
    "NOTIFICATION_QUEUE_URL": f"{_QUEUES}mails",
    "MESSAGE_KEY_ARNS": f'["{_KMS}"]',
    "SEALING_KEY_ARN": _KMS,
    "PSP_SECRET_ARN": f"{_SECRET}psp",
    "PSP_API_BASE": "https://api.stripe.com",
    "WEBHOOK_SECRET_ARN": f"{_SECRET}psp-webhook",
}
"""As Lambda and the program set it."""
