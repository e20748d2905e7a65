"""Bad input: one clear sentence with file and line and what to do, exit code 1, out/ as it was."""

import os
import re

import pytest

DEV = "parameters/hello/dev.yaml"
APP = "parameters/hello/app.yaml"

# name, file, what is replaced, by what, the line of the sentence, words in it
HERE, BELOW, ANYWHERE = 0, 1, None  # the line of what is replaced, the next one

MISTAKES = [
    ("YAML that does not parse", DEV, "region: eu-west-1", "region: [eu-west-1", HERE, []),
    ("a duplicate key", DEV, "  Memory: 512", "  Memory: 512\n  Memory: 1024", ANYWHERE, ["Memory", "twice"]),
    ("a tab", DEV, "  ZoneCount: 2", "\tZoneCount: 2", HERE, ["tab", "spaces"]),
    ("a YAML tag", APP, "port: 3000", "port: !!python/object/apply:os.system [x]", HERE, ["tag"]),
    (
        "an alias bomb",
        DEV,
        "region: eu-west-1",
        "a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\n"
        "d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\nregion: eu-west-1",
        ANYWHERE,
        ["alias"],
    ),
    ("an unknown key", APP, "    port: 3000", "    prot: 3000", HERE, ["services.web.prot", "did you mean port?"]),
    ("a missing key", APP, "    port: 3000\n", "", ANYWHERE, ["services.web", "port"]),
    ("a word for a number", APP, "cpu: 70", "cpu: lots", HERE, ["lots", "whole number"]),
    ("port 0", APP, "port: 3000", "port: 0", HERE, ["services.web.port", "at least 1"]),
    ("port 70000", APP, "port: 3000", "port: 70000", HERE, ["services.web.port", "at most 65535"]),
    ("an account that lost its quotes", DEV, "region:", "account: 111122223333\nregion:", HERE, ["quotes"]),
    ("an account that would lose its zero", DEV, "region:", "account: 012345678901\nregion:", HERE, ["zero", "quotes"]),
    ("an account of eleven digits", DEV, "region:", 'account: "11112222333"\nregion:', HERE, ["twelve digits"]),
    ("an unknown region", DEV, "eu-west-1", "eu-wst-1", HERE, ["eu-wst-1", "did you mean eu-west-1?"]),
    ("no region", DEV, "region: eu-west-1\n", "", ANYWHERE, ["no region"]),
    ("an unknown stack", DEV, "platform:", "platfrom:", HERE, ["platfrom", "did you mean platform?"]),
    ("an unknown parameter", DEV, "  Cpu: 256", "  CPUs: 256", HERE, ["CPUs", "did you mean Cpu?"]),
    ("a value that is not allowed", DEV, "ZoneCount: 2", "ZoneCount: 4", HERE, ['ZoneCount is "4"', "one of 2, 3"]),
    ("a number out of bounds", DEV, "MaxCapacity: 10", "MaxCapacity: 9999", HERE, ["MaxCapacity", "5000"]),
    (
        "a fraction for a whole number",
        DEV,
        "MaxCapacity: 10",
        "MaxCapacity: 1.5",
        HERE,
        ["MaxCapacity", "whole number"],
    ),
    ("the tag latest", DEV, "ImageTag: 1.0.0", "ImageTag: latest", HERE, ["ImageTag", "other than latest"]),
    ("a missing value", DEV, "  ImageTag: 1.0.0\n", "", ANYWHERE, ["ImageTag", "no value"]),
    ("an empty value", DEV, "ImageTag: 1.0.0", "ImageTag:", HERE, ["ImageTag", "no value"]),
    ("a group for a value", DEV, "ImageTag: 1.0.0", "ImageTag: {a: b}", HERE, ["ImageTag", "one value"]),
    ("a CPU that does not fit its memory", DEV, "Cpu: 256", "Cpu: 1024", HERE, ["Cpu 1024", "2048 to 8192"]),
    ("bounds that cross", DEV, "MinCapacity: 2", "MinCapacity: 11", HERE, ["MinCapacity 11", "above MaxCapacity 10"]),
    ("a VPC too small for its subnets", DEV, "10.10.0.0/16", "10.10.0.0/20", HERE, ["too small", "/20"]),
    ("a CIDR that begins in its middle", DEV, "10.10.0.0/16", "10.10.1.0/16", HERE, ["write 10.10.0.0/16"]),
    ("a network without a way out", DEV, "NatGateways: one", "NatGateways: none", ANYWHERE, ["web", "NatGateways"]),
    ("no CIDR", DEV, "10.10.0.0/16", "10.10.0.0", HERE, ["VpcCidr", "CIDR"]),
    ("a VPC larger than AWS makes", DEV, "10.10.0.0/16", "10.0.0.0/8", HERE, ["from /16 to /28"]),
    ("networks of one range", DEV, "10.10.0.0/16", "10.30.0.0/16", ANYWHERE, ["overlaps", "10.30.0.0/16"]),
    (
        "a domain without a hosted zone",
        DEV,
        "platform:\n",
        "platform:\n  DomainName: a.example.com\n",
        BELOW,
        ["HostedZoneId"],
    ),
    (
        "a certificate of another region",
        DEV,
        "platform:\n",
        "platform:\n  CertificateArn: arn:aws:acm:us-east-1:111122223333:certificate/a1\n",
        BELOW,
        ["us-east-1", "eu-west-1"],
    ),
    ("a tag that the templates set", DEV, "CostCenter", "Environment", HERE, ["Environment"]),
    ("a tag that AWS refuses", DEV, "CostCenter", '"aws:cost"', HERE, ["aws:cost"]),
    ("a reserved service name", APP, "  web:", "  network:", HERE, ["network"]),
    ("a name that climbs out", APP, "application: hello", "application: ../x", HERE, ["application"]),
    ("a name that is not the folder's", APP, "application: hello", "application: other", HERE, ["other", "hello"]),
    ("a name that CloudFormation refuses", APP, "  web:", "  web_site:", HERE, ["web_site"]),
    ("a credential", APP, "{default: info}", "AKIAIOSFODNN7EXAMPLE", HERE, ["LOG_LEVEL", "secrets"]),
    ("a dynamic reference", APP, "{default: info}", '"{{resolve:ssm:/a}}"', HERE, ["plain text", "secrets"]),
    ("a dynamic reference in an environment", DEV, "EnvLogLevel: debug", 'EnvLogLevel: "{{resolve:ssm:/a}}"', HERE, []),
]


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize(
    ("file", "old", "new", "line", "words"), [pytest.param(*case[1:], id=case[0]) for case in MISTAKES]
)
def test_a_mistake_is_one_sentence_with_file_and_line(build, project, file, old, new, line, words):
    path = project / file
    text = path.read_text()
    assert old in text, "the example has changed: adapt the test"
    path.write_text(text.replace(old, new, 1))
    ended = build("hello")
    assert ended.code == 1
    assert ended.out == ""
    assert "Traceback" not in ended.err
    lines = re.findall(rf"{re.escape(str(project))}/parameters/hello/[a-z]+\.yaml:(\d+): .", ended.err)
    assert lines, ended.err
    if line is not ANYWHERE:
        assert str(text[: text.index(old.lstrip())].count("\n") + 1 + line) in lines, ended.err
    assert all(word in ended.err for word in words), ended.err


@pytest.mark.usefixtures("untouched")
def test_a_credential_is_never_repeated(build, project):
    path = project / APP
    path.write_text(path.read_text().replace("{default: info}", "AKIAIOSFODNN7EXAMPLE"))
    assert "EXAMPLE" not in build("hello").err


SECOND = """
  api:
    build: app/api
    port: 80
    public: {path: "/*"}
"""


@pytest.mark.usefixtures("untouched")
def test_two_services_on_one_path_are_refused(build, project):
    path = project / APP
    path.write_text(path.read_text() + SECOND)
    ended = build("hello")
    assert ended.code == 1
    assert "service api and service web answer the same requests" in ended.err


@pytest.mark.usefixtures("untouched")
def test_two_services_of_one_name_are_refused(build, project):
    path = project / APP
    path.write_text(path.read_text() + SECOND.replace("api:", "web:"))
    ended = build("hello")
    assert ended.code == 1
    assert "web" in ended.err
    assert "twice" in ended.err


@pytest.mark.usefixtures("untouched")
def test_every_mistake_of_every_application_is_told_at_once(build, project):
    for name, old, new in (("hello", "Cpu: 256", "Cpu: 1024"), ("bring-your-own-vpc", "DesiredCount: 3", "Desired: 3")):
        path = project / "parameters" / name / "dev.yaml"
        path.write_text(path.read_text().replace(old, new))
    ended = build()
    assert ended.code == 1
    assert "Cpu 1024" in ended.err
    assert "did you mean DesiredCount?" in ended.err


@pytest.mark.parametrize("word", ["biuld", "helo"])
def test_an_unknown_word_is_answered_with_the_nearest(command, word):
    ended = command(word)
    assert ended.code == 1
    assert f"no application {word}" in ended.err


@pytest.mark.parametrize("words", [["--chek"], ["build", "--jobs", "many"], ["build", "--jobs", "-1"]], ids=" ".join)
def test_wrong_usage_ends_with_one(command, words):
    """Two would mean that changes were found."""
    ended = command(*words)
    assert ended.code == 1
    assert ended.err.startswith("Error: ")


@pytest.mark.usefixtures("untouched")
class TestFolders:
    def test_an_empty_folder_is_refused(self, build, project, tmp_path_factory):
        ended = build("--parameters", tmp_path_factory.mktemp("empty"))
        assert ended.code == 1
        assert "holds no application" in ended.err

    def test_a_folder_that_is_not_there_is_refused(self, build, project):
        ended = build("--parameters", project / "none")
        assert ended.code == 1
        assert "is not a folder" in ended.err

    def test_an_application_without_environment_is_refused(self, build, project):
        (project / "parameters/bring-your-own-vpc/dev.yaml").unlink()
        ended = build()
        assert ended.code == 1
        assert "no environment" in ended.err

    def test_an_environment_that_ends_in_yml_is_not_overlooked(self, build, project):
        (project / DEV).rename(project / "parameters/hello/dev.yml")
        ended = build("hello")
        assert ended.code == 1
        assert "dev.yml" in ended.err
        assert "rename" in ended.err

    def test_an_environment_with_a_bad_name_is_refused(self, build, project):
        (project / DEV).rename(project / "parameters/hello/Dev Two.yaml")
        ended = build("hello")
        assert ended.code == 1
        assert "cannot name an environment" in ended.err

    def test_a_file_that_is_a_folder_is_refused(self, build, project):
        (project / DEV).unlink()
        (project / DEV).mkdir()
        ended = build("hello")
        assert ended.code == 1
        assert "folder" in ended.err

    def test_a_missing_app_file_is_refused(self, build, project):
        (project / APP).unlink()
        ended = build("hello")
        assert ended.code == 1
        assert "app.yaml" in ended.err

    def test_a_folder_whose_name_is_no_name_is_refused(self, build, project):
        (project / "parameters/hello").rename(project / "parameters/Hello_1")
        ended = build("Hello_1")
        assert ended.code == 1
        assert "cannot name an application" in ended.err

    def test_a_pipe_does_not_hang(self, build, project):
        (project / DEV).unlink()
        os.mkfifo(project / DEV)
        ended = build("hello")
        assert ended.code == 1
        assert "dev.yaml" in ended.err
