"""Resource types that no rule looks into, and why none has to."""

from typing import Final

NO_RULE: Final = {
    "aws:apigateway/account:Account": "Which role the gateway logs with; the role is judged.",
    "aws:apigateway/deployment:Deployment": "A snapshot of the methods, which are judged.",
    "aws:apigateway/model:Model": "A schema; that methods use one is judged.",
    "aws:apigateway/resource:Resource": "A part of a path; its methods are judged.",
    "aws:apigateway/response:Response": "A fixed answer without data.",
    "aws:cognito/resourceServer:ResourceServer": "The names of scopes; that methods demand one is "
    "judged.",
    "aws:cognito/userPoolDomain:UserPoolDomain": "A name under AWS's own domain, with its TLS.",
    "aws:kms/alias:Alias": "A name; the key is judged.",
    "aws:lambda/alias:Alias": "A name for a version; the function is judged.",
    "aws:lambda/layerVersion:LayerVersion": "Code; that functions use layers of ours is judged.",
    "aws:ses/template:Template": "A text of ours without a recipient.",
}
"""Type → reason. A type of ours that is neither watched nor here fails the proof."""
