"""A bench for rules: what a change does, which rules are used, what no rule reads."""
