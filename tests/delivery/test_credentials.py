"""Credentials: known by their shape, refused where people write, never repeated."""

from pathlib import Path

import pytest

from delivery.command_line import run
from delivery.credentials import hidden, kind_of
from delivery.reading.document import shown
from delivery.reading.literal_secrets import literal_secrets
from delivery.reading.reader import parse
from delivery.rules._secret_words import KEY_SHAPES
from generate import commands

FILE = Path("app.yaml")
# Put together here, so that nobody who looks for real ones finds them.
SAMPLES = {
    "an AWS access key": "AKIA" + "IOSFODNN7EXAMPLE",
    "a private key": "-----BEGIN RSA " + "PRIVATE KEY-----\nMIIabc\ndef==\n-----END RSA PRIVATE KEY-----",
    "a GitHub token": "ghp_" + "a1B2c3D4e5" * 3 + "a1B2c3",
    "a GitLab token": "glpat-" + "a1B2c3D4e5" * 2,
    "a Slack token": "xoxb-" + "1234567890-abc",
    "a Stripe key": "sk_live_" + "a1B2c3D4e5" * 2,
    "a Google key": "AIza" + "a1B2c3D4e5" * 3 + "a1B2c",
    "an npm token": "npm_" + "a1B2c3D4e5" * 3 + "a1B2c3",
    "a signed token": "eyJhbGciOiJIUzI1" + ".eyJzdWIiOiIxMjM0" + ".dBjftJeZ4CVPmB92K27uhbUJU1p1r_wW1gFWFOEjXk",
    "a password in a URL": "postgres://app:" + "c0rrecthorse@db.example.com:5432/app",
    "a password in a connection string": "Server=db;Database=app;Uid=me;Pwd=" + "c0rrecthorse",
    "a password on a command line": " --api-key=" + "c0rrecthorse",
    "a password in a torn URL": "://app:" + "c0rrecthorse@db.example.com",
    "a session token of AWS": "IQoJb3JpZ2lu" + "X2VjEAoaCXVzLWVhc3QtMSJHMEUCIQDx" * 2,
    "a secret access key of AWS": "wJalrXUtnFEMI/K7MDENG" + "/bPxRfiCYEXAMPLEKEY",
}


def test_there_is_a_sample_of_every_shape_that_the_rules_know():
    assert set(KEY_SHAPES) <= set(SAMPLES)


@pytest.mark.parametrize("kind", SAMPLES)
def test_a_credential_is_known_and_nothing_of_it_is_shown(kind):
    sample = SAMPLES[kind]
    assert kind_of(f"before {sample} after") == kind
    told = hidden(f"before {sample} after")
    assert f"[{kind}, not shown]" in told
    secret = "c0rrecthorse" if "password" in kind else sample.removeprefix("-----BEGIN RSA ")
    assert not [start for start in range(len(secret) - 11) if secret[start : start + 12] in told]
    assert told.startswith("before ")
    assert told.endswith(" after")


@pytest.mark.parametrize(
    "text",
    [
        "arn:aws:secretsmanager:eu-west-1:111122223333:secret:hello/API_KEY-AbCdEf",
        "sha256:" + "0123456789abcdef" * 4,
        "da39a3ee5e6b4b0d3255bfef95601890afd80709",
        "DA39A3EE5E6B4B0D3255BFEF95601890AFD80709",
        "/hello/prod/web/DatabaseConnectionOfWeb1",
        "AmazonECSTaskExecutionRolePolicy12345678",
        "postgres://db.example.com:5432/app",
        "postgres://app:${PASSWORD}@db.example.com/app",
        "https://example.com/a:b@c",
        "{{resolve:ssm:/hello/password}}",
        "the password of the database",
        "run --password=$PASSWORD --token=/run/secrets/token --password-file=x --secret=arn:aws:x",
        "111122223333.dkr.ecr.eu-west-1.amazonaws.com/hello/web:1.0.0",
    ],
)
def test_what_is_no_credential_is_left_as_it_is(text):
    assert kind_of(text) is None
    assert hidden(text) == text


def test_a_file_name_keeps_its_end_and_its_line():
    assert (
        hidden(f"hello/{SAMPLES['an AWS access key']}.yaml:3: no") == "hello/[an AWS access key, not shown].yaml:3: no"
    )


def test_a_credential_is_hidden_before_a_text_is_cut():
    assert shown("x" * 45 + " " + SAMPLES["a password in a URL"], 60).endswith(" [a password in...")


def told(text: str) -> list[str]:
    return [str(problem) for problem in literal_secrets(parse(text, FILE))]


def test_a_credential_is_refused_with_its_line_and_what_to_do():
    sentences = told(f"application: hello\nservices:\n  web:\n    command: [run, {SAMPLES['a GitHub token']}]\n")
    assert sentences == [
        "app.yaml:4: services.web.command[1] holds what looks like a GitHub token: take it out, make it invalid where "
        "it was issued, and name a variable under secrets: in app.yaml, which says where its value comes from"
    ]


def test_every_credential_of_a_file_is_told():
    text = "\n".join(f'k{number}: "{sample}"' for number, sample in enumerate(SAMPLES.values()) if "\n" not in sample)
    assert len(told(text)) == len(SAMPLES) - 1


def test_a_credential_as_a_name_is_refused_without_it():
    key = SAMPLES["an AWS access key"]
    sentences = told(f"web:\n  {key}: 1\n")
    assert sentences[0].startswith("app.yaml:2: web.[an AWS access key, not shown] is a name that looks like an AWS")
    assert key not in sentences[0]


@pytest.mark.parametrize(
    "text",
    [
        "services: {web: {environment: {DB_PASSWORD: horse}}}",
        "services: {web: {environment: {DB_PASSWORD: {default: horse}}}}",
        "services: {web: {secrets: {ANY: horse}}}",
        "services: {web: {secrets: {ANY: [horse]}}}",
        "services: {web: {secrets: horse}}",
        "services: {web: {secrets: {A: {generate: {template: {password: horse}}}}}}",
        "web: {EnvDbPassword: horse}",
        "tags: {token: horse}",
        "apiKey: horse",
    ],
)
def test_a_value_whose_name_says_secret_is_refused_and_not_repeated(text):
    (sentence,) = told(text)
    assert "secrets: in app.yaml" in sentence
    assert "horse" not in sentence


@pytest.mark.parametrize(
    "text",
    [
        "services: {web: {environment: {TOKEN_URL: 'https://a.example', PASSWORD_FILE: /run/x, NEEDS_TOKEN: true}}}",
        "services: {web: {secrets: {DB_PASSWORD: {from: secret, field: password}, A: {generate: {length: 32}}}}}",
        "services: {secrets: {build: app/secrets, port: 80}}",
        "services: {web: {secrets: {secrets: {from: parameter}}}}",
        "secrets: {ImageTag: 1.0.0}",
        "web: {DbPasswordSecretArn: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:a', ApiKeyParameter: /a/b}",
        "web: {DbPassword: ''}",
    ],
)
def test_what_only_names_a_secret_is_taken(text):
    assert told(text) == []


def test_examples_are_taken():
    for path in (Path(__file__).parents[2] / "parameters").rglob("*.yaml"):
        assert literal_secrets(parse(path.read_text(), path)) == []


def test_a_word_of_the_command_line_that_is_a_credential_is_not_repeated(capsys):
    for sample in SAMPLES.values():
        assert run(commands, ["build", sample, "--debug"]) == 1
        said = capsys.readouterr()
        assert kind_of(said.out + said.err) is None
        assert "not shown]" in said.err
