"""Which names can be looked up from inside the network: those that the functions call."""

from urllib.parse import urlsplit

import pulumi
import pulumi_aws as aws

from components.lib.bucket_names import code_buckets, roots_buckets
from components.lib.context import StackContext
from components.parts.network_endpoints import calls, package_bucket

_FIRST = 101
"""AWS keeps the priorities up to 100 and from 9,900 for itself."""


def name_firewall(
    parent: pulumi.ComponentResource,
    name: str,
    context: StackContext,
    vpc: aws.ec2.Vpc,
    psp_api_base: str,
    *,
    workers: bool,
) -> None:
    """Every other name is answered as one that does not exist, so that no lookup carries data out.

    A connection to an address asks for no name: the security groups are for that.
    """
    child = pulumi.ResourceOptions(parent=parent)
    group = aws.route53.ResolverFirewallRuleGroup(
        f"{name}-names", name=context.name("names"), tags=context.tags("confidential"), opts=child
    )
    rules = (
        ("called", called(context, psp_api_base, workers=workers), "ALLOW", None),
        ("others", ["*"], "BLOCK", "NXDOMAIN"),
    )
    for priority, (which, domains, action, answer) in enumerate(rules, start=1):
        listed = aws.route53.ResolverFirewallDomainList(
            f"{name}-names-{which}",
            name=context.name(f"names-{which}"),
            domains=domains,
            tags=context.tags("confidential"),
            opts=child,
        )
        aws.route53.ResolverFirewallRule(
            f"{name}-{which}",
            name=context.name(f"names-{which}"),
            firewall_rule_group_id=group.id,
            firewall_domain_list_id=listed.id,
            # Where a name that may be asked leads is its owner's.
            firewall_domain_redirection_action="TRUST_REDIRECTION_DOMAIN",
            action=action,
            block_response=answer,
            priority=priority,
            opts=child,
        )
    aws.route53.ResolverFirewallRuleGroupAssociation(
        f"{name}-names-here",
        name=context.name("names"),
        firewall_rule_group_id=group.id,
        vpc_id=vpc.id,
        priority=_FIRST,
        tags=context.tags("confidential"),
        opts=child,
    )


def called(context: StackContext, psp_api_base: str, *, workers: bool) -> list[str]:
    """The services' names and the PSP's; DynamoDB has one more for an account, S3 for a bucket.

    Workers call CloudWatch's logs besides, and two more buckets.
    """
    place = f"{context.region}.{context.dns_suffix}"
    host = urlsplit(psp_api_base).hostname or ""
    roots = context.name(roots_buckets(context.account)[0])
    names = [f"{context.account}.ddb.{place}", f"{roots}.s3.{place}"]
    services = calls(workers=workers)
    if workers:
        code = context.name(code_buckets(context.account)[0])
        names += [f"{code}.s3.{place}", f"{package_bucket(context)}.s3.dualstack.{place}"]
    return [host, *names, *(f"{each}.{place}" for each in services)]
