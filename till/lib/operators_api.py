"""The operators' routes, as a person with an AWS identity calls them: each call is signed."""

import json
import time
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, Final, NamedTuple
from urllib.parse import quote, urlencode

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.httpsession import URLLib3Session
from botocore.session import Session

from till.lib.exits import SIGN_IN, CommandError, Exit

CONNECT_SECONDS: Final = 5
READ_SECONDS: Final = 30
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
    """Calls under `/v1/ops/`, with whoever's credentials the environment has."""

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
            raise CommandError(Exit.DENIED, message)
        self._url = f"{gateway_url}/v1/ops"
        self._signature = SigV4Auth(credentials, "execute-api", region)
        timeout: Any = (CONNECT_SECONDS, READ_SECONDS)
        self._http = URLLib3Session(timeout=timeout)
        self._sleep = sleep

    def get(self, path: str) -> Answer:
        """What is there, below `payments/`."""
        return self.ask("GET", f"payments/{path}")

    def post(self, path: str, body: Mapping[str, Any]) -> Answer:
        """What came of it, below `payments/`."""
        return self.ask("POST", f"payments/{path}", json.dumps(body).encode())

    def ask(
        self, method: str, path: str, data: bytes = b"", query: Mapping[str, str] | None = None
    ) -> Answer:
        """Any call; it is made again while the gateway throttles.

        Raises:
            HTTPClientError: nobody answers.
        """
        # What is signed is what is sent, so it is escaped before.
        words = f"?{urlencode(query, quote_via=quote)}" if query else ""
        answer = self._once(method, path + words, data)
        for _ in range(TRIES - 1):
            if answer.status != HTTPStatus.TOO_MANY_REQUESTS:
                break
            self._sleep(1)
            answer = self._once(method, path + words, data)
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


def checked(answer: Answer, what: str) -> Mapping[str, Any]:
    """The document of an answer.

    Args:
        answer: what the gateway said.
        what: whom the question was about, for the sentence.

    Raises:
        CommandError: it is a refusal, told with its next step and an exit code of its kind.
    """
    if not answer.refusal:
        return answer.document
    said = answer.refusal.rstrip(".")
    match answer.status:
        case HTTPStatus.NOT_FOUND:
            raise CommandError(
                Exit.NOT_FOUND,
                f"The stack knows no {what}: look at the id, and whether --stack or --outputs "
                f"names the stack that has it. ({said})",
            )
        case HTTPStatus.UNAUTHORIZED | HTTPStatus.FORBIDDEN:
            raise CommandError(Exit.DENIED, f"{said}. {_next_of(said)}")
        case HTTPStatus.CONFLICT:
            raise CommandError(Exit.NO, f"{said}. Nothing was changed.")
        case HTTPStatus.BAD_REQUEST | HTTPStatus.UNSUPPORTED_MEDIA_TYPE:
            raise CommandError(Exit.MISUSED, f"{_faults(answer)}.")
    message = f"{said}. Give the command again; it is safe to."
    raise CommandError(Exit.UNREACHABLE, message)


def _next_of(said: str) -> str:
    if "expired" in said.lower() or "token_invalid" in said or "invalid" in said.lower():
        return f"Your credentials are expired or wrong: {SIGN_IN}."
    return "Your identity lacks `execute-api:Invoke` on it: docs/till.md has the policy to ask for."


def _faults(answer: Answer) -> str:
    """Each fault with its parameter."""
    errors = answer.document.get("errors") or [answer.document]
    found = [f"{each.get('param')}: {each.get('detail', '')}" for each in errors]
    return "; ".join(each.rstrip(".") for each in found)
