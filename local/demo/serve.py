"""`make local`: keep the stack running and print how to call it."""

import argparse
import contextlib
import json
import sys
import threading
from pathlib import Path

from rich.console import Console
from rich.panel import Panel

from local.demo import signals
from local.lib.arguments import add_places, places
from local.stack.merchants import MERCHANTS
from local.stack.stack import LOGS, PROBLEMS, LocalStack, running

CALLS = """\
TOKEN=$(curl -s -u '{client_id}:{client_secret}' \\
  -d 'grant_type=client_credentials&scope=payments/read payments/write' \\
  {token_url} | python3 -c 'import json,sys; print(json.load(sys.stdin)["access_token"])')

curl -s {gateway}/v1/payments -H "Authorization: Bearer $TOKEN" \\
  -H 'Idempotency-Key: order-1001' -H 'Content-Type: application/json' \\
  -d '{{"amount": 2500, "currency": "eur", "payment_method": "pm_card_visa",
       "customer": {{"email": "jane@example.com", "locale": "en"}}, "reference": "order-1001"}}'

curl -s '{gateway}/v1/payments?reference=order-1001' -H "Authorization: Bearer $TOKEN"
"""

OPERATE = """\
export AWS_ENDPOINT_URL={endpoint} AWS_REGION={region} AWS_DEFAULT_REGION={region}
export AWS_ACCESS_KEY_ID={account} AWS_SECRET_ACCESS_KEY={secret} AWS_SESSION_TOKEN=
export GATEWAY={gateway}
export PATH="{commands}:$PATH"
cd "{folder}"
python -m local.demo.export outputs.json entries.jsonl
till pay 2500 --merchant acme --outputs outputs.json
till list --status queued --outputs outputs.json
till inbox --outputs outputs.json
till redrive payments --outputs outputs.json
till verify-ledger entries.jsonl
till merchants list --outputs outputs.json
till merchants webhook show acme --outputs outputs.json
till events list acme --outputs outputs.json
till restore-drill --outputs outputs.json --delete
"""


def main(arguments: list[str] | None = None) -> int:
    """Serve until Ctrl-C; returns the exit code."""
    parser = argparse.ArgumentParser(prog="make local ARGS=…", description=__doc__)
    add_places(parser, 4566, 12111)
    wanted = parser.parse_args(arguments)
    console = Console(log_path=False)
    try:
        with running(places(wanted), say=console.log, telling=True) as stack:
            stack.psp.send_webhooks(f"{stack.outputs['gateway_url']}/v1/webhooks/psp")
            invite(stack, console, write_outputs(stack, LOGS / "outputs.json"))
            until_told()
    except PROBLEMS as problem:
        console.print(str(problem), style="red", markup=False, soft_wrap=True)
        return 1
    except KeyboardInterrupt:
        console.print("Stopped before it was up; nothing is left running.")
        return signals.INTERRUPTED
    console.print("Stopped; nothing is left running.")
    return 0


def until_told() -> None:
    """Until Ctrl-C or `kill`, which is how this ends."""
    with contextlib.suppress(KeyboardInterrupt):
        signals.heed()
        threading.Event().wait()


def write_outputs(stack: LocalStack, file: Path) -> Path:
    """What `pulumi stack output --json` would say; returns the file.

    Beside the logs, so that it takes the place of no real stack's.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    # Tokens come from the emulator, and not from the address that an account would have.
    told = {**stack.outputs, "token_url": stack.emulator.token_url}
    file.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    return file


def endpoint(stack: LocalStack, merchant: str) -> str:
    """The line that says where the merchant is told."""
    return f"\nits endpoint   {stack.receiver.url(merchant)}" if stack.receiver else ""


def invite(stack: LocalStack, console: Console, outputs: Path) -> None:
    """The addresses, one client, and lines to paste."""
    client = stack.merchant(MERCHANTS[0])
    console.print(
        Panel(
            f"gateway        {client.gateway_url}\n"
            f"token endpoint {client.token_url}\n"
            f"merchant       {client.merchant}\n"
            f"client id      {client.client_id}\n"
            f"client secret  {client.client_secret}\n"
            f"mailbox        {stack.emulator.endpoint}/_ministack/ses/messages\n"
            f"PSP's book     {stack.psp.base_url}/_local/book"
            f"{endpoint(stack, client.merchant)}",
            title="Tillstack is running (Ctrl-C stops it)",
        )
    )
    calls = CALLS.format(
        client_id=client.client_id,
        client_secret=client.client_secret,
        token_url=client.token_url,
        gateway=client.gateway_url,
    )
    operate = OPERATE.format(
        endpoint=stack.emulator.endpoint,
        region=stack.emulator.region,
        account=stack.emulator.account_id,
        secret=stack.emulator.secret_key,
        gateway=client.gateway_url,
        commands=Path(sys.executable).parent,
        folder=outputs.parent,
    )
    for lines in (calls, operate):
        console.print(lines, soft_wrap=True, markup=False, highlight=False)
