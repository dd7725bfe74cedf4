"""What the bus of events needs to be deployed, where a stack has one."""

from collections.abc import Mapping, Sequence
from typing import Final

from till.permissions.needs import HERE, NAMED, USE_OF_KEY, Need

_BUS: Final = f"arn:<partition>:events:{HERE}:event-bus/{NAMED}"
_ARCHIVE: Final = f"arn:<partition>:events:{HERE}:archive/{NAMED}"
_REGISTRY: Final = f"arn:<partition>:schemas:{HERE}:registry/{NAMED}"
_SCHEMA: Final = f"arn:<partition>:schemas:{HERE}:schema/{NAMED}/*"
_TAGS: Final = "schemas:ListTagsForResource TagResource UntagResource"

EVENT_BUS: Final[Mapping[str, Sequence[Need]]] = {
    "aws:cloudwatch/eventArchive:EventArchive": [
        Need("events:CreateArchive DescribeArchive UpdateArchive DeleteArchive", [_ARCHIVE, _BUS]),
        USE_OF_KEY,
    ],
    "aws:cloudwatch/eventBus:EventBus": [
        Need(
            "events:CreateEventBus DescribeEventBus UpdateEventBus DeleteEventBus "
            "ListTagsForResource TagResource UntagResource",
            [_BUS],
        ),
        USE_OF_KEY,
    ],
    "aws:cloudwatch/eventBusPolicy:EventBusPolicy": [
        Need("events:PutPermission RemovePermission DescribeEventBus", [_BUS])
    ],
    "aws:schemas/registry:Registry": [
        Need("schemas:CreateRegistry DescribeRegistry UpdateRegistry DeleteRegistry", [_REGISTRY]),
        Need(_TAGS, [_REGISTRY]),
    ],
    "aws:schemas/registryPolicy:RegistryPolicy": [
        Need("schemas:GetResourcePolicy PutResourcePolicy DeleteResourcePolicy", [_REGISTRY])
    ],
    "aws:schemas/schema:Schema": [
        Need("schemas:CreateSchema DescribeSchema UpdateSchema DeleteSchema", [_SCHEMA]),
        Need(_TAGS, [_SCHEMA]),
    ],
}
"""Type → what its deployment asks."""
