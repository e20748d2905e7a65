"""Every file of an application in `out/`, as bytes: the contract between the two halves."""

from delivery.build import Built
from delivery.guide import guide
from delivery.json_text import to_text
from delivery.manifest import manifest
from delivery.problems import refuse
from delivery.quotas import uses
from delivery.stacks import once_per_template, scope
from delivery.writing import MANIFEST


def contents(built: Built) -> dict[str, bytes]:
    """Path below `out/<app>/` to content."""
    files: dict[str, bytes] = {}
    for stack, template in built.templates.items():
        text = _text_of(template)
        for use in uses(template, text):
            if use.used > use.limit:
                raise refuse(
                    f"{built.name}/{stack} would have {use.used:,} {use.what}, CloudFormation takes {use.limit:,}: "
                    "move services into an application of their own"
                )
        files[f"{stack}.json"] = text.encode()
    for one in built.environments:
        for stack, values in built.values[one.name].items():
            pairs = [{"ParameterKey": name, "ParameterValue": value} for name, value in values.items()]
            files[f"{one.name}/{stack}.parameters.json"] = to_text(pairs).encode()
            owner = {} if scope(built.templates[stack]) == "account" else {"Environment": one.name}
            tags = {"Application": built.name, **owner, **one.tags}
            listed = [{"Key": key, "Value": value} for key, value in tags.items()]
            files[f"{one.name}/{stack}.tags.json"] = to_text(listed).encode()
    files["README.md"] = guide(built).encode()
    files[MANIFEST] = to_text(manifest(built, files)).encode()
    return files


_text_of = once_per_template(to_text)
