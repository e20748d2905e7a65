"""The pages that are generated, so that they are true."""

from collections.abc import Iterator
from pathlib import Path

from delivery.rulebook import own_rules
from delivery.rules._rule import Rule

FAMILIES = {
    "1": "Containers",
    "2": "Load balancing",
    "3": "Network",
    "4": "Access and secrets",
    "5": "Storage and data",
    "6": "Operations",
    "7": "Edge",
    "8": "Pipelines",
    "9": "Shape of a stack",
}


def pages(root: Path) -> dict[str, str]:
    """Each page below docs/ by its name."""
    from audit.iam.page import permissions_page
    from audit.supply.sbom import as_text, sbom

    return {
        "rules.md": rules_page(own_rules()),
        "permissions.md": permissions_page(root / "out"),
        "sbom.cdx.json": as_text(sbom(root)),
    }


def rules_page(rules: list[type[Rule]]) -> str:
    """Every rule of ours: what it asks for, why, and what to do."""
    return "\n".join(_rules_page(rules)) + "\n"


def _rules_page(rules: list[type[Rule]]) -> Iterator[str]:
    yield "# Our own rules"
    yield ""
    yield f"{len(rules)} rules that find what no schema knows and no public checker notices. They are cfn-lint rules:"
    yield "`generate.py build` runs them on every template, as it is and with each environment's values in place."
    yield ""
    yield "They work on anybody's template. In the folder of this repository:"
    yield ""
    yield "```sh"
    yield "PYTHONPATH=. .venv/bin/cfn-lint --append-rules delivery/rules -- out/hello/web.json"
    yield "```"
    yield ""
    yield "A resource that a rule does not fit says so, with a reason that everybody can read:"
    yield ""
    yield "```json"
    yield '"Metadata": {'
    yield '  "cfn-lint": {"config": {"ignore_checks": ["E9101"]}},'
    yield '  "Reason": "Why this resource is different"'
    yield "}"
    yield "```"
    yield ""
    yield "E: insecure, or it breaks. W: fragile. This page is written by `python -m audit docs`."
    family = ""
    for rule in rules:
        if rule.id[2] != family:
            family = rule.id[2]
            yield ""
            yield f"## {FAMILIES[family]}"
        yield ""
        yield f"### {rule.id} {rule.shortdesc}"
        yield ""
        yield rule.description
        yield ""
        yield f"What to do: {rule.advice[0].lower()}{rule.advice[1:]}."
        yield ""
        yield f"Looks at {', '.join(f'`{type_}`' for type_ in rule.subjects)}. [Source]({rule.source_url})"
