"""What a deployment of each resource type asks of AWS, as docs/deploy/ grants it."""
