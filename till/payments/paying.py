"""`till pay`: a payment as a merchant's backend asks for it, for developers."""

import base64
import json
import secrets
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from botocore.awsrequest import AWSRequest
from botocore.httpsession import URLLib3Session

from till.lib.answer import Document, answer
from till.lib.exits import CommandError, Exit
from till.lib.input import Outputs
from till.lib.options import AsJson, OutputsFile, StackName
from till.lib.report import Section
from till.lib.stack import client, stack_of
from till.merchants.register import register
from till.payments.amounts import money

SCOPE: Final = "payments/write"
SECONDS: Final = 30


class Paid(Document):
    """What `till pay --json` prints."""

    payment_id: str
    status: str
    amount: int
    """Minor units."""
    currency: str
    idempotency_key: str
    """The same key and body again is the same payment."""


def pay(
    *,
    amount: Annotated[int, typer.Argument(help="In minor units: 2500 is 25.00 EUR.")],
    currency: Annotated[str, typer.Option(help="ISO 4217, in small letters.")] = "eur",
    method: Annotated[
        str, typer.Option(help="The PSP's token; docs/test-tokens.md has those of tests.")
    ] = "pm_card_visa",
    email: Annotated[str, typer.Option(help="The payer's.")] = "payer@example.com",
    locale: Annotated[str, typer.Option(help="The payer's, BCP 47.")] = "en",
    reference: Annotated[str | None, typer.Option(help="What the merchant calls it.")] = None,
    key: Annotated[str | None, typer.Option(help="The idempotency key; without it a new one.")] = (
        None
    ),
    merchant: Annotated[
        str | None, typer.Option(help="As whom; its first live client speaks.")
    ] = None,
    credentials: Annotated[
        Path | None, typer.Option(help="In its place: what `till merchants credentials` wrote.")
    ] = None,
    outputs: OutputsFile = None,
    stack: StackName = None,
    as_json: AsJson = False,
) -> int:
    """0 once the payment is accepted; what becomes of it, `till tail` says.

    Raises:
        InputError: nobody is named, or the stack refuses.
    """
    told = stack_of(outputs, stack)
    known = _credentials(credentials) if credentials else _of_merchant(told, merchant)
    name = key or f"till-{secrets.token_hex(8)}"
    body = {
        "amount": amount,
        "currency": currency,
        "payment_method": method,
        "customer": {"email": email, "locale": locale},
        **({"reference": reference} if reference else {}),
    }
    headers = {
        "Authorization": f"Bearer {_token(known)}",
        "Content-Type": "application/json",
        "Idempotency-Key": name,
    }
    status, said = _sent(f"{told.gateway_url}/v1/payments", json.dumps(body), headers)
    if status != HTTPStatus.ACCEPTED:
        raise _refused(status, said)
    document = Paid(
        payment_id=said["id"],
        status=said["status"],
        amount=said["amount"],
        currency=said["currency"],
        idempotency_key=name,
    )
    notes = [
        f"{money(document.amount, document.currency)}: {document.status}.",
        f"till tail {document.payment_id} says what becomes of it.",
    ]
    answer(document, [Section(document.payment_id, notes=notes)], as_json=as_json)
    return Exit.DONE


def _refused(status: int, said: Mapping[str, Any]) -> CommandError:
    faults = said.get("errors") or [said]
    details = "; ".join(
        f"{each.get('param') or each.get('code')}: {each.get('detail')}" for each in faults
    )
    sentence = f"{status} {said.get('code', 'refused')}: {details or 'it does not say why'}"
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        return CommandError(Exit.DENIED, sentence)
    busy = status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.TOO_MANY_REQUESTS
    return CommandError(Exit.UNREACHABLE if busy else Exit.NO, sentence)


def _credentials(file: Path) -> Mapping[str, str]:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        return {name: str(found[name]) for name in ("token_url", "client_id", "client_secret")}
    except (ValueError, KeyError, TypeError):
        message = f"{file} is not what `till merchants credentials` writes."
        raise CommandError(Exit.MISUSED, message) from None


def _of_merchant(told: Outputs, name: str | None) -> Mapping[str, str]:
    if name is None:
        message = "Say as whom: --merchant NAME, or --credentials FILE."
        raise CommandError(Exit.MISUSED, message)
    found = register(told, lambda service: client(told, service))
    merchant = found.known(name)
    living = [
        client_id
        for client_id, one in merchant.clients.items()
        if merchant.speaks(client_id)
        and not one.sealed_only
        and any(scope.full == SCOPE for scope in one.scopes)
    ]
    if not living:
        message = f"The merchant {name} has no live client that may write payments in clear."
        raise CommandError(Exit.NO, message)
    secret = found.clients.secret(living[0])
    return {"token_url": told.token_url, "client_id": living[0], "client_secret": secret}


def _token(known: Mapping[str, str]) -> str:
    pair = f"{known['client_id']}:{known['client_secret']}".encode()
    headers = {
        "Authorization": f"Basic {base64.b64encode(pair).decode()}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    status, said = _sent(
        known["token_url"], f"grant_type=client_credentials&scope={SCOPE}", headers
    )
    if status != HTTPStatus.OK:
        message = f"No token is given to this client: {said.get('error', status)}."
        raise CommandError(Exit.DENIED, message)
    return str(said["access_token"])


def _sent(url: str, body: str, headers: Mapping[str, str]) -> tuple[int, Mapping[str, Any]]:
    request = AWSRequest("POST", url, dict(headers), body.encode())
    answered = URLLib3Session(timeout=SECONDS).send(request.prepare())
    try:
        document = json.loads(answered.content)
    except ValueError:
        document = None
    return answered.status_code, document if isinstance(document, dict) else {}
