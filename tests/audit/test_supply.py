"""The supply chain: locked with hashes, looked up among known vulnerabilities, written down in a bill of materials."""

import json
import os
import re
import stat
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from audit.environment import python_environment
from audit.findings import CheckFailed
from audit.supply import gates, relock
from audit.supply.advisories import PYPI, Source, known_vulnerabilities
from audit.supply.locks import Lock, Pin, locks
from audit.supply.sbom import as_text, fault, sbom
from delivery.problems import Refused

ROOT = Path(__file__).parents[2]
HASH = "0" * 64


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is known from before."""
    monkeypatch.setattr(gates, "CACHE", tmp_path / "cache")


def project(folder: Path, lock: str, other: str = "") -> Path:
    """A repository with two locks and nothing in Node.js."""
    (folder / "audit/environments").mkdir(parents=True)
    (folder / "requirements.lock").write_text(lock)
    (folder / "audit/environments/other.lock").write_text(other or lock)
    (folder / "audit/environments/package-lock.json").write_text('{"packages": {"": {}}}')
    return folder


def entry(name: str, version: str, marker: str = "") -> str:
    return f"{name}=={version}{f' ; {marker}' if marker else ''} \\\n    --hash=sha256:{HASH}\n"


class TestLocks:
    def test_everything_that_is_installed_is_locked_with_hashes(self):
        outcome = gates.locked(ROOT)
        assert outcome.failed == []
        assert int(outcome.checked.split()[0]) > 100

    def test_the_locks_name_no_host_and_no_path(self):
        for lock in locks(ROOT):
            text = (ROOT / lock.file).read_text()
            assert not re.search(r"://|^\s*(-[a-z]|--(?!hash))|/(tmp|home|opt|root)/", text, re.MULTILINE), lock.file

    def test_the_product_is_locked_for_every_platform(self):
        """One hash for each file of a version: a package with compiled parts has many."""
        pins = {pin.name: pin for lock in locks(ROOT) if lock.file == "requirements.lock" for pin in lock.pins}
        assert len(pins["pydantic-core"].hashes) > 30
        assert pins["colorama"].marker == "sys_platform == 'win32'"

    def test_an_entry_is_read_with_its_marker_and_hashes(self, tmp_path):
        text = "# words\n\n" + entry("A_b.C", "1.0", "python_version < '3.12'")
        (lock, _) = locks(project(tmp_path, text))
        assert lock == Lock("requirements.lock", (Pin("a-b-c", "1.0", "python_version < '3.12'", (HASH,)),), ())

    @pytest.mark.parametrize(
        "line",
        [
            "click==8.5.1",
            "click>=8 --hash=sha256:" + HASH,
            "click --hash=sha256:" + HASH,
            "click==8.* --hash=sha256:" + HASH,
            "click==8.5.1 --hash=md5:" + HASH,
            "click @ https://example.com/click.whl --hash=sha256:" + HASH,
            "-e .",
            "--extra-index-url https://example.com/simple",
            "-r other.txt",
            "./click.whl",
        ],
    )
    def test_a_line_that_pins_nothing_by_hash_is_told(self, tmp_path, line):
        (sentence, *_) = gates.locked(project(tmp_path, f"{entry('a', '1')}{line}\n", entry("b", "1"))).failed
        assert sentence.startswith(f"requirements.lock:3: '{line[:60]}' is not one version")

    def test_an_empty_lock_is_told(self, tmp_path):
        assert "locks nothing" in gates.locked(project(tmp_path, "# words\n", entry("b", "1"))).failed[0]

    def test_a_node_package_that_nothing_vouches_for_is_told(self, tmp_path):
        packages = {"": {}, "a": {"integrity": "sha512-x"}, "a/b": {"inBundle": True}, "c": {}}
        root = project(tmp_path, entry("a", "1"))
        (root / "audit/environments/package-lock.json").write_text(json.dumps({"packages": packages}))
        (sentence,) = gates.locked(root).failed
        assert "c has no integrity" in sentence


class TestRelock:
    @pytest.fixture
    def uv(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
        """Another `uv`, which does what a script says."""

        def make(script: str) -> Path:
            file = tmp_path / "bin" / "uv"
            file.parent.mkdir()
            file.write_text(f"#!/bin/sh\n{script}\n")
            file.chmod(file.stat().st_mode | stat.S_IXUSR)
            monkeypatch.setenv("PATH", f"{file.parent}{os.pathsep}{os.environ['PATH']}")
            (tmp_path / "setup.cfg").write_text((ROOT / "setup.cfg").read_text())
            (tmp_path / "requirements.lock").write_text("click==8.0.0\n")
            return tmp_path

        return make

    def test_ranges_of_product_and_developers_are_locked(self, uv):
        root = uv('cat > requirements.lock; echo "# $*" >> requirements.lock')
        relock.relock(root)
        text = (root / "requirements.lock").read_text()
        assert text.startswith(relock.HEADER)
        assert "cfn-lint>=" in text
        assert "pytest>=" in text
        assert "--universal --python-version 3.11 --generate-hashes" in text
        assert "--upgrade" not in text

    def test_newer_versions_are_taken_when_asked_for(self, uv):
        root = uv('echo "# $*" > requirements.lock')
        relock.relock(root, upgrade=True)
        assert "--upgrade" in (root / "requirements.lock").read_text()

    def test_what_cannot_be_locked_is_refused_and_the_lock_stays(self, uv):
        root = uv("echo no such version >&2; exit 1")
        with pytest.raises(Refused, match="no such version"):
            relock.relock(root)
        assert (root / "requirements.lock").read_text() == "click==8.0.0\n"

    def test_without_uv_it_says_what_to_install(self, tmp_path, monkeypatch):
        monkeypatch.setenv("PATH", str(tmp_path))
        with pytest.raises(Refused, match="pip install uv"):
            relock.relock(ROOT)

    def test_the_lock_says_how_it_is_written(self):
        assert (ROOT / "requirements.lock").read_text().startswith(relock.HEADER)


@pytest.fixture(scope="module")
def python() -> Path:
    return python_environment("supply")


@pytest.fixture
def osv(monkeypatch: pytest.MonkeyPatch) -> Iterator["Osv"]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    server = Osv()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


class Osv(ThreadingHTTPServer):
    """A server that answers as osv.dev does, and remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.known: dict[tuple[str, str], list[dict[str, Any]]] = {}
        self.asked: list[tuple[str, str]] = []
        self.status = 200

    @property
    def source(self) -> Source:
        url = f"http://127.0.0.1:{self.server_port}/v1/query"
        return Source("loopback", ("--vulnerability-service", "osv", "--osv-url", url))

    def knows(self, name: str, version: str, fixed: str = "") -> None:
        events = [{"introduced": "0"}, *([{"fixed": fixed}] if fixed else [])]
        self.known[name, version] = [
            {
                "id": "PYSEC-2026-1",
                "aliases": ["CVE-2026-1"],
                "summary": "a bad day",
                "affected": [
                    {
                        "package": {"name": name, "ecosystem": "PyPI"},
                        "ranges": [{"type": "ECOSYSTEM", "events": events}],
                    }
                ],
            }
        ]


class _Answers(BaseHTTPRequestHandler):
    server: Osv

    def do_POST(self) -> None:
        query = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        package = (query["package"]["name"], query["version"])
        self.server.asked.append(package)
        known = self.server.known.get(package)
        body = json.dumps({"vulns": known} if known else {}).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


NOBODY = Source("nobody", ("--vulnerability-service", "osv", "--osv-url", "http://127.0.0.1:9/v1/query"))


def pinned(*packages: tuple[str, str]) -> Lock:
    return Lock("some.lock", tuple(Pin(*package) for package in packages), ())


class TestVulnerabilities:
    """With the real pip-audit."""

    def test_a_vulnerable_version_is_found_wherever_it_is_locked(self, tmp_path, osv, python):
        osv.knows("bad", "1.0", "1.1")
        lock = entry("bad", "1.0", "sys_platform == 'win32'") + entry("good", "2.0")
        answer = known_vulnerabilities(locks(project(tmp_path, lock)), python, [osv.source])
        assert answer.source == "loopback"
        assert answer.vulnerabilities == (
            "requirements.lock, audit/environments/other.lock: bad 1.0 is known for PYSEC-2026-1 (CVE-2026-1): "
            "take 1.1",
        )

    def test_two_versions_of_a_package_are_both_looked_up(self, tmp_path, osv, python):
        osv.knows("a", "2")
        root = project(tmp_path, entry("a", "1") + entry("b", "1"), entry("a", "2"))
        answer = known_vulnerabilities(locks(root), python, [osv.source])
        assert sorted(osv.asked) == [("a", "1"), ("a", "2"), ("b", "1")]
        assert answer.vulnerabilities == (
            "audit/environments/other.lock: a 2 is known for PYSEC-2026-1 (CVE-2026-1): no version mends it yet: "
            "do without it",
        )

    def test_where_nothing_is_known_nothing_is_told(self, osv, python):
        assert known_vulnerabilities([pinned(("a", "1"))], python, [osv.source]).vulnerabilities == ()

    def test_when_one_does_not_answer_the_next_is_asked(self, osv, python):
        answer = known_vulnerabilities([pinned(("a", "1"))], python, [NOBODY, osv.source])
        assert answer.source == "loopback"
        assert answer.silent[0].startswith("nobody: ")

    def test_an_error_is_no_answer(self, osv, python):
        osv.status = 500
        answer = known_vulnerabilities([pinned(("a", "1"))], python, [osv.source])
        assert answer.source == ""
        assert len(answer.silent) == 1

    def test_a_package_that_was_skipped_was_not_looked_up(self, python):
        """pip-audit itself says that nothing is known of it, and ends well."""
        answer = known_vulnerabilities([pinned(("stackwright-no-such-package", "9.9"))], python, [PYPI])
        assert answer.source == ""

    def test_when_nobody_answers_an_audit_says_so_and_a_release_fails(self, tmp_path, python):
        root = project(tmp_path, entry("a", "1"))
        audited = gates.vulnerabilities(root, release=False, sources=[NOBODY])
        assert (audited.checked, audited.failed) == ("nothing", ())
        assert audited.note.startswith("NOT CHECKED: ")
        released = gates.vulnerabilities(root, release=True, sources=[NOBODY])
        assert "a release is not made without" in released.failed[0]

    def test_a_vulnerability_fails_the_gate(self, tmp_path, osv):
        osv.knows("a", "1")
        outcome = gates.vulnerabilities(project(tmp_path, entry("a", "1")), release=False, sources=[osv.source])
        assert len(outcome.failed) == 1
        assert outcome.note == "loopback was asked"

    def test_an_answer_holds_for_the_day_but_not_for_a_release(self, tmp_path, osv):
        root = project(tmp_path, entry("a", "1"))
        asked = []
        for release in (False, False, True):
            gates.vulnerabilities(root, release=release, sources=[osv.source])
            asked.append(len(osv.asked))
        assert asked == [1, 1, 2]


class TestBillOfMaterials:
    def test_it_is_what_it_says_it_is(self, python):
        assert fault(as_text(sbom()), python) == ""

    def test_what_is_no_bill_of_materials_is_told(self, python):
        document = sbom()
        document["components"][0]["type"] = "toy"
        assert "toy" in fault(as_text(document), python)

    def test_every_package_is_there_with_version_address_and_hashes(self):
        pins = next(lock.pins for lock in locks(ROOT) if lock.file == "requirements.lock")
        components = sbom()["components"]
        assert [(one["name"], one["version"]) for one in components] == [(pin.name, pin.version) for pin in pins]
        for pin, one in zip(pins, components, strict=True):
            assert one["purl"] == f"pkg:pypi/{pin.name}@{pin.version}"
            assert [each["content"] for each in one["hashes"]] == list(pin.hashes)

    def test_licences_are_those_that_packages_declare(self):
        without = [one["name"] for one in sbom()["components"] if "licenses" not in one]
        assert without == ["colorama"]  # only on Windows: not installed here

    def test_what_runs_is_told_from_what_only_developers_need(self):
        scopes = {one["name"]: one["scope"] for one in sbom()["components"]}
        assert {scopes[name] for name in ("troposphere", "botocore", "pydantic-core", "click")} == {"required"}
        assert {scopes[name] for name in ("pytest", "mypy", "execnet")} == {"excluded"}

    def test_every_dependency_is_a_part(self):
        document = sbom()
        parts = {one["bom-ref"] for one in (document["metadata"]["component"], *document["components"])}
        assert {one["ref"] for one in document["dependencies"]} == parts
        assert {other for one in document["dependencies"] for other in one["dependsOn"]} <= parts

    def test_nothing_in_it_changes_by_itself(self):
        text = as_text(sbom())
        assert text == as_text(sbom())
        assert "timestamp" not in text
        assert "serialNumber" not in text

    def test_a_package_that_is_not_installed_as_locked_is_told(self, tmp_path):
        root = project(tmp_path, entry("click", "0.1"))
        (root / "setup.cfg").write_text((ROOT / "setup.cfg").read_text())
        with pytest.raises(CheckFailed, match=r"click 0.1 is locked, but not what is installed"):
            sbom(root)

    def test_a_file_that_is_not_current_fails_the_gate(self, tmp_path):
        root = project(tmp_path, entry("click", sbom_version("click")))
        (root / "setup.cfg").write_text((ROOT / "setup.cfg").read_text())
        (root / "audit/environments/supply.lock").write_text("")
        assert "is not current" in gates.bill(root).failed[0]
        (root / "docs").mkdir()
        (root / "docs/sbom.cdx.json").write_text(as_text(sbom(root)))
        assert gates.bill(root).failed == []


def sbom_version(name: str) -> str:
    return next(str(one["version"]) for one in sbom()["components"] if one["name"] == name)
