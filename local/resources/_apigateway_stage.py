"""API Gateway REST APIs: deployments, stages, their settings, domains, the account."""

from typing import Any

import pulumi_aws as aws

from local.resources._apigateway import API, endpoint, gateway
from local.resources._base import Cloud, Inputs, Kind, Made, ResourceError, arn

# Input → the patch path's tail, as "Stage: UpdateStage" of the API reference lists them.
_SETTINGS = {
    "cacheDataEncrypted": "caching/dataEncrypted",
    "cachingEnabled": "caching/enabled",
    "dataTraceEnabled": "logging/dataTrace",
    "loggingLevel": "logging/loglevel",
    "metricsEnabled": "metrics/enabled",
    "throttlingBurstLimit": "throttling/burstLimit",
    "throttlingRateLimit": "throttling/rateLimit",
}


def _patch(path: str, value: Any) -> dict[str, str]:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return {"op": "replace", "path": path, "value": text}


class Deployment(Kind):
    """A snapshot of an API; `triggers` only decide when a new one is made."""

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """CreateDeployment."""
        inputs.skip("triggers")
        made = gateway(cloud).create_deployment(
            **inputs.rename(API), **inputs.same("description", "variables")
        )
        return made["id"], {"createdDate": str(made["createdDate"])}


class Stage(Kind):
    """A deployment that answers; `invokeUrl` is the emulator's address of it."""

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """CreateStage, then the access log, which is set by UpdateStage."""
        inputs.skip("tagsAll")
        where = {**inputs.rename(API), "stageName": inputs.need("stageName")}
        gateway(cloud).create_stage(
            **where,
            **inputs.rename({"deployment": "deploymentId", "xrayTracingEnabled": "tracingEnabled"}),
            **inputs.same("cacheClusterEnabled", "description", "tags", "variables"),
        )
        if log := inputs.take("accessLogSettings"):
            patches = [_patch(f"/accessLogSettings/{key}", value) for key, value in log.items()]
            gateway(cloud).update_stage(**where, patchOperations=patches)
        api, name = where["restApiId"], where["stageName"]
        return f"ags-{api}-{name}", {
            "arn": f"arn:aws:apigateway:{cloud.region}::/restapis/{api}/stages/{name}",
            "executionArn": arn(cloud, "execute-api", f"{api}/{name}"),
            "invokeUrl": f"{cloud.endpoint}/restapis/{api}/{name}/_user_request_",
        }


class MethodSettings(Kind):
    """Throttling, metrics and logs of one method, or of all (`*/*`)."""

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """UpdateStage; a path's own slashes are written `~1`, as the API demands.

        Raises:
            ResourceError: `methodPath` is not `<path>/<method>`.
        """
        where = {**inputs.rename(API), "stageName": inputs.need("stageName")}
        path = inputs.need("methodPath")
        if path.count("/") != 1:
            message = f"methodPath {path!r}: write a slash inside the path as ~1."
            raise ResourceError(message)
        settings = inputs.nested(inputs.need("settings"))
        patches = [
            _patch(f"/{path}/{tail}", value) for tail, value in settings.rename(_SETTINGS).items()
        ]
        settings.close()
        gateway(cloud).update_stage(**where, patchOperations=patches)
        return f"{where['restApiId']}-{where['stageName']}-{path}", {}


class Account(Kind):
    """The role that writes execution logs for every API of the account and region."""

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """UpdateAccount."""
        role = inputs.need("cloudwatchRoleArn")
        patches = [_patch("/cloudwatchRoleArn", role)]
        gateway(cloud).update_account(patchOperations=patches)
        return "api-gateway-account", {}


class DomainName(Kind):
    """A name of the company's own for an API."""

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """CreateDomainName."""
        inputs.skip("tagsAll")
        made = gateway(cloud).create_domain_name(
            **inputs.same(
                "certificateArn",
                "domainName",
                "endpointAccessMode",
                "regionalCertificateArn",
                "securityPolicy",
                "tags",
            ),
            **endpoint(inputs),
        )
        name = made["domainName"]
        return name, {
            "arn": f"arn:aws:apigateway:{cloud.region}::/domainnames/{name}",
            "regionalDomainName": made.get("regionalDomainName"),
            "regionalZoneId": made.get("regionalHostedZoneId"),
        }


class BasePathMapping(Kind):
    """Which stage answers under a domain name."""

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """CreateBasePathMapping."""
        names = inputs.same("domainName", "basePath")
        gateway(cloud).create_base_path_mapping(
            **names, **inputs.rename({**API, "stageName": "stage"})
        )
        return "/".join(names.values()), {}


KINDS = {
    aws.apigateway.Account: Account,
    aws.apigateway.BasePathMapping: BasePathMapping,
    aws.apigateway.Deployment: Deployment,
    aws.apigateway.DomainName: DomainName,
    aws.apigateway.MethodSettings: MethodSettings,
    aws.apigateway.Stage: Stage,
}
