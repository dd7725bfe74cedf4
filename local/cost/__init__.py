"""What a payment asks of AWS, counted on a running stack: `make cost`."""
