"""The rules, one module each."""

from . import (
    access_rights,
    access_rules,
    addon_files,
    catalogues,
    core_purity,
    dialect_js,
    dialect_python,
    dialect_xml,
    layers,
    leaks,
    leftovers,
    length,
    manifests,
    messages,
    well_formed,
    xml_ids,
)

CHECKS = (
    well_formed,
    manifests,
    addon_files,
    layers,
    core_purity,
    access_rights,
    access_rules,
    xml_ids,
    dialect_python,
    dialect_xml,
    dialect_js,
    messages,
    catalogues,
    length,
    leaks,
    leftovers,
)
