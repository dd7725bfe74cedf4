"""What components share and AWS does not know: names, numbers, policy documents."""
