"""The regions that AWS has, as botocore lists them; read without importing botocore's machinery."""

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path


@cache
def known_regions() -> frozenset[str]:
    """Every region of every partition."""
    spec = find_spec("botocore")
    assert spec is not None
    assert spec.origin is not None
    partitions = json.loads((Path(spec.origin).parent / "data" / "partitions.json").read_text("utf-8"))["partitions"]
    return frozenset(region for partition in partitions for region in partition["regions"] if "global" not in region)
