"""The bill of materials in CycloneDX: what the product is made of, from requirements.lock. Always the same bytes.

It has no date and no serial number. Licences and dependencies are those that the installed packages declare.
"""

import importlib.metadata
import json
import subprocess
from configparser import ConfigParser
from pathlib import Path
from typing import Any

from packaging.markers import Marker
from packaging.requirements import Requirement

from audit.findings import CheckFailed
from audit.supply.locks import PRODUCT, Pin, locks, normal

ROOT = Path(__file__).parents[2]
FILE = "docs/sbom.cdx.json"
# Licences and dependencies are read where these markers hold, which all development machines have in common.
_REFERENCE = {
    "implementation_name": "cpython",
    "os_name": "posix",
    "platform_python_implementation": "CPython",
    "platform_system": "Linux",
    "python_full_version": "3.11.0",
    "python_version": "3.11",
    "sys_platform": "linux",
}
_VALIDATE = """
import sys
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
error = JsonStrictValidator(SchemaVersion.V1_6).validate_str(sys.stdin.read())
sys.exit(str(error)[:500] if error else 0)
"""


def sbom(root: Path = ROOT) -> dict[str, Any]:
    """The whole document."""
    config = ConfigParser()
    config.read(root / "setup.cfg")
    pins = {pin.name: pin for lock in locks(root) if lock.file == PRODUCT for pin in lock.pins}
    needed = {name: _needed_by(pin, pins) for name, pin in pins.items()}
    needs, develops = (
        sorted({normal(Requirement(line).name) for line in text.strip().splitlines()})
        for text in (config["options"]["install_requires"], config["options.extras_require"]["dev"])
    )
    at_run_time = _reached(needs, needed)
    itself = _itself(config)
    direct = sorted({*needs, *develops} & set(pins))
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": itself, "properties": [{"name": "cdx:reproducible", "value": "true"}]},
        "components": [_component(pin, name in at_run_time) for name, pin in sorted(pins.items())],
        "dependencies": [
            {"ref": itself["bom-ref"], "dependsOn": [_purl(pins[name]) for name in direct]},
            *_edges(pins, needed),
        ],
    }


def as_text(document: dict[str, Any]) -> str:
    """The document as it stands in its file."""
    return json.dumps(document, indent=2) + "\n"


def fault(text: str, python: Path) -> str:
    """What CycloneDX's own validator has against a document. `python` is that of an environment that has it."""
    done = subprocess.run([str(python), "-P", "-c", _VALIDATE], input=text, capture_output=True, text=True, check=False)
    return (done.stderr.strip() or "the validator failed") if done.returncode else ""


def _itself(config: ConfigParser) -> dict[str, Any]:
    about = config["metadata"]
    reference = f"pkg:generic/{about['name']}@{about['version']}"
    return {
        "type": "application",
        "bom-ref": reference,
        "name": about["name"],
        "version": about["version"],
        "description": about["description"],
        "licenses": [{"expression": about["license"]}],
        "purl": reference,
    }


def _component(pin: Pin, at_run_time: bool) -> dict[str, Any]:
    """`excluded` is what only developers need."""
    licences = _licences(pin)
    return {
        "type": "library",
        "bom-ref": _purl(pin),
        "name": pin.name,
        "version": pin.version,
        "scope": "required" if at_run_time else "excluded",
        "hashes": [{"alg": "SHA-256", "content": one} for one in pin.hashes],
        **({"licenses": licences} if licences else {}),
        "purl": _purl(pin),
        **({"properties": [{"name": "stackwright:marker", "value": pin.marker}]} if pin.marker else {}),
    }


def _purl(pin: Pin) -> str:
    return f"pkg:pypi/{pin.name}@{pin.version}"


def _metadata(pin: Pin) -> "importlib.metadata.PackageMetadata | None":
    """What an installed package says of itself; nothing for one that other machines need."""
    if pin.marker and not Marker(pin.marker).evaluate(_REFERENCE):
        return None
    try:
        metadata = importlib.metadata.metadata(pin.name)
    except importlib.metadata.PackageNotFoundError:
        metadata = None
    if metadata is None or metadata["Version"] != pin.version:
        raise CheckFailed(f"{pin.name} {pin.version} is locked, but not what is installed: run make, then this again.")
    return metadata


def _licences(pin: Pin) -> list[dict[str, Any]]:
    metadata = _metadata(pin)
    if metadata is None:
        return []
    if expression := metadata.get_all("License-Expression"):
        return [{"expression": expression[0]}]
    classifiers = (line.split(" :: ") for line in metadata.get_all("Classifier") or [])
    names = [parts[-1] for parts in classifiers if parts[0] == "License" and parts[-1] != "OSI Approved"]
    stated = "".join(metadata.get_all("License") or [])
    names = names or [stated] * (0 < len(stated) < 60 and "\n" not in stated and stated != "UNKNOWN")
    return [{"license": {"name": name}} for name in sorted(set(names))]


def _needed_by(pin: Pin, pins: dict[str, Pin]) -> list[str]:
    """Other packages of the lock that a package asks for, but for its extras."""
    metadata = _metadata(pin)
    lines = (metadata.get_all("Requires-Dist") or []) if metadata is not None else []
    wanted = (Requirement(line) for line in lines)
    names = {normal(one.name) for one in wanted if "extra ==" not in str(one.marker or "")}
    return sorted(names & set(pins))


def _edges(pins: dict[str, Pin], needed: dict[str, list[str]]) -> list[dict[str, Any]]:
    return [
        {"ref": _purl(pin), "dependsOn": [_purl(pins[other]) for other in needed[name]]}
        for name, pin in sorted(pins.items())
    ]


def _reached(start: list[str], needed: dict[str, list[str]]) -> set[str]:
    reached: set[str] = set()
    rest = list(start)
    while rest:
        name = rest.pop()
        if name in needed and name not in reached:
            reached.add(name)
            rest += needed[name]
    return reached
