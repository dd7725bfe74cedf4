"""What the functions, their layer and their roles need to be deployed."""

from collections.abc import Mapping, Sequence
from typing import Final

from till.permissions.needs import ANY, HERE, NAMED, USE_OF_KEY, Need

_FUNCTION = f"arn:<partition>:lambda:{HERE}:function:{NAMED}"
_LAYER = f"arn:<partition>:lambda:{HERE}:layer:{NAMED}"
_MAPPING = f"arn:<partition>:lambda:{HERE}:event-source-mapping:*"
_ROLE = f"arn:<partition>:iam::<account>:role/{NAMED}"
_PUSH = "arn:<partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs"

FUNCTIONS: Final[Mapping[str, Sequence[Need]]] = {
    "aws:iam/role:Role": [
        Need(
            "iam:CreateRole GetRole UpdateRole UpdateAssumeRolePolicy DeleteRole "
            "ListRolePolicies ListAttachedRolePolicies ListInstanceProfilesForRole "
            "ListRoleTags TagRole UntagRole",
            [_ROLE],
        )
    ],
    "aws:iam/rolePolicy:RolePolicy": [
        Need("iam:PutRolePolicy GetRolePolicy DeleteRolePolicy", [_ROLE])
    ],
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": [
        Need("iam:ListAttachedRolePolicies", [_ROLE]),
        Need(
            "iam:AttachRolePolicy DetachRolePolicy",
            [_ROLE],
            {"ArnEquals": {"iam:PolicyARN": _PUSH}},
        ),
    ],
    "aws:lambda/alias:Alias": [
        Need("lambda:CreateAlias GetAlias UpdateAlias DeleteAlias", [_FUNCTION])
    ],
    "aws:lambda/eventSourceMapping:EventSourceMapping": [
        Need(
            "lambda:CreateEventSourceMapping",
            [ANY],
            {"ArnLike": {"lambda:FunctionArn": _FUNCTION}},
        ),
        Need(
            "lambda:GetEventSourceMapping UpdateEventSourceMapping DeleteEventSourceMapping "
            "ListTags TagResource UntagResource",
            [_MAPPING],
        ),
    ],
    "aws:lambda/function:Function": [
        Need(
            "lambda:CreateFunction GetFunction GetFunctionConfiguration UpdateFunctionCode "
            "UpdateFunctionConfiguration DeleteFunction PublishVersion ListVersionsByFunction "
            "GetFunctionCodeSigningConfig PutFunctionConcurrency GetFunctionConcurrency "
            "DeleteFunctionConcurrency ListTags TagResource UntagResource",
            [_FUNCTION],
        ),
        Need(
            "iam:PassRole",
            [_ROLE],
            {"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}},
        ),
        USE_OF_KEY,
    ],
    "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": [
        Need(
            "lambda:PutFunctionEventInvokeConfig GetFunctionEventInvokeConfig "
            "UpdateFunctionEventInvokeConfig DeleteFunctionEventInvokeConfig",
            [_FUNCTION],
        )
    ],
    "aws:lambda/layerVersion:LayerVersion": [
        Need("lambda:PublishLayerVersion", [_LAYER]),
        Need("lambda:GetLayerVersion DeleteLayerVersion", [f"{_LAYER}:*"]),
    ],
    "aws:lambda/permission:Permission": [
        Need("lambda:AddPermission RemovePermission GetPolicy", [_FUNCTION])
    ],
}
