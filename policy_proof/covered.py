"""Resource types that no rule looks into, and why none has to."""

from typing import Final

NO_RULE: Final = {
    "aws:apigateway/account:Account": "Which role the gateway logs with; the role is judged.",
    "aws:apigateway/deployment:Deployment": "A snapshot of the methods, which are judged.",
    "aws:cloudwatch/eventRule:EventRule": "A schedule; who is called by it is judged.",
    "aws:cloudwatch/eventTarget:EventTarget": "Who is called on a schedule; that it may be called "
    "is its permission, which is judged.",
    "aws:cognito/userPoolDomain:UserPoolDomain": "A name under AWS's own domain, with its TLS.",
    "aws:kms/alias:Alias": "A name; the key is judged.",
    "aws:lambda/alias:Alias": "A name for a version; the function is judged.",
    "aws:lambda/layerVersion:LayerVersion": "Code; that functions use layers of ours is judged.",
    "aws:ses/template:Template": "A text of ours without a recipient.",
}
"""Type → reason. A type of ours that is neither watched nor here fails the proof."""
