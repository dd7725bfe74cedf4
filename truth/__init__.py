"""What AWS's own Terraform provider accepts, plans and makes: `make truth-table`."""
