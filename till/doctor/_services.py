"""Checks of what services hold for the whole account."""

from collections.abc import Iterable
from typing import Final

from botocore.exceptions import ClientError

from till.doctor.aws import code_of, console
from till.doctor.case import PROJECT, Case, PlannedResource
from till.doctor.finding import Finding, Status, ready

_DOMAIN = "aws:cognito/userPoolDomain:UserPoolDomain"
_IDENTITY = "aws:sesv2/emailIdentity:EmailIdentity"
_MAIL_PAGE: Final = "docs/deploy.md §6"


def gateway_logging(case: Case) -> Finding:
    """API Gateway logs through one role per account and region; who sets it?"""
    owns = case.settings.needed().owns_api_gateway_account
    role = case.clients.needed()("apigateway").get_account().get("cloudwatchRoleArn")
    own = f"role/{PROJECT}-{case.stack}-gateway-logging"
    if owns and role and not role.endswith(f":{own}"):
        return Finding(
            Status.TO_DO,
            f"the account's API Gateway logs through {role}, which `up` replaces",
            f"to keep it: `pulumi config set ownsApiGatewayAccount false --stack {case.stack}`",
        )
    if owns:
        return ready("set by this stack")
    if role:
        return ready(f"the account's API Gateway logs through {role}")
    return Finding(
        Status.NOT_READY,
        "the account's API Gateway has no role to log with, and this stack sets none",
        "if no other stack of this account and region sets it: "
        f"`pulumi config set ownsApiGatewayAccount true --stack {case.stack}`",
    )


def token_domain(case: Case) -> Finding:
    """The prefix of the merchants' token address is free, or the stack's own.

    Raises:
        ClientError: AWS refuses for any other reason than that there is none.
    """
    prefix = _input(_DOMAIN, "domain", case.declared.needed())
    if prefix == _input(_DOMAIN, "domain", case.had.needed()):
        return ready(f"{prefix} is this stack's")
    try:
        answer = case.clients.needed()("cognito-idp").describe_user_pool_domain(Domain=prefix)
    except ClientError as error:
        if code_of(error) != "ResourceNotFoundException":
            raise
        answer = {}
    found = answer.get("DomainDescription") or {}
    if not found.get("UserPoolId"):
        return ready(f"{prefix} is free")
    return Finding(
        Status.NOT_READY,
        f"{prefix} belongs to the user pool {found['UserPoolId']}, which this stack does not know",
        f"`aws cognito-idp delete-user-pool-domain --domain {prefix} --user-pool-id "
        f"{found['UserPoolId']} --region {case.region.needed()}` if nobody uses it",
    )


def mail_identity(case: Case) -> Finding:
    """The sender's domain: nobody else's in SES, and verified by its DKIM records.

    Raises:
        ClientError: AWS refuses for any other reason than that there is none.
    """
    domain = _input(_IDENTITY, "emailIdentity", case.declared.needed())
    own = domain == _input(_IDENTITY, "emailIdentity", case.had.needed())
    region = case.region.needed()
    try:
        found = case.clients.needed()("sesv2").get_email_identity(EmailIdentity=domain)
    except ClientError as error:
        if code_of(error) != "NotFoundException":
            raise
        return Finding(
            Status.TO_DO,
            f"`up` makes {domain}; mails leave when its DKIM records stand in the DNS",
            f"after `up`, as {_MAIL_PAGE} says",
        )
    dkim = found.get("DkimAttributes", {}).get("Status", "NOT_STARTED")
    if not own:
        return Finding(
            Status.NOT_READY,
            f"{domain} is in SES already (DKIM {dkim}), and not made by this stack: "
            "`up` can't make it twice",
            f"if nobody else uses it: `aws sesv2 delete-email-identity --email-identity {domain} "
            f"--region {region}`; else choose another senderAddress",
        )
    if found.get("VerifiedForSendingStatus"):
        return ready(f"{domain} is verified (DKIM {dkim})")
    return Finding(
        Status.TO_DO,
        f"{domain} is not verified yet (DKIM {dkim}): mails wait",
        f"publish the records that `aws sesv2 get-email-identity --email-identity {domain} "
        f"--region {region}` names, as {_MAIL_PAGE} says",
    )


def mail_access(case: Case) -> Finding:
    """Out of SES's sandbox, and not paused."""
    account = case.clients.needed()("sesv2").get_account()
    page = console(case.region.needed(), "ses/home#/account")
    a_day = int(account.get("SendQuota", {}).get("Max24HourSend", 0))
    if not account.get("SendingEnabled", True) or account.get("EnforcementStatus") == "SHUTDOWN":
        return Finding(Status.TO_DO, "SES does not send for this account now", page)
    if not account.get("ProductionAccessEnabled"):
        return Finding(
            Status.TO_DO,
            f"in SES's sandbox: {a_day} mails a day, to verified addresses only",
            f"ask for production access: {page}",
        )
    return ready(f"production access, {a_day} mails a day")


def _input(kind: str, key: str, resources: Iterable[PlannedResource]) -> str | None:
    """What the one resource of a type has for an input; None where there is no such resource."""
    return next((str(each.inputs.get(key)) for each in resources if each.type == kind), None)
