"""Writes what lies where as a page: `python -m docs_gen.data > docs/data.md`.

The fields come from the models, who can open what from the grants that the program declares.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pulumi_aws as aws
from pydantic import BaseModel

from docs_gen.data_kept import DAY, classes, log_days, payer_days
from docs_gen.data_table import REQUEST, TABLE, TRAIL, Form, Lies, Place
from local.program.recording import Recording
from runtime.adapters.dynamodb_rows import SHORT
from runtime.contract.environments import ENVIRONMENTS
from runtime.contract.schema_versions import ENTRY_SCHEMA, MESSAGE_SCHEMA, ROW_SCHEMA
from runtime.domain.circuit import Circuit
from runtime.domain.erasure import LEFT
from runtime.domain.ledger import Entry
from runtime.domain.payment import Payment
from runtime.domain.restore_drill import LastDrill
from runtime.domain.retention import Progress
from runtime.wire.payment_request import PaymentRequest
from tests.fakes.recorder import program

ROOT: Final = Path(__file__).parents[1]
READS: Final = frozenset(
    {"dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query", "sqs:ReceiveMessage"}
)
SECRET: Final = "secretsmanager:GetSecretValue"  # noqa: S105 - an action.
ROLES: Final = "tillstack-local-"
SUFFIX: Final = "-Ab1Cd2"
"""What the recorder has Secrets Manager put behind a secret's name."""
SECRETS: Final = {"PSP key": f":{ROLES}psp", "webhook secrets": f":{ROLES}psp-webhook"}
EVERYBODY: Final = "every function but `sweep_events`"

ABOUT: Final = (
    "Made from the models, `docs_gen/data_table.py` and the program's grants by `make docs`. "
    "`make canary` plants a text of its own into every input and reads everything that there is: "
    "a text that lies where it has no row here is a failure."
)
FORMS: Final = (
    "*Sealed*: encrypted field by field. *Masked*: `j…@gmail.com`; a private domain is `j…@…`. "
    "*Hashed*: SHA-256. What is *clear* lies encrypted with a key of this stack in tables, queues, "
    "logs and secrets. Card numbers and security codes are refused and lie nowhere. What a "
    "merchant writes into `description`, `reference` and `metadata` lies in clear: they are for no "
    "payer's name or address. The row of a final payment is emptied of its payer after "
    "`payerRetentionDays`, or before by `till erase` ([how](runbooks/erasure.md)): backups hold "
    "every state of a row for 35 days more, and a mail that was sent stays with the payer and with "
    "SES. No entry is erased: the digest of the payment method is of its ciphertext, which tells "
    "nothing; the hash of the body is of a text with the provider's token, which nobody can guess."
)
NOT_CLEAR: Final = "`mail` (masked), `body`, `hash` (hashed)"
ROW_FIELDS: Final = [SHORT.get(name, name) for name in Payment.model_fields if name != "sealed"]
KEPT: Final = "Who decides how long each class is kept; no setting changes what is fixed."
PROGRESS: Final = Progress.__dataclass_fields__
DRILL: Final = LastDrill.__dataclass_fields__
CHAINED: Final = "`prev_hash`, `hash` (hashed)"
NEVER: Final = "not at all: a ledger keeps it for ever"
ERASED: Final = "by itself; before by `till erase`, once the payment is final"
_OURS: Final[Mapping[Place, tuple[str, str, str]]] = {
    Place.METRICS: ("who reads CloudWatch", "15 months (CloudWatch)", "by itself"),
    Place.TRACES: ("who reads X-Ray", "30 days (X-Ray)", "by itself"),
    Place.SECRETS: ("", "until the next version", "with the next version"),
    Place.COGNITO: ("who administers the user pool", "while the client exists", "with the client"),
    Place.KMS: ("nobody", "while the key exists", "with the key, 30 days after the request"),
    Place.MAIL: ("the payer; SES on the way", "by the payer", "by the payer"),
    Place.PSP: ("the provider", "by the provider's terms", "at the provider"),
    Place.MERCHANT: ("the merchant's client", "by the merchant", "by the merchant"),
    Place.OPERATOR: ("an operator with an AWS identity", "by the operator", "by the operator"),
    Place.PROCESS: ("nobody", "nothing lies there", "-"),
    Place.OTHER: ("nobody", "nothing lies there", "-"),
}
"""Place that is no resource of ours → who can open it, how long it is kept, how it is erased."""


class FieldsDifferError(Exception):
    """The table and the models have other fields."""


def request_fields(model: type[BaseModel] = PaymentRequest, prefix: str = "") -> Iterator[str]:
    """Every field that a merchant may send: `customer.email`."""
    for name, field in model.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            yield from request_fields(inner, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}"


def compared(table: Mapping[str, tuple[Lies, ...]]) -> None:
    """Hold the table against the models.

    Raises:
        FieldsDifferError: a field of one is none of the other; it names them.
    """
    differ = set(request_fields()) ^ set(table)
    stored = {
        Place.PAYMENTS: {*Payment.model_fields, *SEALED},
        Place.ENTRIES: {"payment_id", *ENTRY_DATA},
    }
    for lies in (each for rows in table.values() for each in rows if each.name):
        if lies.name not in stored.get(lies.place, {lies.name}):
            differ.add(f"{lies.place}: {lies.name}")
    if differ:
        told = ", ".join(sorted(differ))
        raise FieldsDifferError(f"The models and docs_gen/data_table.py differ in: {told}.")


SEALED: Final = ("sealed.customer", "sealed.payment_method")
ENTRY_DATA: Final = ("body_hash", "payment_method_digest")


def data() -> str:
    """The page `docs/data.md`."""
    compared(REQUEST)
    recording = program()
    about = {place: _about(place, recording) for place in Place}
    return "\n".join(
        [
            "# What lies where",
            "",
            ABOUT,
            "",
            FORMS,
            "",
            TRAIL,
            "",
            "## What comes in",
            "",
            *_head("field", "where", "form", "who can open it", "kept", "erased"),
            *(line for field, rows in TABLE.items() for line in _rows(field, rows, about)),
            "",
            "## How long",
            "",
            KEPT,
            "",
            *_head("class", "where", "kept", "who decides"),
            *(_row(*cells) for cells in classes(recording)),
            "",
            "## What is stored",
            "",
            *_head("thing", "version", "fields", "in clear but for"),
            _row("row of `payments`", str(ROW_SCHEMA), _names(ROW_FIELDS), NOT_CLEAR),
            _row(
                "what is sealed, beside its row", "", "`payment_id`, `sealed`", "`sealed` (sealed)"
            ),
            _row("breaker, beside the rows", "1", _names(Circuit.__dataclass_fields__), ""),
            _row("progress of the erasure, beside the rows", "1", _names(PROGRESS), ""),
            _row("last restore drill, beside the rows", "1", _names(DRILL), ""),
            _row("entry of `entries`", str(ENTRY_SCHEMA), _names(Entry.model_fields), CHAINED),
            _row("message of a queue", str(MESSAGE_SCHEMA), "`v`, `payment_id`", ""),
            "",
        ]
    )


def _rows(
    field: str, rows: tuple[Lies, ...], about: Mapping[Place, tuple[str, str, str]]
) -> Iterator[str]:
    if not rows:
        yield _row(f"{field}", "nowhere", "", "", "", "")
    for place, form, name in rows:
        who, kept, erased = about[place]
        if place is Place.PAYMENTS and (name or field.rpartition(".")[2]).split(".")[0] in LEFT:
            kept, erased = kept.replace("for ever", f"{payer_days()} days"), ERASED
        if form is Form.SEALED:
            who = _opened(name)
        if place is Place.SECRETS:
            who = _readers(program(), frozenset({SECRET}), SECRETS[field])
        where = f"{place}: `{name}`" if name else str(place)
        yield _row(field, where, str(form), who, kept, erased)


def _about(place: Place, recording: Recording) -> tuple[str, str, str]:
    """Who can open it, how long it is kept, how it is erased."""
    if place in _OURS:
        return _OURS[place]
    found = {
        Place.PAYMENTS: ("table/tillstack-local-payments", NEVER),
        Place.ENTRIES: ("table/tillstack-local-entries", NEVER),
    }
    if place in found:
        ends, erased = found[place]
        days = recording.of(aws.dynamodb.Table)[0].inputs["pointInTimeRecovery"]
        kept = f"for ever; every state of it for {days['recoveryPeriodInDays']} days"
        return _readers(recording, READS, ends), kept, erased
    if place is Place.LOGS:
        return "who reads CloudWatch Logs", f"{log_days()} days in prod", "by itself"
    queues = ("email-events",) if place is Place.MAIL_EVENTS else ("payments", "notifications")
    names = [f":{ROLES}{queue}{end}" for queue in queues for end in ("", "-dead")]
    readers = _readers(recording, READS, *names)
    days = {each.inputs["messageRetentionSeconds"] // DAY for each in recording.of(aws.sqs.Queue)}
    first, last = sorted(days)
    return readers, f"{first} days; a dead letter {last}", "when it is handled"


def _opened(name: str) -> str:
    """Functions that may open what is sealed for this purpose."""
    purpose = name.partition(".")[2]
    found = {
        handler
        for handler, statement in _statements(program())
        for condition in [statement.get("Condition", {}).get("StringEquals", {})]
        if "kms:Decrypt" in statement["Action"]
        and purpose in condition.get("kms:EncryptionContext:purpose", ())
    }
    return _names(sorted(found))


def _readers(recording: Recording, actions: frozenset[str], *names: str) -> str:
    """Functions that may do one of the actions on one of the resources, by a part of its ARN."""
    found = {
        handler
        for handler, statement in _statements(recording)
        for arn in _list(statement["Resource"])
        if actions & set(_list(statement["Action"])) and arn.removesuffix(SUFFIX).endswith(names)
    }
    return EVERYBODY if found == set(ENVIRONMENTS) - {"sweep_events"} else _names(sorted(found))


def _statements(recording: Recording) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Function → each statement of its policies."""
    for policy in recording.of(aws.iam.RolePolicy):
        for statement in json.loads(policy.inputs["policy"])["Statement"]:
            yield policy.inputs["role"].removeprefix(ROLES).replace("-", "_"), statement


def _list(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def _names(names: Any) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _head(*cells: str) -> list[str]:
    return [_row(*cells), _row(*["---"] * len(cells))]


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.stdout.write(data())
