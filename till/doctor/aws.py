"""The deployer's own way into the account, and what is said where it does not answer."""

import threading
from collections.abc import Callable
from typing import Any, Final

import botocore.session
from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    CredentialRetrievalError,
    HTTPClientError,
    NoCredentialsError,
    PartialCredentialsError,
    SSOError,
    TokenRetrievalError,
)
from botocore.exceptions import (
    ConnectionError as NoConnectionError,
)

from till.doctor.finding import Finding, NotKnownError, Status

Clients = Callable[[str], Any]
"""A client of a service by its botocore name, in the stack's region."""

CONFIG: Final = Config(
    connect_timeout=3,
    read_timeout=10,
    max_pool_connections=16,
    retries={"total_max_attempts": 2, "mode": "standard"},
)
"""A read is quick or it is not known: without a network all of them end within ten seconds."""

NO_CREDENTIALS: Final = (
    NoCredentialsError,
    PartialCredentialsError,
    CredentialRetrievalError,
    SSOError,
    TokenRetrievalError,
)
STRANGERS: Final = frozenset(
    [
        "AuthFailure",
        "ExpiredToken",
        "ExpiredTokenException",
        "IncompleteSignature",
        "InvalidAccessKeyId",
        "InvalidClientTokenId",
        "InvalidSignatureException",
        "MissingAuthenticationToken",
        "RequestExpired",
        "SignatureDoesNotMatch",
        "UnrecognizedClientException",
    ]
)
"""What AWS answers to credentials that it does not take, or takes no more."""
SIGN_IN: Final = "sign in again, for example with `aws sso login`"

_DENIED = frozenset(
    [
        "AccessDenied",
        "AccessDeniedException",
        "NotAuthorizedException",
        "UnauthorizedException",
        "UnauthorizedOperation",
    ]
)
_SLOWER = frozenset(
    [
        "LimitExceededException",
        "RequestLimitExceeded",
        "RequestThrottled",
        "Throttling",
        "ThrottlingException",
        "TooManyRequestsException",
    ]
)

CONSOLES: Final = {
    "aws": "console.aws.amazon.com",
    "aws-cn": "console.amazonaws.cn",
    "aws-us-gov": "console.amazonaws-us-gov.com",
}


def code_of(error: ClientError) -> str:
    """AWS's name of an error."""
    return str(error.response.get("Error", {}).get("Code", ""))


def unread(error: BotoCoreError | ClientError) -> Finding:
    """Why a read says nothing; AWS's own text stays out, it may hold anything."""
    if isinstance(error, ClientError):
        return _refused(error)
    if isinstance(error, NO_CREDENTIALS):
        return Finding(Status.NOT_KNOWN, "there are no AWS credentials", SIGN_IN)
    if isinstance(error, NoConnectionError | HTTPClientError):
        return Finding(
            Status.NOT_KNOWN, f"no answer from AWS ({type(error).__name__})", "look at the network"
        )
    return Finding(Status.NOT_KNOWN, f"AWS could not be asked ({type(error).__name__})")


def _refused(error: ClientError) -> Finding:
    code, call = code_of(error), error.operation_name
    if code in _DENIED:
        return Finding(
            Status.NOT_KNOWN,
            f"these credentials may not read it ({call}: {code})",
            "allow the reads of docs/deploy/doctor.json",
        )
    if code in STRANGERS:
        return Finding(
            Status.NOT_KNOWN, f"AWS does not take these credentials ({call}: {code})", SIGN_IN
        )
    if code in _SLOWER:
        return Finding(
            Status.NOT_KNOWN, f"AWS asked for fewer calls ({call}: {code})", "run the doctor again"
        )
    return Finding(Status.NOT_KNOWN, f"AWS answered {call} with {code or 'an error'}")


def clients(region: str) -> Clients:
    """Clients with the deployer's own credentials, each made once.

    One raises NotKnownError for a service that the region lacks, as far as botocore knows.
    """
    session = botocore.session.get_session()
    made: dict[str, Any] = {}
    lock = threading.Lock()  # A session makes one client at a time.

    def client(service: str) -> Any:
        with lock:
            if service not in made:
                if not _has(session, region, service):
                    raise NotKnownError(f"{region} has no {service}, as far as botocore knows")
                made[service] = session.create_client(service, region_name=region, config=CONFIG)
            return made[service]

    return client


def _has(session: botocore.session.Session, region: str, service: str) -> bool:
    partition = session.get_partition_for_region(region)
    if regions := session.get_available_regions(service, partition):
        return region in regions
    # Some services belong to no region of a partition; others are not there at all.
    return bool(session.get_available_regions(service, partition, allow_non_regional=True))


def console(region: str, page: str) -> str:
    """The address of a page of AWS's console."""
    partition = botocore.session.get_session().get_partition_for_region(region)
    return f"https://{region}.{CONSOLES.get(partition, CONSOLES['aws'])}/{page}"
