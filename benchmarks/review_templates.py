"""Two templates of a size, before and after a release: what many services in some networks are made of.

Every resource refers to earlier ones only, so that any number of them, taken from the front, is a template.
"""

import json
from collections.abc import Iterator
from itertools import count as count_from
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.review_resources import Named, Release, network, ref, service

SERVICES, MOST_NETWORKS = 3, 100
"""Services in each network, networks in each template."""

BEFORE = Release()
AFTER = Release("1.5.0", 60, (*BEFORE.actions, "sqs:PurgeQueue"), 60, 20, 90, 5, "10.200.0.0/16")


def write_pair(folder: Path, count: int, number: int = 0) -> tuple[Path, Path]:
    """Both templates as files of one name, in a folder for each side; each number has names of its own."""
    files = folder / "before" / f"stack-{number}.json", folder / "after" / f"stack-{number}.json"
    for file, release in zip(files, (BEFORE, AFTER), strict=True):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(template(count, release, number), indent=2) + "\n", encoding="utf-8")
    return files


def template(count: int, release: Release, number: int = 0) -> dict[str, Any]:
    """So many resources. Its first network has another address range after the release, with all that follows."""
    resources = dict(islice(_resources(release, SERVICES * MOST_NETWORKS * number), count))
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": f"{count} resources to measure with",
        "Parameters": {
            "Repository": {"Type": "String", "Default": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/shop"},
            "MovedRange": {"Type": "String", "Default": release.moved_range},
        },
        "Resources": resources,
        "Outputs": {"Network": {"Value": ref(next(iter(resources)))}},
    }


def _resources(release: Release, first: int) -> Iterator[Named]:
    """Without an end."""
    for number in count_from(first):
        name = f"N{number // SERVICES}"
        if number % SERVICES == 0:
            place = number // SERVICES % MOST_NETWORKS
            yield from network(name, f"10.{place}.0.0/16" if number > first else ref("MovedRange"))
        yield from service(f"S{number}", number, name, release)
