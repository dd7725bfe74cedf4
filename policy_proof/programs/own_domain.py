"""A gateway under a domain of its own, with a document, a policy and a plan beside it."""

import json

import pulumi_aws as aws

from policy_proof.programs._bucket import bucket, closed
from policy_proof.programs._common import ACCOUNT, document, function, key

CALLERS = "callers.pem"
PLACE = "eu-central-1:111122223333"


def declare() -> None:
    """The whole program."""
    api = aws.apigateway.RestApi(
        "shop",
        name="shop",
        disable_execute_api_endpoint=True,
        security_policy="TLS_1_2",
        endpoint_configuration={"types": "REGIONAL"},
    )
    trusted = trust_store()
    domain = aws.apigateway.DomainName(
        "domain",
        mutual_tls_authentication={
            "truststore_uri": f"s3://shop-trust/{CALLERS}",
            "truststore_version": trusted.version_id,
        },
        domain_name="shop.example.com",
        security_policy="TLS_1_2",
        policy=only_ours("arn:aws:execute-api:eu-central-1:111122223333:/domainnames/shop"),
    )
    aws.apigateway.BasePathMapping("base", rest_api=api.id, domain_name=domain.domain_name)
    aws.apigateway.RestApiPolicy(
        "policy",
        rest_api_id=api.id,
        policy=only_ours(f"arn:aws:execute-api:{PLACE}:shop/*"),
    )
    aws.apigateway.RestApiPut("paths", rest_api_id=api.id, body=openapi())
    aws.apigateway.UsagePlan(
        "plan", name="plan", throttle_settings={"burst_limit": 20, "rate_limit": 10}
    )
    signing = aws.lambda_.CodeSigningConfig(
        "signing",
        allowed_publishers={
            "signing_profile_version_arns": [f"arn:aws:signer:{PLACE}:/signing-profiles/shop/it"]
        },
        policies={"untrusted_artifact_on_deployment": "Enforce"},
    )
    function("signed", code_signing_config_arn=signing.arn)


def trust_store() -> aws.s3.BucketObjectv2:
    """Whom callers' certificates are signed by, in a bucket that keeps every version."""
    own = key("store-key")
    logs = bucket("reads", own, None)
    store = bucket("trust", own, logs)
    for name, one in {"reads": logs, "trust": store}.items():
        aws.s3.BucketPolicy(f"{name}-policy", bucket=one.bucket, policy=document(*closed(name)))
    return aws.s3.BucketObjectv2(
        "callers", bucket=store.bucket, key=CALLERS, content="-----BEGIN CERTIFICATE-----"
    )


def only_ours(resource: str) -> str:
    """One role of ours may call."""
    return json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": {
                "Effect": "Allow",
                "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:role/shop"},
                "Action": "execute-api:Invoke",
                "Resource": resource,
            },
        }
    )


def openapi() -> str:
    """One path, for those who have signed in."""
    return json.dumps(
        {
            "openapi": "3.0.1",
            "paths": {"/orders": {"get": {"security": [{"pool": ["orders/read"]}]}}},
            "components": {
                "securitySchemes": {
                    "pool": {
                        "type": "apiKey",
                        "x-amazon-apigateway-authtype": "cognito_user_pools",
                        "x-amazon-apigateway-authorizer": {
                            "type": "cognito_user_pools",
                            "providerARNs": [
                                f"arn:aws:cognito-idp:{PLACE}:userpool/eu-central-1_example"
                            ],
                        },
                    }
                }
            },
        }
    )
