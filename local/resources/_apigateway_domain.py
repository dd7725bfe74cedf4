"""API Gateway: a name of the company's own, and the account's logging role."""

from typing import Any, ClassVar

from local.lib.partitions import partition
from local.resources._base import Cloud, Found, Inputs, Made, ResourceKind, State
from local.resources._gateway import (
    API,
    change_tags,
    endpoint,
    found,
    gateway,
    live_endpoint,
    patches,
    remove,
    tags,
    where,
)
from local.resources._live import told

_ROLE = "/cloudwatchRoleArn"


class Account(ResourceKind):
    """The role that writes execution logs for every API of the account and region."""

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """UpdateAccount."""
        _set_role(inputs.need("cloudwatchRoleArn"), cloud)
        return "api-gateway-account", {}

    @staticmethod
    def read(physical: str, state: State, cloud: Cloud) -> Found | None:
        """GetAccount; an account without a role has no such resource."""
        role = gateway(cloud).get_account().get("cloudwatchRoleArn")
        return told(state, {"cloudwatchRoleArn": role}) if role else None

    @staticmethod
    def update(physical: str, old: State, inputs: Inputs, cloud: Cloud) -> Found:
        """UpdateAccount."""
        _set_role(inputs.need("cloudwatchRoleArn"), cloud)
        return {}

    @staticmethod
    def delete(physical: str, state: State, cloud: Cloud) -> None:
        """UpdateAccount with no role."""
        _set_role("", cloud)


def _set_role(role: str, cloud: Cloud) -> None:
    gateway(cloud).update_account(patchOperations=patches({}, {_ROLE: role}))


_DOMAIN = {"domainName": "domainName"}
_DOMAIN_SETTINGS = (
    "certificateArn",
    "endpointAccessMode",
    "regionalCertificateArn",
    "securityPolicy",
)


class DomainName(ResourceKind):
    """A name of the company's own for an API."""

    replaced_by: ClassVar[frozenset[str]] = frozenset(_DOMAIN)

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """CreateDomainName and tags, which the emulator keeps only from TagResource."""
        inputs.skip("tagsAll")
        made = gateway(cloud).create_domain_name(
            **inputs.same("domainName", *_DOMAIN_SETTINGS), **endpoint(inputs)
        )
        outputs = _domain_outputs(made, cloud)
        change_tags(cloud, outputs["arn"], {}, inputs.take("tags"))
        return made["domainName"], outputs

    @staticmethod
    def read(physical: str, state: State, cloud: Cloud) -> Found | None:
        """GetDomainName and GetTags."""
        live = found(cloud, "get_domain_name", domainName=physical)
        if live is None:
            return None
        outputs = _domain_outputs(live, cloud)
        return told(
            state,
            {
                **outputs,
                **{key: live.get(key) for key in ("domainName", *_DOMAIN_SETTINGS)},
                "endpointConfiguration": live_endpoint(live),
                "tags": tags(cloud, outputs["arn"]),
            },
        )

    @staticmethod
    def update(physical: str, old: State, inputs: Inputs, cloud: Cloud) -> Found:
        """CreateDomainName again, with the mappings that it forgets.

        AWS has UpdateDomainName; the emulator lacks it, and writes over a name it knows.
        """
        client = gateway(cloud)
        mappings = client.get_base_path_mappings(domainName=physical).get("items", [])
        now, kept = inputs.take("tags"), tags(cloud, _domain_arn(physical, cloud))
        outputs = DomainName.create(inputs, cloud)[1]
        for mapping in mappings:
            client.create_base_path_mapping(domainName=physical, **mapping)
        change_tags(cloud, outputs["arn"], {"tags": kept}, now)
        return outputs

    @staticmethod
    def delete(physical: str, state: State, cloud: Cloud) -> None:
        """DeleteDomainName."""
        remove(cloud, "delete_domain_name", domainName=physical)


def _domain_arn(name: str, cloud: Cloud) -> str:
    return f"arn:{partition(cloud.region)}:apigateway:{cloud.region}::/domainnames/{name}"


def _domain_outputs(live: State, cloud: Cloud) -> dict[str, Any]:
    return {
        "arn": _domain_arn(live["domainName"], cloud),
        "regionalDomainName": live.get("regionalDomainName"),
        "regionalZoneId": live.get("regionalHostedZoneId"),
    }


_TARGET = {**API, "stageName": "stage"}
_ROOT = "(none)"


class BasePathMapping(ResourceKind):
    """Which stage answers under a domain name."""

    # AWS takes another path in place, under another id; an update here keeps the id.
    replaced_by: ClassVar[frozenset[str]] = frozenset({*_DOMAIN, "basePath"})

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """CreateBasePathMapping."""
        names = inputs.same("domainName", "basePath")
        gateway(cloud).create_base_path_mapping(**names, **inputs.rename(_TARGET))
        return "/".join(names.values()), {}

    @staticmethod
    def read(physical: str, state: State, cloud: Cloud) -> Found | None:
        """GetBasePathMapping."""
        live = found(cloud, "get_base_path_mapping", **_mapping(state))
        place = {key: state[key] for key in BasePathMapping.replaced_by if key in state}
        return live and told(
            state, {**place, **{key: live.get(api) for key, api in _TARGET.items()}}
        )

    @staticmethod
    def update(physical: str, old: State, inputs: Inputs, cloud: Cloud) -> Found:
        """CreateBasePathMapping, which writes over the old one; the emulator has no update."""
        return BasePathMapping.create(inputs, cloud)[1]

    @staticmethod
    def delete(physical: str, state: State, cloud: Cloud) -> None:
        """DeleteBasePathMapping."""
        remove(cloud, "delete_base_path_mapping", **_mapping(state))


def _mapping(state: State) -> dict[str, str]:
    return {**where(state, _DOMAIN), "basePath": state.get("basePath") or _ROOT}


KINDS = {
    "aws:apigateway/account:Account": Account,
    "aws:apigateway/basePathMapping:BasePathMapping": BasePathMapping,
    "aws:apigateway/domainName:DomainName": DomainName,
}
