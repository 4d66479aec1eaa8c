"""Tooling of the suite: server provisioning, port to 19.0, lint, benches."""
