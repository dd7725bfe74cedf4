"""Checks of who deploys, and where."""

import botocore.session
from botocore.exceptions import ClientError

from till.doctor.aws import NO_CREDENTIALS, SIGN_IN, STRANGERS, code_of
from till.doctor.case import Caller, Case
from till.doctor.finding import Finding, NotKnownError, Status, ready


def region(case: Case) -> Finding:
    """A region that botocore knows."""
    name = case.region.get()
    session = botocore.session.get_session()
    known = {one for each in session.get_available_partitions() for one in _regions(session, each)}
    if name in known:
        return ready(f"{name} (partition {session.get_partition_for_region(name)})")
    close = ", ".join(sorted(one for one in known if one.startswith(name[:3]))) or "eu-central-1, …"
    return Finding(
        Status.NOT_READY,
        f"{name} is no region that botocore {botocore.__version__} knows",
        f"`pulumi config set aws:region <one of {close}> --stack {case.stack}`",
    )


def _regions(session: botocore.session.Session, partition: str) -> list[str]:
    # Lambda is in all of them; STS and IAM are not listed by region everywhere.
    return list(session.get_available_regions("lambda", partition))


def account(case: Case) -> Finding:
    """The credentials are of the account that the stack names, in the region's partition.

    Raises:
        ClientError: AWS refuses for a reason that is not the credentials'.
    """
    home = case.home.get()
    try:
        caller = case.caller.get()
    except NO_CREDENTIALS:
        return Finding(Status.NOT_READY, "there are no AWS credentials", SIGN_IN)
    except ClientError as error:
        if code_of(error) in STRANGERS:
            return Finding(
                Status.NOT_READY, f"AWS does not take these credentials ({code_of(error)})", SIGN_IN
            )
        raise
    if caller.account != home.account:
        return Finding(
            Status.NOT_READY,
            f"these credentials are of account {caller.account}, and {case.stack} names "
            f"{home.account}",
            "sign in to the other account, or "
            "`pulumi config set --path 'aws:allowedAccountIds[0]' --type string "
            f"{caller.account} --stack {case.stack}`",
        )
    return ready(f"{caller.account} as {caller.arn}")


def source(case: Case) -> str:
    """The ARN whose policies decide: of an assumed role's session, that of the role with its path.

    Raises:
        NotKnownError: the caller has no policies that AWS could simulate.
        BotoCoreError, ClientError: the role could not be read.
    """
    caller: Caller = case.caller.needed()
    kind, _, name = caller.arn.split(":", 5)[5].partition("/")
    if kind == "assumed-role":
        role = name.partition("/")[0]
        return str(case.clients.needed()("iam").get_role(RoleName=role)["Role"]["Arn"])
    if kind == "user":
        return caller.arn
    raise NotKnownError(
        f"AWS can't simulate what {caller.arn} may do",
        "sign in as a role with the policies of docs/deploy/",
    )
