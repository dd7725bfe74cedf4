"""What workers on EC2 need to be deployed, where a stack has a fleet.

Whoever makes or changes a group is asked whether it may launch what the template says (EC2 Auto
Scaling, "Control Amazon EC2 launch template usage in Auto Scaling groups"), by its parameter too.
The objects that an instance fetches are made as the trust store is, with that document.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from till.permissions.needs import HERE, NAMED, TAGGED, TAGGING, Need

_EC2: Final = f"arn:<partition>:ec2:{HERE}:"
_LAUNCHED: Final = [f"{_EC2}{kind}/*" for kind in ("instance", "network-interface", "volume")]
_USED: Final = [f"{_EC2}{kind}/*" for kind in ("launch-template", "security-group", "subnet")]
_TEMPLATE: Final = [f"{_EC2}launch-template/*"]
_GROUP: Final = [
    f"arn:<partition>:autoscaling:{HERE}:autoScalingGroup:*:autoScalingGroupName/{NAMED}"
]
_IMAGES: Final = "arn:<partition>:ssm:<region>::parameter/aws/service/ami-amazon-linux-latest/*"
_PASS: Final = Need(
    "iam:PassRole",
    [f"arn:<partition>:iam::<account>:role/{NAMED}"],
    {"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}},
)

FLEET: Final[Mapping[str, Sequence[Need]]] = {
    "aws:autoscaling/group:Group": [
        Need(
            "autoscaling:CreateAutoScalingGroup UpdateAutoScalingGroup DeleteAutoScalingGroup "
            "EnableMetricsCollection DisableMetricsCollection PutLifecycleHook "
            "DeleteLifecycleHook StartInstanceRefresh CancelInstanceRefresh CreateOrUpdateTags "
            "DeleteTags",
            _GROUP,
        ),
        Need(
            "autoscaling:DescribeAutoScalingGroups DescribeInstanceRefreshes "
            "DescribeLifecycleHooks DescribeScalingActivities DescribeTags DescribeWarmPool"
        ),
        _PASS,
    ],
    "aws:autoscaling/policy:Policy": [
        Need("autoscaling:PutScalingPolicy DeletePolicy", _GROUP),
        Need("autoscaling:DescribePolicies"),
    ],
    "aws:ec2/launchTemplate:LaunchTemplate": [
        Need("ec2:CreateLaunchTemplate CreateTags", _TEMPLATE, TAGGING),
        Need(
            "ec2:CreateLaunchTemplateVersion ModifyLaunchTemplate DeleteLaunchTemplate CreateTags "
            "DeleteTags",
            _TEMPLATE,
            TAGGED,
        ),
        Need("ec2:RunInstances CreateTags", _LAUNCHED, TAGGING),
        Need("ec2:RunInstances", _USED, TAGGED),
        Need("ec2:RunInstances", ["arn:<partition>:ec2:<region>::image/*"]),
        Need("ssm:GetParameters", [_IMAGES]),
        Need("ec2:DescribeLaunchTemplates DescribeLaunchTemplateVersions"),
    ],
    "aws:iam/instanceProfile:InstanceProfile": [
        Need(
            "iam:CreateInstanceProfile DeleteInstanceProfile GetInstanceProfile "
            "AddRoleToInstanceProfile RemoveRoleFromInstanceProfile TagInstanceProfile "
            "UntagInstanceProfile ListInstanceProfileTags",
            [f"arn:<partition>:iam::<account>:instance-profile/{NAMED}"],
        ),
        _PASS,
    ],
}
"""Type → what its deployment asks."""
