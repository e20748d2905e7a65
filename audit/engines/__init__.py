"""The public checkers of the audit, by the names that the report gives them."""

from pathlib import Path

from audit import environment
from audit.engines.cfn_lint import CfnLint
from audit.engines.engine import FINDINGS, Checker, Engine, Outcome

__all__ = ["Checker", "Engine", "Outcome", "engines"]

ADAPTERS = Path(__file__).parent / "adapters"
"""What runs in the environments of the checkers."""

GUARD_RULES = Path("node_modules", "@cdklabs", "cdk-validator-cfnguard", "rules", "control-tower")


def engines(cache: Path | None = FINDINGS) -> dict[str, Checker]:
    """All of them. Rules of cloudformation-validate begin with v:, those of Control Tower with CT."""
    checkers: list[Checker] = [CfnLint(cache=cache), _validate(cache), _checkov(cache), _nag(cache)]
    return {checker.name: checker for checker in checkers}


def _validate(cache: Path | None) -> Engine:
    def command() -> tuple[str, ...]:
        rules = environment.node_environment() / GUARD_RULES
        return (*_python("validate"), str(rules))

    sources = (*_sources("validate", "validate.lock"), environment.LOCKS / "package-lock.json")
    return Engine("validate", command, sources, startup=1, speed=300_000, regional=True, cache=cache)


def _checkov(cache: Path | None) -> Engine:
    sources = _sources("checkov", "checkov.lock")
    return Engine("checkov", lambda: _python("checkov"), sources, startup=4, speed=150_000, cache=cache)


def _nag(cache: Path | None) -> Engine:
    adapter = ADAPTERS / "serve_nag.js"

    def command() -> tuple[str, ...]:
        return ("node", str(adapter), str(environment.node_environment()))

    sources = (adapter, environment.LOCKS / "package-lock.json")
    return Engine("cdk-nag", command, sources, startup=1, speed=600_000, cache=cache)


def _python(name: str) -> tuple[str, ...]:
    """Without what variables of the environment and the user's own packages would change."""
    return (str(environment.python_environment(name)), "-E", "-s", str(ADAPTERS / f"serve_{name}.py"))


def _sources(name: str, lock: str) -> tuple[Path, ...]:
    return (ADAPTERS / f"serve_{name}.py", ADAPTERS / "serving.py", environment.LOCKS / lock)
