"""How to make a record of each model of the access matrix (see README.md)."""

import importlib
import pkgutil


def load():
    """Collect the functions of every module of this folder.

    :return: dict name of the function -> function
    :raise ValueError: two modules define the same builder
    """
    found = {}
    for info in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{info.name}")
        for name, function in vars(module).items():
            if name.startswith(("build_", "record_", "write_")) and callable(function):
                if name in found:
                    raise ValueError(f"{name} is defined twice, the second time in {info.name}")
                found[name] = function
    return found
