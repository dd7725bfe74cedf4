"""What SES needs to send our mails."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.lib.context import StackContext
from components.lib.mail_texts import MAILS, MERCHANT_MAILS


@dataclass(frozen=True)
class MailSetup:
    """What a sender needs to know, and to be allowed."""

    configuration_set: pulumi.Output[str]
    templates: dict[str, str]
    """`<language>-<outcome>` → the template's physical name; of the mails to payers."""
    merchant_templates: dict[str, str]
    """As above, of the mails to merchants."""
    sender_arns: list[str]
    """Identity and configuration set."""
    template_arn: Callable[[str], str]
    """Of a template, by its physical name."""

    def arns(self, templates: Mapping[str, str]) -> list[str]:
        """What SES authorises a mail with one of these templates on."""
        return [*self.sender_arns, *map(self.template_arn, templates.values())]


def mail_setup(
    parent: pulumi.ComponentResource, name: str, context: StackContext, sender: str
) -> MailSetup:
    """Identity with DKIM, a configuration set that requires TLS, templates."""
    child = pulumi.ResourceOptions(parent=parent)
    set_name = context.name("mail")
    configuration = aws.sesv2.ConfigurationSet(
        f"{name}-configuration",
        configuration_set_name=set_name,
        delivery_options={"tls_policy": "REQUIRE"},
        reputation_options={"reputation_metrics_enabled": True},
        sending_options={"sending_enabled": True},
        suppression_options={"suppressed_reasons": ["BOUNCE", "COMPLAINT"]},
        tags=context.tags(),
        opts=child,
    )
    domain = sender.partition("@")[2]
    aws.sesv2.EmailIdentity(
        f"{name}-identity",
        email_identity=domain,
        configuration_set_name=configuration.configuration_set_name,
        dkim_signing_attributes={"next_signing_key_length": "RSA_2048_BIT"},
        tags=context.tags(),
        opts=child,
    )
    for kind, mail in {**MAILS, **MERCHANT_MAILS}.items():
        aws.ses.Template(
            f"{name}-{kind}",
            name=context.name(kind),
            subject=mail.subject,
            text=mail.text,
            html=mail.html,
            opts=child,
        )
    arns = [context.arn("ses", f"identity/{who}") for who in (domain, sender)]
    arns += [context.arn("ses", f"configuration-set/{set_name}")]
    return MailSetup(
        configuration.configuration_set_name,
        {kind: context.name(kind) for kind in MAILS},
        {kind: context.name(kind) for kind in MERCHANT_MAILS},
        arns,
        lambda template: context.arn("ses", f"template/{template}"),
    )
