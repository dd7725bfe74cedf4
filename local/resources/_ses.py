"""SES: identities, configuration sets, event destinations, templates."""

from typing import Any, ClassVar

from local.resources._base import Cloud, Found, Inputs, Made, ResourceKind, State, arn
from local.resources._live import ask, camel_keys, changes, retag, tag_list, tag_map, told

_GONE = "NotFoundException"


def _ses(cloud: Cloud) -> Any:
    return cloud.client("sesv2")


def _change_tags(cloud: Cloud, made: str, old: State, inputs: Inputs) -> None:
    ses = _ses(cloud)
    inputs.skip("tagsAll")
    retag(
        old,
        inputs.take("tags"),
        lambda tags: ses.tag_resource(ResourceArn=made, Tags=tag_list(tags)),
        lambda keys: ses.untag_resource(ResourceArn=made, TagKeys=keys),
    )


def _tags(cloud: Cloud, made: str) -> dict[str, str]:
    return tag_map(_ses(cloud).list_tags_for_resource(ResourceArn=made)["Tags"])


class EmailIdentity(ResourceKind):
    """An address or domain that mail is sent from; the emulator verifies it at once."""

    replaced_by: ClassVar[frozenset[str]] = frozenset({"emailIdentity"})

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """CreateEmailIdentity."""
        name = inputs.need("emailIdentity")
        made = _ses(cloud).create_email_identity(
            EmailIdentity=name,
            Tags=inputs.tags(),
            **inputs.params("configurationSetName", "dkimSigningAttributes"),
        )
        return name, _identity_outputs(name, made, cloud)

    @staticmethod
    def read(physical: str, state: State, cloud: Cloud) -> Found | None:
        """GetEmailIdentity; of its own keys AWS tells nothing but their length."""
        live = ask(_ses(cloud).get_email_identity, _GONE, EmailIdentity=physical)
        if live is None:
            return None
        outputs = _identity_outputs(physical, live, cloud)
        length = live["DkimAttributes"].get("NextSigningKeyLength")
        return told(
            state,
            {
                **outputs,
                "configurationSetName": live.get("ConfigurationSetName"),
                "dkimSigningAttributes": {"nextSigningKeyLength": length},
                "emailIdentity": physical,
                "tags": _tags(cloud, outputs["arn"]),
            },
        )

    @staticmethod
    def update(physical: str, old: State, inputs: Inputs, cloud: Cloud) -> Found:
        """A call each for the configuration set and the signing keys, and tags.

        The emulator lacks the call for the keys: a change is its error, not silence.
        """
        inputs.skip("emailIdentity")
        keys = ("configurationSetName", "dkimSigningAttributes")
        before, now = inputs.nested(old).params(*keys), inputs.params(*keys)
        config, dkim = changes(before, now, {}), "DkimSigningAttributes"
        if dkim in config:
            _ses(cloud).put_email_identity_dkim_signing_attributes(
                EmailIdentity=physical,
                SigningAttributesOrigin="AWS_SES",
                SigningAttributes=config.pop(dkim) or {},
            )
        if config:
            _ses(cloud).put_email_identity_configuration_set_attributes(
                EmailIdentity=physical, **inputs.nested(config).same(*config)
            )
        live = _ses(cloud).get_email_identity(EmailIdentity=physical)
        outputs = _identity_outputs(physical, live, cloud)
        _change_tags(cloud, outputs["arn"], old, inputs)
        return outputs

    @staticmethod
    def delete(physical: str, state: State, cloud: Cloud) -> None:
        """DeleteEmailIdentity."""
        ask(_ses(cloud).delete_email_identity, _GONE, EmailIdentity=physical)


def _identity_outputs(name: str, live: State, cloud: Cloud) -> Found:
    return {
        "arn": arn(cloud, "ses", f"identity/{name}"),
        "identityType": live.get("IdentityType"),
        "verifiedForSendingStatus": live.get("VerifiedForSendingStatus"),
    }


_OPTIONS = {
    "deliveryOptions": "put_configuration_set_delivery_options",
    "reputationOptions": "put_configuration_set_reputation_options",
    "sendingOptions": "put_configuration_set_sending_options",
    "suppressionOptions": "put_configuration_set_suppression_options",
}


class ConfigurationSet(ResourceKind):
    """How mail is sent: TLS, reputation, suppression."""

    replaced_by: ClassVar[frozenset[str]] = frozenset({"configurationSetName"})

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """CreateConfigurationSet."""
        name = inputs.need("configurationSetName")
        _ses(cloud).create_configuration_set(
            ConfigurationSetName=name, Tags=inputs.tags(), **inputs.params(*_OPTIONS)
        )
        return name, {"arn": _set_arn(name, cloud)}

    @staticmethod
    def read(physical: str, state: State, cloud: Cloud) -> Found | None:
        """GetConfigurationSet and ListTagsForResource."""
        live = ask(_ses(cloud).get_configuration_set, _GONE, ConfigurationSetName=physical)
        if live is None:
            return None
        found, made = camel_keys(live), _set_arn(physical, cloud)
        return told(
            state,
            {
                **{key: found.get(key) for key in ("configurationSetName", *_OPTIONS)},
                "arn": made,
                "tags": _tags(cloud, made),
            },
        )

    @staticmethod
    def update(physical: str, old: State, inputs: Inputs, cloud: Cloud) -> Found:
        """The option's own call for each that changed; the tags."""
        inputs.skip("configurationSetName")
        before, now = inputs.nested(old).params(*_OPTIONS), inputs.params(*_OPTIONS)
        for key, call in _OPTIONS.items():
            name = key[:1].upper() + key[1:]
            if before.get(name) != now.get(name):
                put = getattr(_ses(cloud), call)
                put(ConfigurationSetName=physical, **now.get(name, {}))
        _change_tags(cloud, _set_arn(physical, cloud), old, inputs)
        return {"arn": _set_arn(physical, cloud)}

    @staticmethod
    def delete(physical: str, state: State, cloud: Cloud) -> None:
        """DeleteConfigurationSet."""
        ask(_ses(cloud).delete_configuration_set, _GONE, ConfigurationSetName=physical)


def _set_arn(name: str, cloud: Cloud) -> str:
    return arn(cloud, "ses", f"configuration-set/{name}")


_DESTINATION = {
    "configurationSetName": "ConfigurationSetName",
    "eventDestinationName": "EventDestinationName",
}


class ConfigurationSetEventDestination(ResourceKind):
    """Where SES reports bounces and complaints."""

    replaced_by: ClassVar[frozenset[str]] = frozenset(_DESTINATION)

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """CreateConfigurationSetEventDestination."""
        names = inputs.rename(_DESTINATION)
        _ses(cloud).create_configuration_set_event_destination(
            **names, **inputs.params("eventDestination")
        )
        return "|".join(names.values()), {}

    @staticmethod
    def read(physical: str, state: State, cloud: Cloud) -> Found | None:
        """GetConfigurationSetEventDestinations."""
        config, _, name = physical.partition("|")
        get = _ses(cloud).get_configuration_set_event_destinations
        answer = ask(get, _GONE, ConfigurationSetName=config) or {}
        for live in answer.get("EventDestinations", []):
            if live["Name"] == name:
                names = {"configurationSetName": config, "eventDestinationName": name}
                return told(state, {**names, "eventDestination": camel_keys(live)})
        return None

    @staticmethod
    def update(physical: str, old: State, inputs: Inputs, cloud: Cloud) -> Found:
        """UpdateConfigurationSetEventDestination."""
        _ses(cloud).update_configuration_set_event_destination(
            **inputs.rename(_DESTINATION), **inputs.params("eventDestination")
        )
        return {}

    @staticmethod
    def delete(physical: str, state: State, cloud: Cloud) -> None:
        """DeleteConfigurationSetEventDestination."""
        where = {api: state[key] for key, api in _DESTINATION.items()}
        ask(_ses(cloud).delete_configuration_set_event_destination, _GONE, **where)


KINDS = {
    "aws:sesv2/configurationSet:ConfigurationSet": ConfigurationSet,
    "aws:sesv2/configurationSetEventDestination:ConfigurationSetEventDestination": (
        ConfigurationSetEventDestination
    ),
    "aws:sesv2/emailIdentity:EmailIdentity": EmailIdentity,
}
