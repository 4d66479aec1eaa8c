"""Pure rules of the addon: values in, values out. Nothing here knows Odoo, the clock or the network."""
