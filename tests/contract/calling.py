"""Calls of the API as its own document describes them, and what comes back."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import unquote

import httpx
import requests
import schemathesis
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from hypothesis import HealthCheck, Phase, assume, given, settings
from joserfc.jwk import RSAKey
from requests.auth import AuthBase
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from docs.examples.pay_signed import Signed as SignedByKey
from docs_gen.openapi import document
from local.stack.client import MerchantClient
from local.stack.stack import LocalStack
from tests.fakes.sealing import sealed
from tests.fakes.signing import pem
from tests.journey.operating import Person

CHECKS: Final = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
]
"""No 5xx, no answer whose status, type, headers or members are not documented, and nothing taken
that the document forbids."""

KEY: Final = "Idempotency-Key"
LONGEST_KEY: Final = 255
REPEATED: Final = 10
"""One in so many keys stays as it was drawn, and may be another case's."""

Fixed = Mapping[str, Any]
"""What is not drawn: `path_parameters`, `query` or `headers`."""
NOTHING: Final[Fixed] = MappingProxyType({})


class Bearer(AuthBase):
    """A merchant's token."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Put it into the request."""
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


class Signed(AuthBase):
    """An operator's signature."""

    def __init__(self, person: Person, region: str) -> None:
        self._credentials = Credentials(person.access_key, person.secret_key)
        self._region = region

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Put it into the request."""
        signed = AWSRequest(request.method, request.url, {}, request.body or b"")
        SigV4Auth(self._credentials, "execute-api", self._region).add_auth(signed)
        request.headers.update(dict(signed.headers.items()))
        return request


def _text(request: requests.PreparedRequest) -> bytes:
    body: Any = request.body or b""
    return body.encode() if isinstance(body, str) else bytes(body)


class Encrypted(Bearer):
    """A merchant's token; what would be sent as JSON is sent for a key of `GET /v1/keys`."""

    def __init__(self, token: str, key: Mapping[str, str]) -> None:
        super().__init__(token)
        self._key = key

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Encrypt the text, whatever it is, unless something else was drawn for a body."""
        if request.headers.get("Content-Type") == "application/json" and request.body:
            key = RSAKey.import_key(dict(self._key))
            request.prepare_body(sealed(_text(request), key), None)
            request.headers["Content-Type"] = "application/jose"
        return super().__call__(request)


class KeySigned(Bearer):
    """A merchant's token, and a signature as docs/examples/pay_signed.py makes it."""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Put both into the request."""
        request = super().__call__(request)
        asked = httpx.Request(
            str(request.method),
            str(request.url),
            headers={name: str(value) for name, value in request.headers.items()},
            content=_text(request),
        )
        request.headers.update(
            {
                name: value
                for name, value in next(SignedByKey(pem()).auth_flow(asked)).headers.items()
                if name in {"content-digest", "signature", "signature-input"}
            }
        )
        return request


@dataclass
class Api:
    """The running gateway, and who calls it."""

    stack: LocalStack
    acme: MerchantClient
    signer: MerchantClient
    """Another merchant's client, which signs its requests with `pem()`."""
    jane: Person
    payments: Sequence[str]
    """Payments of acme's that are there."""
    keys: Iterator[int] = field(default_factory=count)

    def operation(self, path: str, method: str) -> APIOperation[Any, Any, Any, Any]:
        """One call, with the currencies that this stack accepts."""
        described = document()
        request = described["components"]["schemas"]["PaymentRequest"]
        request["properties"]["currency"]["enum"] = currencies(self.stack)
        schema = schemathesis.openapi.from_dict(described)
        schema.config.generation.update(with_security_parameters=False)
        return schema[path][method]

    def rights(self, path: str) -> AuthBase:
        """Of whoever may call it."""
        if "/ops/" in path:
            return Signed(self.jane, self.stack.emulator.region)
        return Bearer(self.acme.token())

    def ways(self, path: str) -> Mapping[str, AuthBase]:
        """How merchants may ask: in clear, encrypted, signed."""
        key = self.acme.http.get("/v1/keys").raise_for_status().json()["keys"][0]
        return {
            "in clear": self.rights(path),
            "encrypted": Encrypted(self.acme.token(), key),
            "signed": KeySigned(self.signer.token()),
        }

    def ask(
        self,
        operation: APIOperation[Any, Any, Any, Any],
        mode: GenerationMode,
        cases: int,
        auth: AuthBase | None,
        fixed: Fixed = NOTHING,
    ) -> Counter[str]:
        """How often each answer came, by status and code, over so many cases; each is documented.

        Raises:
            FailureGroup: a 5xx, or an answer that is not documented; it shows the call.
        """
        found: Counter[str] = Counter()
        drawn = operation.as_strategy(mode, **fixed)

        @settings(
            max_examples=cases,
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=drawn)
        def call(case: Case[Any]) -> None:
            # The emulator's IAM takes no line break for a part of what `*` stands for; AWS does.
            assume("\n" not in unquote("".join(map(str, case.path_parameters.values()))))
            if mode is GenerationMode.POSITIVE and KEY in case.headers:
                self._own_key(case.headers)
            with requests.Session() as session:
                session.trust_env = False
                url = self.stack.outputs["gateway_url"]
                answer = case.call(base_url=url, session=session, auth=auth, timeout=60)
            found[_told(answer)] += 1
            case.validate_response(answer, checks=CHECKS)

        call()
        return found

    def _own_key(self, headers: MutableMapping[str, Any]) -> None:
        """Drawn keys are alike: without a number nearly every case would be a repeat."""
        number = next(self.keys)
        if number % REPEATED:
            headers[KEY] = f"{number}-{headers[KEY]}"[:LONGEST_KEY]


def _told(answer: schemathesis.Response) -> str:
    """`202`, or `400 parameter_invalid`."""
    code = answer.json().get("code") if answer.content else None
    return " ".join(str(each) for each in (answer.status_code, code) if each)


def currencies(stack: LocalStack) -> list[str]:
    """Those that the stack's acceptor takes."""
    function = stack.outputs["functions"]["accept_payment"]
    client = stack.emulator.client("lambda")
    variables = client.get_function_configuration(FunctionName=function)["Environment"]["Variables"]
    return list(json.loads(variables["CURRENCIES"]))
