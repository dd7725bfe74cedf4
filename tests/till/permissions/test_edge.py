"""What the edge needs."""

from till.permissions._edge import EDGE


def test_the_gateways_permissions_stop_at_apis_domains_tags_and_the_account() -> None:
    """API Gateway names a resource by its path; nothing reaches keys or links of others."""
    paths = {
        resource.partition("::/")[2].split("/")[0]
        for needs in EDGE.values()
        for need in needs
        if need.actions.startswith("apigateway:")
        for resource in need.resources
    }
    assert paths == {"account", "domainnames", "restapis", "tags"}
