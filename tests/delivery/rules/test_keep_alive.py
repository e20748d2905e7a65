"""A container keeps connections open for longer than the balancer does."""

from typing import Any

import pytest

from delivery.rules.keep_alive import IDLE
from delivery.rules.keep_alive import KeepAlive as Rule
from tests.delivery.rules.balancing_lab import BALANCER, SERVICE, balancer, group, listener, service, task
from tests.delivery.rules.container_lab import conditional, place
from tests.delivery.rules.lab import changed, findings, found, resources, without

CONTAINER = ("Task", "Properties", "ContainerDefinitions", 0)
VALUE = (*CONTAINER, "Environment", 0, "Value")


def behind(idle: Any = "60", /, **container: Any) -> dict[str, Any]:
    return resources(
        Balancer=balancer({IDLE: idle}),
        Listener=listener(),
        Group=group(),
        Service=service(),
        Task=task(**container),
    )


def with_variable(name: str, value: Any, idle: Any = "60") -> dict[str, Any]:
    return behind(idle, Environment=[{"Name": name, "Value": value}])


def test_a_container_that_waits_longer_is_fine() -> None:
    assert found(Rule, with_variable("KEEP_ALIVE_TIMEOUT", "65")) == []
    assert found(Rule, with_variable("KEEP_ALIVE_TIMEOUT", "61", 60)) == []
    assert found(Rule, behind()) == []


def test_a_container_that_closes_first_is_found() -> None:
    assert findings(Rule, with_variable("KEEP_ALIVE_TIMEOUT", "5")) == [
        (
            place(*VALUE),
            f"The container web closes idle connections after 5 seconds, its balancer after 60. {Rule.advice}",
        )
    ]


def test_closing_at_the_same_time_is_found() -> None:
    assert found(Rule, with_variable("KEEP_ALIVE_TIMEOUT", "60")) == [place(*VALUE)]


@pytest.mark.parametrize(
    "name",
    [
        "KEEP_ALIVE_SECONDS",
        "KEEPALIVE_TIMEOUT",
        "UVICORN_TIMEOUT_KEEP_ALIVE",
        "HTTP_KEEP_ALIVE_TIMEOUT",
        "SERVER_KEEP_ALIVE_TIMEOUT_SECONDS",
    ],
)
def test_names_that_say_keep_alive_are_known(name: str) -> None:
    assert found(Rule, with_variable(name, "5")) == [place(*VALUE)]


@pytest.mark.parametrize("name", ["KEEP_ALIVE_TIMEOUT_MS", "KEEP_ALIVE_TIMEOUT", "KEEP_ALIVE_MS"])
def test_milliseconds_are_understood(name: str) -> None:
    """A thousand seconds would be no keep-alive time."""
    assert found(Rule, with_variable(name, "5000")) == [place(*VALUE)]
    assert found(Rule, with_variable(name, "65000")) == []


@pytest.mark.parametrize(
    "name", ["KEEP_ALIVE", "KEEPALIVE_REQUESTS", "TCP_KEEPALIVE_TIMEOUT", "REDIS_KEEP_ALIVE_SECONDS", "TIMEOUT", ""]
)
def test_other_names_say_nothing_about_the_server(name: str) -> None:
    assert found(Rule, with_variable(name, "5")) == []


@pytest.mark.parametrize("part", ["Command", "EntryPoint"])
@pytest.mark.parametrize(
    "words",
    [
        ["uvicorn", "app:app", "--timeout-keep-alive", "5"],
        ["gunicorn", "--keep-alive=2", "app:app"],
        ["sh", "-c", "exec gunicorn --keep-alive 2 app:app"],
        ["serve", "--keepalive-timeout", "30"],
    ],
)
def test_options_of_the_command_count_too(words: list[str], part: str) -> None:
    assert found(Rule, behind(**{part: words})) == [place(*CONTAINER, part)]
    assert found(Rule, behind("1", **{part: words})) == []


def test_no_keep_alive_at_all_is_safe() -> None:
    assert found(Rule, behind(Command=["gunicorn", "--keep-alive", "0"])) == []


def test_a_balancer_that_does_not_say_waits_a_minute() -> None:
    assert found(Rule, without(with_variable("KEEP_ALIVE_SECONDS", "60"), *BALANCER, "LoadBalancerAttributes")) == [
        place(*VALUE)
    ]


def test_other_containers_do_not_meet_the_balancer() -> None:
    template = with_variable("KEEP_ALIVE_SECONDS", "5")
    assert found(Rule, changed(template, *SERVICE, "LoadBalancers", 0, "ContainerName", to="router")) == []


@pytest.mark.parametrize("kind", ["network", {"Ref": "Kind"}])
def test_only_application_load_balancers_use_connections_again(kind: object) -> None:
    assert found(Rule, changed(with_variable("KEEP_ALIVE_SECONDS", "5"), *BALANCER, "Type", to=kind)) == []


def test_what_is_not_known_is_left_alone() -> None:
    assert found(Rule, with_variable("KEEP_ALIVE_SECONDS", {"Ref": "KeepAlive"})) == []
    assert found(Rule, with_variable("KEEP_ALIVE_SECONDS", "5", {"Ref": "Idle"})) == []
    assert found(Rule, without(with_variable("KEEP_ALIVE_SECONDS", "5"), "Listener")) == []
    assert found(Rule, behind(Environment="KEEP_ALIVE_SECONDS=5")) == []


def test_only_the_answer_that_closes_first_is_found() -> None:
    value = {"Fn::If": ["Short", "5", "65"]}
    assert found(Rule, conditional(with_variable("KEEP_ALIVE_SECONDS", value), "Short")) == [place(*VALUE, "Fn::If", 1)]
