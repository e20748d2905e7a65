"""All rules of ours, for those who list them."""

import importlib
import inspect
import pkgutil

from delivery import rules as folder
from delivery.rules._rule import Rule


def own_rules() -> list[type[Rule]]:
    """One class for each file of delivery/rules, by id."""
    found: list[type[Rule]] = []
    for module in pkgutil.iter_modules(folder.__path__):
        if not module.name.startswith("_"):
            loaded = importlib.import_module(f"{folder.__name__}.{module.name}")
            found += [thing for _, thing in inspect.getmembers(loaded, _is_rule) if thing.__module__ == loaded.__name__]
    return sorted(found, key=lambda rule: str(rule.id))


def _is_rule(thing: object) -> bool:
    return inspect.isclass(thing) and issubclass(thing, Rule)
