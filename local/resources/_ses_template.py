"""SES templates."""

from typing import ClassVar

from local.resources._base import Cloud, Found, Inputs, Made, ResourceKind, State, arn
from local.resources._live import ask, camel_keys, told

_GONE = "NotFoundException"
_PARTS = ("html", "subject", "text")


class Template(ResourceKind):
    """A mail with `{{name}}` placeholders, one language and one outcome."""

    replaced_by: ClassVar[frozenset[str]] = frozenset({"name"})

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """CreateEmailTemplate."""
        name = inputs.need("name")
        cloud.client("sesv2").create_email_template(
            TemplateName=name, TemplateContent=inputs.params(*_PARTS)
        )
        return name, {"arn": _arn(name, cloud)}

    @staticmethod
    def read(physical: str, state: State, cloud: Cloud) -> Found | None:
        """GetEmailTemplate."""
        live = ask(cloud.client("sesv2").get_email_template, _GONE, TemplateName=physical)
        if live is None:
            return None
        parts = camel_keys(live["TemplateContent"])
        found = {key: parts.get(key) for key in _PARTS}
        return told(state, {**found, "arn": _arn(physical, cloud), "name": physical})

    @staticmethod
    def update(physical: str, old: State, inputs: Inputs, cloud: Cloud) -> Found:
        """UpdateEmailTemplate."""
        inputs.skip("name")
        cloud.client("sesv2").update_email_template(
            TemplateName=physical, TemplateContent=inputs.params(*_PARTS)
        )
        return {"arn": _arn(physical, cloud)}

    @staticmethod
    def delete(physical: str, state: State, cloud: Cloud) -> None:
        """DeleteEmailTemplate."""
        ask(cloud.client("sesv2").delete_email_template, _GONE, TemplateName=physical)


def _arn(name: str, cloud: Cloud) -> str:
    return arn(cloud, "ses", f"template/{name}")


KINDS = {"aws:ses/template:Template": Template}
