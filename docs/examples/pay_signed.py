"""Sign every request to the gateway: `pip install httpx http-message-signatures joserfc`.

python pay_signed.py GATEWAY_URL KEY.pem, with a token in the variable TOKEN. A key is made by
`openssl genpkey -algorithm ed25519 -out KEY.pem`; its public half is registered by
`till merchants signatures`, and its name follows from it.
"""

import os
import sys
import uuid
from collections.abc import Generator
from pathlib import Path
from urllib.parse import quote

import httpx
from http_message_signatures import HTTPMessageSigner, MappingKeyResolver, algorithms
from joserfc.jwk import OKPKey


class Signed(httpx.Auth):
    """Signs what this API reads of a request: to be given to an httpx client as `auth`."""

    requires_request_body = True

    def __init__(self, private_key: bytes) -> None:
        self._name = OKPKey.import_key(private_key).thumbprint()
        self._signer = HTTPMessageSigner(
            signature_algorithm=algorithms.ED25519,
            key_resolver=MappingKeyResolver(public_keys={}, private_keys={self._name: private_key}),
        )

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Add Signature-Input and Signature, and Content-Digest where there is a body."""
        covered = ["@method", "@authority", "@path", "authorization"]
        covered += [f'"@query-param";name="{quote(name)}"' for name in request.url.params]
        if request.content:
            covered += ["content-type", "content-digest"]
        if "Idempotency-Key" in request.headers:
            covered.append("idempotency-key")
        self._signer.sign(
            request,
            key_id=self._name,
            tag="tillstack",
            covered_component_ids=covered,
            body=request.content or None,
        )
        yield request


if __name__ == "__main__":
    with httpx.Client(
        base_url=sys.argv[1],
        headers={"Authorization": f"Bearer {os.environ['TOKEN']}"},
        auth=Signed(Path(sys.argv[2]).read_bytes()),
    ) as client:
        order = {
            "amount": 2500,
            "currency": "eur",
            "payment_method": "pm_card_visa",
            "customer": {"email": "jane@example.com", "locale": "de-DE"},
        }
        # Kept with the order: repeated with the same key, it is the same payment.
        key = {"Idempotency-Key": str(uuid.uuid4())}
        answer = client.post("/v1/payments", json=order, headers=key)
        sys.stdout.write(f"{answer.status_code} {answer.text}\n")
