"""`manifest.json`: what stands in the folder of an application, for tools. Its form has a version."""

import hashlib
from collections.abc import Mapping
from typing import Any

from delivery.build import Built
from delivery.quotas import INLINE_BYTES, uses
from delivery.stacks import capabilities, publishes, reads, scope, stack_name

FORMAT_VERSION = 1


def manifest(built: Built, files: Mapping[str, bytes]) -> dict[str, Any]:
    """Stacks in the order of deployment, environments, and the digest of every file."""
    return {
        "format_version": FORMAT_VERSION,
        "application": built.name,
        "stacks": [
            _stack(order, stack, template, files[f"{stack}.json"])
            for order, (stack, template) in enumerate(built.templates.items(), start=1)
        ],
        "environments": [
            {
                "name": one.name,
                "region": one.region,
                "account": one.account,
                "tags": dict(one.tags),
                "stacks": {
                    stack: stack_name(built.name, one.name, stack, body) for stack, body in built.templates.items()
                },
            }
            for one in built.environments
        ],
        "files": {path: hashlib.sha256(content).hexdigest() for path, content in sorted(files.items())},
    }


def _stack(order: int, stack: str, template: Mapping[str, Any], content: bytes) -> dict[str, Any]:
    return {
        "name": stack,
        "order": order,
        "scope": scope(template),
        "template": f"{stack}.json",
        "sha256": hashlib.sha256(content).hexdigest(),
        "capabilities": capabilities(template),
        "publishes": sorted(publishes(template)),
        "reads": sorted(set(reads(template).values())),
        "inline": len(content) <= INLINE_BYTES,
        "quotas": {use.what: {"used": use.used, "limit": use.limit} for use in uses(template, content.decode())},
    }
