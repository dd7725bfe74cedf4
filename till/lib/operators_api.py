"""The operators' routes, as a person with an AWS identity calls them: each call is signed."""

import json
import time
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, Final, NamedTuple

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.httpsession import URLLib3Session
from botocore.session import Session

from till.lib.input import InputError

CONNECT_SECONDS: Final = 5
READ_SECONDS: Final = 10
TRIES: Final = 5
"""Of a call that the gateway throttles: it lets a person make one a second."""


class Answer(NamedTuple):
    """What the gateway answered."""

    status: int
    document: Mapping[str, Any]

    @property
    def refusal(self) -> str:
        """Why not, in the API's own words; nothing where it did what was asked."""
        if self.status < HTTPStatus.BAD_REQUEST:
            return ""
        # AWS's own refusals have other members than ours.
        said = (self.document.get(name) for name in ("detail", "message", "Message"))
        detail = next((each for each in said if each), "the answer does not say why.")
        return f"{self.status} {self.document.get('code', 'refused')}: {detail}"


class OperatorsApi:
    """Calls under `/v1/ops/payments/`, with whoever's credentials the environment has."""

    def __init__(
        self, session: Session, gateway_url: str, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        credentials = session.get_credentials()
        region = session.get_config_variable("region")
        if credentials is None or region is None:
            message = (
                "There are no AWS credentials, or no region: name a profile with AWS_PROFILE, and "
                "its region with AWS_DEFAULT_REGION."
            )
            raise InputError(message)
        self._url = f"{gateway_url}/v1/ops/payments"
        self._signature = SigV4Auth(credentials, "execute-api", region)
        timeout: Any = (CONNECT_SECONDS, READ_SECONDS)
        self._http = URLLib3Session(timeout=timeout)
        self._sleep = sleep

    def get(self, path: str) -> Answer:
        """What is there."""
        return self._ask("GET", path, b"")

    def post(self, path: str, body: Mapping[str, Any]) -> Answer:
        """What came of it."""
        return self._ask("POST", path, json.dumps(body).encode())

    def _ask(self, method: str, path: str, data: bytes) -> Answer:
        answer = self._once(method, path, data)
        for _ in range(TRIES - 1):
            if answer.status != HTTPStatus.TOO_MANY_REQUESTS:
                break
            self._sleep(1)
            answer = self._once(method, path, data)
        return answer

    def _once(self, method: str, path: str, data: bytes) -> Answer:
        headers = {"Content-Type": "application/json"}
        request = AWSRequest(method, f"{self._url}/{path}", headers, data)
        self._signature.add_auth(request)
        answer = self._http.send(request.prepare())
        try:
            document = json.loads(answer.content)
        except ValueError:
            document = None
        return Answer(answer.status_code, document if isinstance(document, dict) else {})
