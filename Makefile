# A thin wrapper: every target is a command of tools/suite (make help lists them).
PYTHON ?= python3
export SERIES DEMO ADDON K PORT HOST BROWSER ALL

COMMANDS := run test lint pot bench screenshots stop clean shell psql logs mail provision e2e-server

.DEFAULT_GOAL := help
.PHONY: help $(COMMANDS)

help $(COMMANDS):
	@$(PYTHON) -m tools.suite $@
