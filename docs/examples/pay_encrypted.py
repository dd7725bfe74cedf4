"""Ask for a payment that nobody on the way can read: `pip install httpx joserfc`.

python pay_encrypted.py GATEWAY_URL, with a token in the variable TOKEN.
"""

import json
import os
import sys
import uuid
from collections.abc import Mapping
from typing import Any

import httpx
from joserfc import jwe
from joserfc.jwk import RSAKey


def encrypted(body: Mapping[str, Any], key: Mapping[str, Any]) -> str:
    """The body as a compact JWE for one key of `GET /v1/keys`."""
    header = {"alg": "RSA-OAEP-256", "enc": "A256GCM", "kid": key["kid"]}
    algorithms = ["RSA-OAEP-256", "A256GCM"]
    text = json.dumps(body).encode()
    return jwe.encrypt_compact(header, text, RSAKey.import_key(dict(key)), algorithms=algorithms)


def pay(api: httpx.Client, body: Mapping[str, Any], idempotency_key: str) -> httpx.Response:
    """The answer to `POST /v1/payments`; the first of the keys is the one to use.

    A program that pays often keeps the keys as long as Cache-Control says, an hour.
    """
    keys = api.get("/v1/keys").raise_for_status().json()["keys"]
    headers = {"Content-Type": "application/jose", "Idempotency-Key": idempotency_key}
    return api.post("/v1/payments", content=encrypted(body, keys[0]), headers=headers)


if __name__ == "__main__":
    with httpx.Client(
        base_url=sys.argv[1], headers={"Authorization": f"Bearer {os.environ['TOKEN']}"}
    ) as client:
        order = {
            "amount": 2500,
            "currency": "eur",
            "payment_method": "pm_card_visa",
            "customer": {"email": "jane@example.com", "locale": "de-DE"},
        }
        # Kept with the order: repeated with the same key, it is the same payment.
        answer = pay(client, order, str(uuid.uuid4()))
        sys.stdout.write(f"{answer.status_code} {answer.text}\n")
