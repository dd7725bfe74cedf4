"""The pages and files under docs/ that are made from the code: `make docs`."""
