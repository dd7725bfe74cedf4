"""SES: identities, configuration sets, event destinations, templates."""

import pulumi_aws as aws

from local.resources._base import Cloud, Inputs, Kind, Made, arn


class EmailIdentity(Kind):
    """An address or domain that mail is sent from; the emulator verifies it at once."""

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """CreateEmailIdentity."""
        name = inputs.need("emailIdentity")
        made = cloud.client("sesv2").create_email_identity(
            EmailIdentity=name,
            Tags=inputs.tags(),
            **inputs.params("configurationSetName", "dkimSigningAttributes"),
        )
        return name, {
            "arn": arn(cloud, "ses", f"identity/{name}"),
            "identityType": made.get("IdentityType"),
            "verifiedForSendingStatus": made.get("VerifiedForSendingStatus"),
        }


class ConfigurationSet(Kind):
    """How mail is sent: TLS, reputation, suppression."""

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """CreateConfigurationSet."""
        name = inputs.need("configurationSetName")
        cloud.client("sesv2").create_configuration_set(
            ConfigurationSetName=name,
            Tags=inputs.tags(),
            **inputs.params(
                "deliveryOptions", "reputationOptions", "sendingOptions", "suppressionOptions"
            ),
        )
        return name, {"arn": arn(cloud, "ses", f"configuration-set/{name}")}


class ConfigurationSetEventDestination(Kind):
    """Where SES reports bounces and complaints."""

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """CreateConfigurationSetEventDestination."""
        params = inputs.params("configurationSetName", "eventDestination", "eventDestinationName")
        cloud.client("sesv2").create_configuration_set_event_destination(**params)
        return f"{params['ConfigurationSetName']}|{params['EventDestinationName']}", {}


class Template(Kind):
    """A mail with `{{name}}` placeholders, one language and one outcome."""

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """CreateEmailTemplate."""
        name = inputs.need("name")
        cloud.client("sesv2").create_email_template(
            TemplateName=name, TemplateContent=inputs.params("html", "subject", "text")
        )
        return name, {"arn": arn(cloud, "ses", f"template/{name}")}


KINDS = {
    aws.ses.Template: Template,
    aws.sesv2.ConfigurationSet: ConfigurationSet,
    aws.sesv2.ConfigurationSetEventDestination: ConfigurationSetEventDestination,
    aws.sesv2.EmailIdentity: EmailIdentity,
}
