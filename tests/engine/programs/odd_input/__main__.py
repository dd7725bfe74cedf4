"""A private API: the local provider knows no networks that it could be private to."""

import pulumi_aws as aws

aws.apigateway.RestApi(
    "private",
    name="private",
    endpoint_configuration={"types": "PRIVATE", "vpc_endpoint_ids": ["vpce-1"]},
)
