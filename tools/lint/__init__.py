"""The suite's own checks: what ruff and pylint cannot know about these addons.

``python -m tools.lint`` runs everything, ``python -m tools.lint --list`` explains the rules. Each rule is a module
of ``tools.lint.checks`` with a ``check(project)`` that yields findings. A line that is right although a rule
says otherwise carries ``lint-ok: RULE - the reason`` in a comment.
"""
