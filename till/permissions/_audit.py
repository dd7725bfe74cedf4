"""What the audit trail needs to be deployed, where a stack writes one.

Nothing here stops the trail, reads what it wrote or lifts a lock: a deployment does none of that.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from till.permissions.needs import HERE, NAMED, USE_OF_KEY, Need

_TRAIL: Final = (f"arn:<partition>:cloudtrail:{HERE}:trail/{NAMED}",)
_GROUP: Final = (f"arn:<partition>:logs:{HERE}:log-group:/aws/cloudtrail/{NAMED}",)

AUDIT: Final[Mapping[str, Sequence[Need]]] = {
    "aws:cloudtrail/trail:Trail": [
        Need(
            "cloudtrail:CreateTrail UpdateTrail DeleteTrail StartLogging PutEventSelectors "
            "GetTrailStatus GetEventSelectors GetInsightSelectors ListTags AddTags RemoveTags",
            _TRAIL,
        ),
        Need("cloudtrail:DescribeTrails"),
        Need(
            "iam:PassRole",
            [f"arn:<partition>:iam::<account>:role/{NAMED}"],
            {"StringEquals": {"iam:PassedToService": "cloudtrail.amazonaws.com"}},
        ),
        USE_OF_KEY,
    ],
    "aws:cloudwatch/logMetricFilter:LogMetricFilter": [
        Need("logs:PutMetricFilter DescribeMetricFilters DeleteMetricFilter", _GROUP)
    ],
}
