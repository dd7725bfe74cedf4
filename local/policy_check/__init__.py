"""The policy pack over our stacks in this process: `make policy`."""
