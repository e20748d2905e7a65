"""`README.md` of an application in `out/`: for the people who deploy it and have only CloudFormation."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from delivery.build import Built
from delivery.picture import picture
from delivery.stacks import capabilities, scope, stack_name


def guide(built: Built) -> str:
    """What each stack is, the order, the parameters with every environment's values, the outputs, a picture."""
    lines = [
        f"# {built.name}",
        "",
        "CloudFormation templates and parameter files, generated from `parameters/`; changes belong there.",
        "",
        "```mermaid",
        picture(built.templates).rstrip("\n"),
        "```",
        "",
        "## Order",
        "",
        "Deploy the stacks from top to bottom, delete them from bottom to top. What a stack needs of an earlier one",
        "it reads from SSM Parameter Store, under the names on the arrows.",
        "",
        *_order(built),
        "",
        *_first_deployment(built),
        *_command(built),
    ]
    for stack, template in built.templates.items():
        lines += [
            "",
            f"## {stack}",
            "",
            f"{template.get('Description', '')}.",
            "",
            *_parameters(built, stack, template),
        ]
        lines += ["", *_outputs(template)] if template.get("Outputs") else []
    return "\n".join(lines) + "\n"


def _order(built: Built) -> Iterator[str]:
    environments = [one.name for one in built.environments]
    yield _row("", "Stack", "Template", *environments)
    yield _row("--:", *["---"] * (2 + len(environments)))
    for number, (stack, template) in enumerate(built.templates.items(), start=1):
        names = [f"`{stack_name(built.name, name, stack, template)}`" for name in environments]
        once = " (once per account and region)" if scope(template) == "account" else ""
        yield _row(str(number), stack + once, f"[{stack}.json]({stack}.json)", *names)


def _first_deployment(built: Built) -> list[str]:
    if "registry" not in built.templates:
        return []
    return [
        "Before the first deployment of a service its image must be in the repository that `registry` makes: a service",
        "cannot start from an empty one.",
        "",
    ]


def _command(built: Built) -> list[str]:
    one = built.environments[-1]
    stack, template = next((stack, body) for stack, body in built.templates.items() if scope(body) == "environment")
    needed = capabilities(template)
    return [
        "With the AWS CLI, in this folder, a change set for one stack (`--change-set-type UPDATE` when it exists):",
        "",
        "```sh",
        "aws cloudformation create-change-set --change-set-type CREATE --change-set-name first \\",
        f"  --region {one.region} --stack-name {stack_name(built.name, one.name, stack, template)} \\",
        f"  --template-body file://{stack}.json \\",
        f"  --parameters file://{one.name}/{stack}.parameters.json \\",
        f"  --tags file://{one.name}/{stack}.tags.json"
        + (f" \\\n  --capabilities {' '.join(needed)}" if needed else ""),
        "```",
    ]


def _parameters(built: Built, stack: str, template: Mapping[str, Any]) -> Iterator[str]:
    names = [one.name for one in built.environments]
    yield _row("Parameter", "Meaning", *names)
    yield _row(*["---"] * (2 + len(names)))
    for parameter, declared in template.get("Parameters", {}).items():
        values = [built.values[name][stack].get(parameter, "") for name in names]
        shown = [_code(value) if value else "" for value in values]
        yield _row(f"`{parameter}`", declared.get("Description", ""), *shown)


def _outputs(template: Mapping[str, Any]) -> Iterator[str]:
    yield _row("Output", "Meaning")
    yield _row("---", "---")
    for name, output in template["Outputs"].items():
        yield _row(f"`{name}`", output.get("Description", ""))


def _code(value: str) -> str:
    """A value as code in a cell of a table: on one line, in more backticks than it holds."""
    line = re.sub(r"\r\n|[\r\n\v\f\x85\u2028\u2029]", "\u23ce", value)
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", line)), default=0))
    pad = " " if line.startswith(("`", " ")) or line.endswith(("`", " ")) else ""
    return f"{fence}{pad}{line}{pad}{fence}"


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
