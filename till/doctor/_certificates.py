"""The check of a gateway's own domain: certificates that API Gateway takes for it."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from botocore.exceptions import ClientError

from till.doctor.aws import code_of
from till.doctor.case import Case
from till.doctor.finding import Finding, Status, ready

SOON: Final = timedelta(days=30)
"""ACM begins to renew its own sixty days before, and tells of what it can't (AWS Certificate
Manager, "Managed certificate renewal")."""
_PAGE: Final = "docs/mutual-tls.md"


def certificates(case: Case) -> Finding:
    """Each is issued, in the stack's region, for the domain's name, and stays so for a month.

    Raises:
        ClientError: AWS refuses for any other reason than that there is none.
    """
    own = case.settings.needed().domain
    if own is None:
        return ready("the stack has no domain of its own")
    told = [*_server(case, own.name, own.certificate_arn)]
    owner = own.ownership_certificate_arn
    if own.trust_store:
        told += _owner(case, own.name, own.certificate_arn, owner)
    worst = next((each for each in told if each.status is Status.NOT_READY), None)
    return worst or next(iter(told), ready(f"{own.name} has its certificate"))


def _server(case: Case, name: str, arn: str) -> Iterator[Finding]:
    found = _certificate(case, arn)
    if found is None:
        yield _absent(case, arn)
        return
    if found["Status"] != "ISSUED":
        yield Finding(
            Status.NOT_READY,
            f"ACM calls {arn} {found['Status']}, and API Gateway takes what is ISSUED",
            f"`aws acm describe-certificate --certificate-arn {arn}` says what it waits for",
        )
    elif not any(_is_for(each, name) for each in found.get("SubjectAlternativeNames", ())):
        yield Finding(
            Status.NOT_READY,
            f"{arn} is not for {name}",
            f"`aws acm request-certificate --domain-name {name} --validation-method DNS`, and its "
            "ARN as certificateArn of the setting `domain`",
        )
    elif (ends := found["NotAfter"]) < datetime.now(UTC) + SOON:
        yield Finding(
            Status.TO_DO,
            f"{arn} ends on {ends:%Y-%m-%d}",
            "import its successor under the same ARN"
            if found["Type"] == "IMPORTED"
            else f"`aws acm describe-certificate --certificate-arn {arn}` says why it is not "
            "renewed",
        )


def _owner(case: Case, name: str, server: str, arn: str | None) -> Iterator[Finding]:
    """With mutual TLS the name must be proved to ACM, by the one certificate or by another."""
    found = _certificate(case, arn or server)
    if found is None:
        # Of the server's own there is a finding already.
        yield from [_absent(case, arn)] if arn else ()
    elif found["Type"] != "AMAZON_ISSUED":
        yield Finding(
            Status.NOT_READY,
            f"with a trust store ACM itself must have issued a certificate for {name}, and "
            f"{arn or server} is {found['Type']}",
            f"request one and name it as ownershipCertificateArn ({_PAGE})",
        )
    elif arn and found["Status"] != "ISSUED":
        yield Finding(
            Status.NOT_READY,
            f"ACM calls {arn} {found['Status']}, and it proves nothing before it is ISSUED",
            f"`aws acm describe-certificate --certificate-arn {arn}` says what it waits for",
        )


def _certificate(case: Case, arn: str) -> Mapping[str, Any] | None:
    if arn.split(":")[3] != case.region.needed():
        return None
    try:
        answer = case.clients.needed()("acm").describe_certificate(CertificateArn=arn)
    except ClientError as error:
        if code_of(error) == "ResourceNotFoundException":
            return None
        raise
    return dict(answer["Certificate"])


def _absent(case: Case, arn: str) -> Finding:
    return Finding(
        Status.NOT_READY,
        f"ACM has no {arn} in {case.region.needed()}, the stack's region",
        f"`aws acm list-certificates --region {case.region.needed()}` names those that it has",
    )


def _is_for(pattern: str, name: str) -> bool:
    """A star stands for one label (RFC 6125, 6.4.3)."""
    first, _, rest = pattern.lower().partition(".")
    own, _, parent = name.lower().partition(".")
    return rest == parent and first in (own, "*")
