"""What the model of app.yaml refuses, and in which words."""

import json

import pytest
from pydantic import ValidationError

from templates.application import RESERVED, Application
from templates.stacks import render
from tests.templates.samples import SAMPLES, accepts, build, container, nodes, of_type, public, service


def refusal(**services):
    with pytest.raises(ValidationError) as caught:
        build(**services)
    return str(caught.value)


def refusal_of(data):
    with pytest.raises(ValidationError) as caught:
        Application.model_validate({"application": "shop", "services": {"web": public()}} | data)
    return str(caught.value)


def refused(id_, words, **settings):
    return pytest.param(settings, words, id=id_)


@pytest.mark.parametrize("sample", SAMPLES)
def test_sample_is_accepted_and_survives_a_round_trip(sample):
    """Written out and read again it is the same application."""
    made = SAMPLES[sample]()
    assert Application.model_validate_json(made.model_dump_json(by_alias=True, exclude_unset=True)) == made


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        refused("port 0", ["port", "greater than or equal to 1"], port=0),
        refused("port 70000", ["port", "less than or equal to 65535"], port=70000),
        refused("port as text", ["port", "valid integer"], port="3000"),
        refused("an unknown key", ["prot", "not permitted"], prot=3000),
        refused("an unknown key further down", ["public.pth", "not permitted"], public={"path": "/*", "pth": "/"}),
        refused("neither build nor image", ["either build or image"], build=None),
        refused("both build and image", ["either build or image"], image="nginx"),
        refused("an image with a tag", ["image"], build=None, image="public.ecr.aws/nginx/nginx:1.27"),
        refused("an image with a digest", ["image"], build=None, image="nginx@sha256:" + "0" * 64),
        refused("root by number", ["user"], user="0:0"),
        refused("root by name", ["user"], user="root"),
        refused("a group without a user", ["user"], user=":1000"),
        refused("a relative writable folder", ["writable"], writable=["tmp"]),
    ],
)
def test_service_is_refused_with(settings, words):
    text = refusal(web={key: value for key, value in (service() | settings).items() if value is not None})
    assert all(word in text for word in words), text


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        refused("cut off by Fargate", ["121 seconds", "120", "longest_request"], longest_request=60, stops_within=61),
        refused("longest request of 111", ["longest_request", "110"], longest_request=111),
        refused("start of 301", ["starts_within", "300"], starts_within=301),
        refused(
            "a timeout as long as the interval",
            ["timeout 30 is not below the interval 30", "lower it"],
            health={"timeout": 30, "interval": 30},
        ),
        refused("a timeout above the interval", ["timeout 20"], health={"timeout": 20, "interval": 10}),
        refused("an interval of 4", ["interval"], health={"interval": 4}),
        refused("one good answer", ["healthy"], health={"healthy": 1}),
        refused("a matcher of words", ["matcher"], health={"matcher": "OK"}),
        refused("a health path without a slash", ["health.path"], health={"path": "health"}),
        refused("an empty health command", ["command"], health={"command": []}),
    ],
)
def test_timing_and_health_are_refused_with(settings, words):
    text = refusal(web=public(**settings))
    assert all(word in text for word in words), text


def test_longest_request_and_closing_down_may_take_all_of_120_seconds():
    assert build(web=public(longest_request=60, stops_within=60)).services["web"].stops_within == 60


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        refused("nothing to scale on", ["cpu, memory, requests or custom"], scaling={}),
        refused("requests of a private service", ["requests", "public service"], scaling={"requests": 100}),
        refused("cpu of 95 %", ["scaling.cpu", "90"], scaling={"cpu": 95}),
        refused("a custom target of 0", ["target"], scaling={"custom": {"namespace": "A", "metric": "B", "target": 0}}),
    ],
)
def test_scaling_is_refused_with(settings, words):
    text = refusal(worker=service(health={"command": ["check"]}, **settings))
    assert all(word in text for word in words), text


@pytest.mark.parametrize(
    ("secret", "words"),
    [
        pytest.param({}, ["one source", "generate"], id="no source"),
        pytest.param({"generate": {}, "from": "secret"}, ["one source"], id="two sources"),
        pytest.param({"from": "file"}, ["parameter", "secret"], id="an unknown source"),
        pytest.param({"value": "hunter2"}, ["value", "not permitted"], id="the value itself"),
        pytest.param({"from": "parameter", "field": "a"}, ["field", "from: secret"], id="a field of an SSM parameter"),
        pytest.param({"generate": {}, "field": "a"}, ["generate: {field"], id="the field in the wrong place"),
        pytest.param({"from": "secret", "rotate_after": 30}, ["rotate"], id="rotation of somebody else's secret"),
        pytest.param({"generate": {"length": 7}}, ["length", "8"], id="7 characters"),
    ],
)
def test_secret_is_refused_with(secret, words):
    text = refusal(web=public(secrets={"API_KEY": secret}))
    assert all(word in text for word in words), text


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        pytest.param(
            {"A": "{{resolve:secretsmanager:prod/db:SecretString:password}}"},
            ["A would be expanded to plain text", "move it to secrets"],
            id="a dynamic reference",
        ),
        pytest.param(
            {"A": {"default": "x{{resolve:ssm:/a:1}}"}}, ["plain text"], id="a dynamic reference as a default"
        ),
        pytest.param({"A": "AKIAIOSFODNN7EXAMPLE"}, ["A looks like a credential", "secrets"], id="an access key"),
        pytest.param({"A": {"default": "ASIAIOSFODNN7EXAMPLE"}}, ["credential"], id="an access key as a default"),
        pytest.param({"A": "-----BEGIN RSA PRIVATE KEY-----"}, ["credential"], id="a private key"),
        pytest.param({"A": "ghp_" + "a" * 36}, ["credential"], id="a token of GitHub"),
        pytest.param({"AWS_SECRET_ACCESS_KEY": "x"}, ["AWS_SECRET_ACCESS_KEY", "credential"], id="a credential's name"),
        pytest.param({"A-B": "x"}, ["A-B", "pattern"], id="a name that no shell knows"),
        pytest.param({"A": None}, ["environment.A"], id="nothing"),
        pytest.param({"API_KEY": "1", "api_key": "2"}, ["API_KEY", "api_key", "rename"], id="two names in one"),
    ],
)
def test_environment_is_refused_with(environment, words):
    text = refusal(web=public(environment=environment))
    assert all(word in text for word in words), text


def test_refusal_of_a_credential_says_where_it_is():
    with pytest.raises(ValidationError) as caught:
        build(web=public(environment={"A": "AKIAIOSFODNN7EXAMPLE"}))
    (error,) = caught.value.errors()
    assert error["ctx"]["at"] == ["environment", "A"]
    assert "AKIA" not in error["msg"]


def test_refusal_of_a_credential_never_repeats_it():
    """G3: the error may end in a log or a traceback."""
    text = refusal(web=public(environment={"A": "AKIAIOSFODNN7EXAMPLE"}))
    assert "EXAMPLE" not in text
    assert "AKIA" not in text


def test_variable_that_is_both_plain_and_secret_is_refused():
    text = refusal(web=public(environment={"TOKEN": "x"}, secrets={"TOKEN": {"generate": {}}}))
    assert "TOKEN" in text
    assert "rename one" in text


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("../x", id="a path"),
        pytest.param("a/b", id="a slash"),
        pytest.param("Web", id="an uppercase letter"),
        pytest.param("1web", id="a digit first"),
        pytest.param("-web", id="a hyphen first"),
        pytest.param("web-", id="a hyphen last"),
        pytest.param("we--b", id="two hyphens"),
        pytest.param("wéb", id="an accent"),
        pytest.param("web\n", id="a line break"),
        pytest.param("", id="nothing"),
        pytest.param("w" * 33, id="33 characters"),
    ],
)
@pytest.mark.parametrize("of", ["application", "service"])
def test_name_is_refused_with(of, name):
    data = {"application": name} if of == "application" else {"services": {name: public()}}
    text = refusal_of(data)
    assert "pattern" in text or "at most 32" in text


@pytest.mark.parametrize("name", sorted(RESERVED))
def test_service_cannot_be_called(name):
    """These words are keys of an environment file or stacks of their own."""
    assert f"a service cannot be called {name}" in refusal_of({"services": {name: public()}})


def test_reserved_words_are_the_keys_of_an_environment_and_the_other_stacks():
    assert {"account", "data", "network", "platform", "region", "registry", "tags"} <= RESERVED


def test_services_whose_names_become_one_logical_id_are_refused_by_name():
    """`a-1` and `a1` would both be `A1` in the registry (F-12)."""
    text = refusal(a_1=service(health={"command": ["x"]}), a1=service(health={"command": ["x"]}))
    assert "a-1" in text
    assert "a1" in text


def test_private_service_says_how_its_health_is_checked():
    """TD-14: no balancer asks it, so the container has a check of its own."""
    assert "private service" in refusal(worker=service())
    made = build(worker=service(health={"command": ["worker", "check"]}))
    assert container(render(made)["worker"])["HealthCheck"]["Command"] == ["CMD", "worker", "check"]


def test_application_without_services_is_refused():
    assert "at least 1 item" in refusal_of({"services": {}})


def test_existing_network_is_a_choice_of_two():
    assert "'new' or 'existing'" in refusal_of({"network": "default"})


@pytest.mark.parametrize(
    ("match", "words"),
    [
        pytest.param({}, ["path, a host or headers"], id="nothing to match"),
        pytest.param({"path": "api"}, ["path", "pattern"], id="a path without a slash"),
        pytest.param({"path": "/" + "a" * 128}, ["path", "128"], id="a path of 129 characters"),
        pytest.param({"path": "/a b"}, ["path", "pattern"], id="a blank in a path"),
        pytest.param({"host": "a_b.example.com"}, ["host", "pattern"], id="an underscore in a host"),
        pytest.param(
            {"headers": {"a": "1", "b": "2", "c": "3", "d": "4"}}, ["headers", "at most 3"], id="four headers"
        ),
        pytest.param({"path": "/*/*/*/*/*/*/*"}, ["six wildcards"], id="seven wildcards in a path"),
        pytest.param({"path": "/????", "host": "*.*.*"}, ["six wildcards"], id="seven wildcards in path and host"),
        pytest.param({"path": "/*", "headers": {"A": "*******"}}, ["six wildcards"], id="seven wildcards in a header"),
        pytest.param({"path": "/*", "priority": 0}, ["priority", "1"], id="priority 0"),
        pytest.param({"path": "/*", "priority": 50001}, ["priority", "50000"], id="priority 50001"),
        pytest.param({"path": "/*", "slow_start": 29}, ["slow_start", "30"], id="a slow start of 29 seconds"),
        pytest.param({"path": "/*", "sticky_for": 604801}, ["sticky_for"], id="more than a week of stickiness"),
    ],
)
def test_match_is_refused_with(match, words):
    text = refusal(web=service(public=match))
    assert all(word in text for word in words), text


def test_two_services_on_one_path_are_refused_by_name():
    text = refusal(web=public("/*"), api=public("/*"))
    assert "service api and service web answer the same requests" in text


def test_host_names_are_the_same_in_any_case():
    hosts = ("Shop.example.com", "shop.example.com")
    web, api = (service(public={"host": host}) for host in hosts)
    assert "the same requests" in refusal(web=web, api=api)


def test_one_path_on_two_hosts_is_accepted():
    made = build(
        web=service(public={"path": "/*", "host": "a.example.com"}),
        api=service(public={"path": "/*", "host": "b.example.com"}),
    )
    assert len(made.services) == 2


def test_route_on_a_services_path_is_refused():
    text = refusal_of({"routes": [{"path": "/*", "respond": {}}]})
    assert "route /* and service web" in text


@pytest.mark.parametrize(
    ("route", "words"),
    [
        pytest.param({}, ["one effect", "respond or redirect"], id="no effect"),
        pytest.param({"respond": {}, "redirect": {"path": "/"}}, ["one effect"], id="two effects"),
        pytest.param({"redirect": {}}, ["host or a path"], id="a redirect to nowhere"),
        pytest.param({"respond": {"status": 600}}, ["status", "599"], id="status 600"),
        pytest.param({"respond": {"body": "x" * 1025}}, ["body", "1024"], id="a body of 1025 characters"),
        pytest.param({"respond": {"type": "text/xml"}}, ["text/plain"], id="a content type that ELB does not know"),
    ],
)
def test_route_is_refused_with(route, words):
    text = refusal_of({"routes": [{"path": "/old/*"} | route]})
    assert all(word in text for word in words), text


@pytest.mark.parametrize(
    ("way", "word"),
    [
        pytest.param({"port": 0, "to": "10.0.0.0/8", "why": "x"}, "port", id="port 0"),
        pytest.param({"port": 80, "to": "example.com", "why": "x"}, "to", id="a name"),
        pytest.param({"port": 80, "to": "999.0.0.0/8", "why": "x"}, "to", id="a number above 255"),
        pytest.param({"port": 80, "to": "10.0.0.0/99", "why": "x"}, "to", id="a prefix of 99"),
        pytest.param({"port": 80, "to": "10.0.0.0/8"}, "why", id="no reason"),
        pytest.param({"port": 80, "to": "10.0.0.0/8", "why": "the team's cache"}, "why", id="a character EC2 refuses"),
        pytest.param({"port": 80, "to": "10.0.0.0/8", "why": "Größe"}, "why", id="a letter EC2 refuses"),
    ],
)
def test_egress_is_refused_with(way, word):
    """CloudFormation would notice only when EC2 refuses the rule, half way through a deployment."""
    with pytest.raises(ValidationError) as caught:
        build(web=public(egress=[way]))
    (error,) = caught.value.errors()
    assert [*error["loc"], *error.get("ctx", {}).get("at", [])][2:] == ["egress", 0, word]


def test_settings_cannot_be_changed_afterwards():
    made = SAMPLES["minimal"]()
    with pytest.raises(ValidationError, match="frozen"):
        made.application = "other"


@pytest.mark.parametrize("value", ["${AWS::AccountId}", "${X}", "$${A}"])
def test_text_with_a_dollar_sign_stays_text(value):
    """An environment variable is never a Fn::Sub (F-9)."""
    made = container(render(build(web=public(environment={"A": value})))["web"])
    assert {"Name": "A", "Value": value} in made["Environment"]


@pytest.mark.parametrize(
    "secret",
    [
        pytest.param({"generate": {"field": "${AWS::AccountId}"}}, id="generated"),
        pytest.param({"from": "secret", "field": "${AWS::AccountId}"}, id="of an existing secret"),
        pytest.param({"from": "secret", "field": "a:b"}, id="with a colon, which ECS would take for a version"),
    ],
)
def test_field_of_a_secret_is_a_plain_name(secret):
    """It becomes part of a Fn::Sub and of what ECS reads (F-9)."""
    assert "field" in refusal(web=public(secrets={"A": secret}))


def test_adjustable_variable_of_several_lines_satisfies_its_own_pattern():
    """A certificate chain, say: CloudFormation would refuse the template's own default."""
    template = render(build(web=public(environment={"CHAIN": {"default": "one\ntwo"}})))["web"]
    declared = template["Parameters"]["EnvChain"]
    assert accepts(declared, declared["Default"])
    assert not accepts(declared, "one\n{{resolve:ssm:/a}}")


def test_words_of_app_yaml_reach_the_template_unchanged():
    """Nothing is escaped, cut or turned into something else on the way."""
    odd = 'a "quoted" {brace} <tag> ü €'
    template = render(build(web=public(environment={"ODD": odd}, command=["sh", odd])))["web"]
    assert odd in container(template)["Command"]
    assert odd in [node for node in nodes(json.loads(json.dumps(template))) if isinstance(node, str)]
    assert len(of_type(template, "AWS::ECS::TaskDefinition")) == 1
