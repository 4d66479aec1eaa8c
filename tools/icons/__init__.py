"""The icons of the addons, drawn from one description."""
