"""Everything that can go wrong beside a secret: what is written wrongly, what lies in the way, what ends a command."""

import os
import re
import shutil
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from audit.canaries.attempt import Attempt
from audit.canaries.birds import ACCESS_KEY, ENVIRONMENT, PASSWORD, SHAPED, TOKEN, Canary
from audit.findings import CheckFailed

DEV, PROD = "parameters/hello/dev.yaml", "parameters/hello/prod.yaml"
APP = "parameters/hello/app.yaml"


@dataclass(frozen=True)
class Fault:
    """A way in which something is wrong."""

    name: str
    cause: Callable[[Attempt], None]


NOTHING = Fault("nothing wrong", lambda attempt: None)
# file, words that are replaced, what stands there instead: {} is the secret in quotes, {bare} without
WRITTEN = [
    ("a parameter", DEV, "ImageTag: 1.0.0", "ImageTag: {}"),
    ("a parameter that takes a number", DEV, "Cpu: 256", "Cpu: {}"),
    ("a parameter that takes one of a few words", PROD, "NatGateways: per-zone", "NatGateways: {}"),
    ("a variable of an environment", DEV, "EnvLogLevel: debug", "EnvLogLevel: {}"),
    ("a list for one value", DEV, "Cpu: 256", "Cpu: [{}]"),
    ("a group for one value", DEV, "Cpu: 256", "Cpu: {{a: {}}}"),
    ("an unknown parameter", DEV, "web:\n", "web:\n  Nobody: {}\n"),
    ("a parameter that is a secret", DEV, "web:\n", "web:\n  {}: 1\n"),
    ("an unknown stack", DEV, "web:\n", "nobody:\n  Word: {}\nweb:\n"),
    ("a setting that is a secret", DEV, "web:\n", "{}: 1\nweb:\n"),
    ("a name written twice", DEV, "web:\n", "web:\n  {}: 1\n  {}: 1\n"),
    ("a tag", PROD, 'CostCenter: "42"', "CostCenter: {}"),
    ("the name of a tag", PROD, 'CostCenter: "42"', '{}: "42"'),
    ("the region", DEV, "region: eu-west-1", "region: {}"),
    ("the account", PROD, 'account: "111122223333"', "account: {}"),
    ("a network", DEV, "10.10.0.0/16", "{}"),
    ("an address", PROD, "hello-team@example.com", "{}"),
    ("a variable", APP, "{default: info}", "{}"),
    ("the default of a variable", APP, "{default: info}", "{{default: {}}}"),
    ("the name of a variable", APP, "LOG_LEVEL:", "{}:"),
    ("a group for a variable", APP, "{default: info}", "{{value: {}}}"),
    ("a source of a secret", APP, "{generate: {length: 32}}", "{{from: {}}}"),
    ("a length of a secret", APP, "length: 32", "length: {}"),
    ("a field of a generated secret", APP, "{length: 32}", "{{template: {{user: {}}}}}"),
    ("a health command", APP, "hello.health", "{}"),
    ("a path", APP, '"/*"', "{}"),
    ("a header", APP, '{path: "/*"}', "{{headers: {{X-From: {}}}}}"),
    ("a number", APP, "port: 3000", "port: {}"),
    ("the folder to build", APP, "build: app/hello", "build: {}"),
    ("an image", APP, "build: app/hello", "image: {}"),
    ("an unknown key", APP, "    port: 3000", "    nobody: {}\n    port: 3000"),
    ("the name of a service", APP, "  web:", "  {}:"),
    ("the name of the application", APP, "application: hello", "application: {}"),
    ("a quote that is not closed", APP, "{default: info}", '"{bare}'),
    ("a bracket that is not closed", DEV, "Cpu: 256", "Cpu: [{}"),
    ("a second colon", DEV, "Cpu: 256", "Cpu: a: {}"),
    ("a tab", DEV, "  Cpu: 256", "\tCpu: {}"),
    ("a tag of YAML", DEV, "Cpu: 256", "Cpu: !{bare} x"),
    ("an alias", DEV, "Cpu: 256", "Cpu: *{bare}"),
    ("an anchor", DEV, "Cpu: 256", "Cpu: &{bare}"),
    ("no colon", DEV, "  Cpu: 256", "{bare}"),
    ("a wrong escape", DEV, "Cpu: 256", 'Cpu: "\\q{bare}"'),
    ("a sign that cannot be printed", DEV, "Cpu: 256", 'Cpu: "\x07{bare}"'),
    ("a second document", DEV, "web:\n", "---\n{}: {}\n---\nweb:\n"),
    ("a comment beside a mistake", DEV, "Cpu: 256", "Cpu: none # {bare}"),
]
# The same for a secret that looks like any other text: here the name beside it tells.
TOLD_BY_NAME = [
    ("a variable called password", APP, "LOG_LEVEL: {default: info}", "DB_PASSWORD: {}"),
    ("the default of a variable called password", APP, "LOG_LEVEL: {default: info}", "DB_PASSWORD: {{default: {}}}"),
    ("the value in place of a secret's source", APP, "{generate: {length: 32}}", "{}"),
    ("the value in place of all secrets", APP, "API_KEY: {generate: {length: 32}}", "[{}]"),
    ("a field called password", APP, "{length: 32}", "{{template: {{password: {}}}}}"),
    ("a password of an environment", DEV, "EnvLogLevel: debug", "EnvDbPassword: {}"),
    ("an option called password", APP, "hello.health", '"--password={bare}"'),
    ("a tag called token", PROD, 'CostCenter: "42"', "token: {}"),
    ("a setting called secret", DEV, "web:\n", "secret: {}\nweb:\n"),
]


def faults() -> Iterator[Fault]:
    """All of them. Each kind of secret takes its turn; tests put every kind into every place."""
    yield NOTHING
    for number, (name, file, old, new) in enumerate(WRITTEN):
        yield Fault(f"a secret in {name}", partial(write, file, old, new, SHAPED[number % len(SHAPED)]))
    for name, file, old, new in TOLD_BY_NAME:
        yield Fault(f"a secret in {name}", partial(write, file, old, new, PASSWORD))
    for function in (
        _not_utf8,
        _folder_for_file,
        _link_to_nowhere,
        _environment_named_so,
        _application_named_so,
        _argument,
        _option,
        _crash_of_what_reads,
        _crash_of_lint,
        _out_is_a_file,
        _folder_in_the_way,
        _strange_manifest,
        _full_disk,
    ):
        yield Fault(function.__name__.strip("_").replace("_", " "), function)
    for what, number in (("Ctrl-C", signal.SIGINT), ("a termination", signal.SIGTERM)):
        for delay in (0.1, 0.3):
            yield Fault(f"{what} after {delay} seconds", partial(_stopped, number, delay))


def write(file: str, old: str, new: str, canary: Canary, attempt: Attempt) -> None:
    """The secret where it does not belong."""
    text = (attempt.project / file).read_text("utf-8")
    if old not in text:
        raise CheckFailed(f"The canaries cannot be put into {file}, which says '{old}' no more: adapt the faults.")
    said = re.sub(r"\{bare\}|\{\{|\}\}|\{\}", lambda found: _filled(found[0], canary), new)
    attempt.plant(file, text.replace(old, said, 1))


def _filled(hole: str, canary: Canary) -> str:
    return {"{bare}": canary.text, "{}": canary.quoted}.get(hole, hole[:1])


def _not_utf8(attempt: Attempt) -> None:
    attempt.plant(DEV, f"region: {TOKEN.text} ".encode() + b"\xff\n")


def _folder_for_file(attempt: Attempt) -> None:
    (attempt.project / DEV).unlink()
    attempt.plant(f"{DEV}/{TOKEN.text}", TOKEN.text)


def _link_to_nowhere(attempt: Attempt) -> None:
    (attempt.project / DEV).unlink()
    (attempt.project / DEV).symlink_to(f"/{TOKEN.text}")


def _environment_named_so(attempt: Attempt) -> None:
    attempt.plant(f"parameters/hello/{ACCESS_KEY.text}.yaml", "region: eu-west-1\nweb: 1\n")


def _application_named_so(attempt: Attempt) -> None:
    attempt.plant(f"parameters/{TOKEN.text}/app.yaml", "application: 1\n")


def _argument(attempt: Attempt) -> None:
    attempt.words.append(TOKEN.text)


def _option(attempt: Attempt) -> None:
    attempt.words += ["--parameters", f"/{TOKEN.text}", f"--{ACCESS_KEY.text}"]


def _crash_of_what_reads(attempt: Attempt) -> None:
    _broken("yaml", attempt)


def _crash_of_lint(attempt: Attempt) -> None:
    shutil.rmtree(attempt.project / ".cache", ignore_errors=True)
    _broken("cfnlint", attempt)


def _broken(module: str, attempt: Attempt) -> None:
    """Something that fails with what it knows in its message."""
    names = "('GITHUB_TOKEN', 'DATABASE_URL', 'SIGNING_KEY')"
    attempt.plant(
        f"broken/{module}.py", f"import os\nraise RuntimeError(' '.join(os.environ[name] for name in {names}))\n"
    )
    attempt.environment["PYTHONPATH"] = "broken"


def _out_is_a_file(attempt: Attempt) -> None:
    (attempt.project / "out").rename(attempt.project / "former")
    attempt.plant("out", "\n".join(ENVIRONMENT.values()))


def _folder_in_the_way(attempt: Attempt) -> None:
    for path in ("out/hello/web.json", "parameters/hello/environment.schema.json"):
        (attempt.project / path).unlink()
        attempt.plant(f"{path}/{TOKEN.text}", TOKEN.text)


def _strange_manifest(attempt: Attempt) -> None:
    attempt.plant("out/hello/manifest.json", f'{{"files": {{"../{TOKEN.text}": 1, "{TOKEN.text}": "x"}}}}')
    attempt.plant(f"out/hello/{TOKEN.text}", TOKEN.text)


def _full_disk(attempt: Attempt) -> None:
    if os.path.exists("/dev/full"):
        attempt.stdout = Path("/dev/full")


def _stopped(number: int, delay: float, attempt: Attempt) -> None:
    attempt.signal, attempt.delay = number, delay
