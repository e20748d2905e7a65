"""Applications to measure with, written as a person would write them. No two of them are the same."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

SECRET = {"API_KEY": {"generate": {"length": 32}}}
SCALING = {"cpu": 70, "memory": 80, "requests": 1000}
PRIVATE = {"build": "app/hello", "health": {"command": ["worker", "check"]}}


def write_applications(folder: Path, count: int) -> Path:
    """So many applications like `hello`, one environment each; port, path, address range and image differ."""
    for number in range(count):
        write_application(folder / f"app-{number}", number)
    return folder


def write_application(folder: Path, number: int, port: int | None = None) -> None:
    web = {
        "build": "app/hello",
        "port": port or 3000 + number,
        "public": {"path": f"/a{number}/*"},
        "secrets": SECRET,
        "scaling": SCALING,
    }
    _write(folder, {"services": {"web": web}}, {"dev": _environment(number, "web")})


def write_environments(folder: Path) -> Path:
    """One application in three environments that differ in size and in place."""
    web = {"build": "app/hello", "port": 3000, "public": {"path": "/*"}, "scaling": SCALING}
    environments = {name: _environment(number, "web") for number, name in enumerate(("dev", "staging", "prod"), 1)}
    _write(folder / "shop", {"services": {"web": web}}, environments)
    return folder


def write_structures(folder: Path) -> Path:
    """Six applications that differ in what they are made of."""
    public = {"build": "app/hello", "port": 3000, "public": {"path": "/*"}}
    structures: dict[str, dict[str, Any]] = {
        "plain": {"web": public},
        "scaling": {"web": public | {"scaling": SCALING}},
        "secrets": {"web": public | {"secrets": SECRET, "environment": {"MODE": {"default": "fast"}}}},
        "worker": {"web": PRIVATE | {"port": 4000}},
        "two": {"web": public, "api": {"build": "app/hello", "port": 4000, "public": {"path": "/api/*"}}},
        "bought": {"web": {"image": "public.ecr.aws/nginx/nginx-unprivileged", "port": 8080, "public": {"path": "/*"}}},
    }
    for number, (name, services) in enumerate(structures.items()):
        _write(folder / name, {"services": services}, {"dev": _environment(number, *services)})
    return folder


def _environment(number: int, *services: str) -> dict[str, Any]:
    return {
        "region": "eu-west-1",
        "network": {"VpcCidr": f"10.{number % 250}.0.0/16", "ZoneCount": 3},
        **{service: {"ImageTag": f"1.4.{number}", "Cpu": 512, "Memory": 1024} for service in services},
    }


def _write(folder: Path, application: Mapping[str, Any], environments: Mapping[str, Any]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    files = {"app": {"application": folder.name, **application}, **environments}
    for name, content in files.items():
        (folder / f"{name}.yaml").write_text(yaml.dump(content, Dumper=_Dumper, sort_keys=False), encoding="utf-8")


class _Dumper(yaml.SafeDumper):
    """Writes what occurs twice twice, not as an alias."""

    def ignore_aliases(self, data: Any) -> bool:
        return True
