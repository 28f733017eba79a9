"""The network, and nothing else of octavo touches it."""
