"""`till psp status` and `till health`: do calls to the provider flow, and does the stack answer?"""

import json
import time
from http import HTTPStatus
from typing import Any, Final

import botocore.session
import typer
from botocore.awsrequest import AWSRequest
from botocore.httpsession import URLLib3Session

from till.lib.answer import Document, answer
from till.lib.exits import Exit
from till.lib.operators_api import OperatorsApi, checked
from till.lib.options import AsJson, OutputsFile, StackName
from till.lib.report import Section
from till.lib.stack import stack_of
from till.payments.amounts import clock, lasted
from till.payments.reading import api_of

CLOSED: Final = "closed"
SECONDS: Final = 10


class Circuit(Document):
    """What `till psp status --json` prints."""

    state: str
    """`closed`: calls flow; `open`: none leaves; `probing`: one is let through."""
    until: int
    """Unix seconds: open until then."""
    openings: int
    """How often it opened in a row."""
    failure_reason: str | None


class Health(Document):
    """What `till health --json` prints."""

    gateway: str
    """`ok`, or what it says instead."""
    milliseconds: int
    """Until it answered."""
    circuit: Circuit


def add(app: typer.Typer) -> None:
    """Put the commands there."""
    psp = typer.Typer(help="The payment service provider.", no_args_is_help=True)
    # One command in a group keeps its name, once the group has a callback.
    psp.callback()(_provider)
    psp.command("status", help="Whether calls to it flow; else why not, and until when.")(status)
    app.add_typer(psp, name="psp")
    app.command("health", help="Whether the stack answers, and calls to the provider flow.")(health)


def _provider() -> None:
    """The payment service provider."""


def status(*, outputs: OutputsFile = None, stack: StackName = None, as_json: AsJson = False) -> int:
    """`till psp status`: 0 where calls flow, 1 where they do not.

    Raises:
        InputError: the stack refuses.
    """
    found = _circuit(api_of(outputs, stack))
    answer(found, [_section(found)], as_json=as_json)
    return Exit.DONE if found.state == CLOSED else Exit.NO


def health(*, outputs: OutputsFile = None, stack: StackName = None, as_json: AsJson = False) -> int:
    """`till health`: 0 where all is well, 1 where something is not.

    Raises:
        InputError: nobody answers, or the stack refuses.
    """
    told = stack_of(outputs, stack)
    said, took = _asked(told.gateway_url)
    circuit = _circuit(OperatorsApi(botocore.session.get_session(), told.gateway_url))
    found = Health(gateway=said, milliseconds=took, circuit=circuit)
    notes = [f"The gateway and its ledger: {found.gateway}, after {found.milliseconds} ms."]
    answer(found, [Section("Health", notes=notes), _section(circuit)], as_json=as_json)
    return Exit.DONE if found.gateway == "ok" and circuit.state == CLOSED else Exit.NO


def _circuit(api: OperatorsApi) -> Circuit:
    document = checked(api.ask("GET", "circuit"), "circuit")
    return Circuit(**{name: document.get(name) for name in Circuit.model_fields})


def _asked(url: str) -> tuple[str, int]:
    """What `/v1/health` says, and after how many milliseconds."""
    http, began = URLLib3Session(timeout=SECONDS), time.monotonic()
    answered = http.send(AWSRequest("GET", f"{url}/v1/health").prepare())
    took = round((time.monotonic() - began) * 1000)
    try:
        document: Any = json.loads(answered.content)
    except ValueError:
        document = {}
    if answered.status_code == HTTPStatus.OK:
        return str(document.get("status", "ok")), took
    return f"{answered.status_code} {document.get('code', 'refused')}", took


def _section(circuit: Circuit) -> Section:
    if circuit.state == CLOSED:
        return Section("Provider", notes=["Calls flow: the circuit is closed."])
    left = circuit.until - int(time.time())
    when = f"until {clock(circuit.until)} UTC" + (f", {lasted(left)} more" if left > 0 else "")
    why = f"because of {circuit.failure_reason or 'failures'}"
    said = f"The circuit is {circuit.state} {when}, {why}; {circuit.openings} openings in a row."
    return Section(
        "Provider", alerts=[said], notes=["docs/runbooks/psp-circuit.md says what next."]
    )
