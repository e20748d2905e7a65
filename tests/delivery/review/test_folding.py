"""What every release has is one line, and nothing else is."""

import pytest

from delivery.change_set import Drift
from delivery.review.model import Level
from tests.delivery.predict.sides import ref, template
from tests.delivery.review.changes import VPC, edit, follows, modify, pictured, reviewed
from tests.delivery.review.reviews import stack


def released(before, after, **service):
    def side(task, more):
        return template(
            {
                "Task": ("AWS::ECS::TaskDefinition", task),
                "Web": ("AWS::ECS::Service", {"TaskDefinition": ref("Task"), **service, **more}),
            }
        )

    return stack(side(before, {}), side(after, {})).rows


def container(**more):
    return {"ContainerDefinitions": [{"Name": "web", **more}]}


@pytest.mark.parametrize(
    ("before", "after", "summary"),
    [
        (container(Image="r/a:1"), container(Image="r/a:2"), "image of web 1 → 2"),
        (container(Image="r/a:1"), container(Image="r/b:1"), "image of web r/a:1 → r/b:1"),
        (
            container(Image="r/a@sha256:" + "1" * 64),
            container(Image="r/a@sha256:" + "2" * 64),
            f"image of web sha256:{'1' * 12} → sha256:{'2' * 12}",
        ),
        (container(), container(Image="r/a:1"), "Image"),
        ({"Memory": "512"}, {"Memory": "1024"}, "Memory 512 → 1024"),
        (container(Memory=1, Cpu=1, Image="r/a:1"), container(Memory=2, Cpu=2, Image="r/a:2"), "image of web 1 → 2"),
        (
            container(Environment=[{"Name": "MODE", "Value": "a"}]),
            container(Environment=[{"Name": "MODE", "Value": "b"}]),
            "MODE a → b",
        ),
        (
            container(WorkingDirectory="/a"),
            container(WorkingDirectory="/b"),
            "WorkingDirectory",
        ),
        ({"Family": "a"}, {"Family": "b"}, "Family"),
        (
            {"Cpu": "256", "Memory": "512", "Family": "a", "PidMode": "a", **container(Image="r/a:1")},
            {"Cpu": "512", "Memory": "1024", "Family": "b", "PidMode": "b", **container(Image="r/a:2")},
            "image of web 1 → 2, Cpu 256 → 512, Memory 512 → 1024 and 2 more",
        ),
        (
            {"Cpu": "256", "Memory": "512", "Family": "a", **container(Image="r/a:1")},
            {"Cpu": "512", "Memory": "1024", "Family": "b", **container(Image="r/a:2")},
            "image of web 1 → 2, Cpu 256 → 512, Memory 512 → 1024 and Family",
        ),
    ],
    ids=lambda one: str(one)[:50],
)
def test_what_a_release_brings_is_said_in_one_line(before, after, summary):
    (only,) = released(before, after)
    assert only.summary == f"{summary}, rolling deployment"
    assert (only.symbol, only.level, only.reasons, only.differences) == ("~", Level.ROUTINE, (), ())
    assert only.causes[0].sentence.endswith("edited in the template")


@pytest.mark.parametrize(
    ("service", "words"),
    [
        ({"DeploymentController": {"Type": "EXTERNAL"}}, "deployed by an external controller"),
        ({"DeploymentController": {"Type": "ECS"}}, "rolling deployment"),
        ({"DeploymentConfiguration": {"Strategy": "ROLLING"}}, "rolling deployment"),
        ({"DeploymentConfiguration": {"MaximumPercent": 200}}, "rolling deployment"),
        ({"DeploymentConfiguration": {"Strategy": "LINEAR"}}, "linear deployment"),
        ({"DeploymentConfiguration": {"Strategy": "ALL_AT_ONCE"}}, "all at once deployment"),
    ],
    ids=str,
)
def test_every_way_to_deploy_has_its_words(service, words):
    (only,) = released({"Family": "a"}, {"Family": "b"}, **service)
    assert only.summary == f"Family, {words}"


def test_two_services_with_one_task_definition_are_folded_once():
    def side(image):
        services = {f"Web{number}": ("AWS::ECS::Service", {"TaskDefinition": ref("Task")}) for number in "12"}
        return template({"Task": ("AWS::ECS::TaskDefinition", container(Image=image)), **services})

    found = stack(side("r/a:1"), side("r/a:2")).rows
    assert sorted(one.id for one in found) == ["Web1", "Web2"]
    assert [[member.id for member in one.members] for one in found if one.members] == [["Task", "Web1"]]


def test_tags_of_a_service_are_folded_with_its_release():
    def side(image, team):
        service = {"TaskDefinition": ref("Task"), "Tags": [{"Key": "Team", "Value": team}]}
        return template(
            {
                "T": ("A::B::C", {}),
                "Task": ("AWS::ECS::TaskDefinition", container(Image=image)),
                "Web": ("AWS::ECS::Service", service),
            }
        )

    (only,) = stack(side("r/a:1", "x"), side("r/a:2", "y")).rows
    assert only.action == "roll out"


def tagged(values, **more):
    bodies = {
        name: (VPC, {"CidrBlock": "10.0.0.0/16", "Tags": [{"Key": "Team", "Value": value}], **more.get(name, {})})
        for name, value in values.items()
    }
    return template(bodies)


def test_tags_that_change_in_different_ways_are_different_lines_and_one_alone_is_none():
    before = tagged({"A": "1", "B": "1", "C": "2", "D": "2", "E": "3"})
    after = tagged({"A": "x", "B": "x", "C": "y", "D": "y", "E": "z"})
    found = {one.id: [member.id for member in one.members] for one in stack(before, after).rows}
    assert found == {"E": [], "(tags 1)": ["A", "B"], "(tags 2)": ["C", "D"]}
    (only,) = stack(tagged({"A": "1", "B": "1"}), tagged({"A": "2", "B": "2"})).rows
    assert (only.id, only.action, only.symbol, only.summary) == ("(tags)", "tag", "~", "Team 1 → 2")
    assert only.causes[0].sentence == "Tags was edited in the template"
    assert [(one.path, one.before, one.after, one.attribute) for one in only.differences] == [
        ("Tags/Team", "1", "2", "Tags")
    ]


def test_a_resource_of_which_more_than_tags_changes_stays_by_itself():
    sides = (tagged({"A": value, "B": value, "C": value}, C={"EnableDnsSupport": value}) for value in "12")
    assert {one.id for one in stack(*sides).rows} == {"(tags)", "C"}


def test_what_is_folded_is_pictured_with_the_row_that_it_is_in():
    sides = (tagged({"A": value, "B": value}) for value in "12")
    nodes, _ = pictured(stack(*sides))
    assert {(node[0], node[1]) for node in nodes} == {("A", "(tags)"), ("B", "(tags)")}


def test_tags_that_are_more_than_routine_are_not_folded():
    tags = edit("Tags/0/Value", attribute="Tags", drift=Drift("1", "3"))
    found = reviewed(modify("A", tags), modify("B", tags))
    assert [one.id for one in found.rows] == ["A", "B"]


def test_a_long_tag_is_shown_whole_and_a_digest_begun():
    (only,) = released(container(Image="r/a:2026-01-01-release-1"), container(Image="r/a:2026-01-01-release-2"))
    assert only.summary.startswith("image of web 2026-01-01-release-1 → 2026-01-01-release-2,")


def test_a_release_of_a_service_that_is_set_back_to_a_number_of_tasks_is_not_folded():
    def side(family):
        return template(
            {
                "Task": ("AWS::ECS::TaskDefinition", {"Family": family}),
                "Web": ("AWS::ECS::Service", {"TaskDefinition": ref("Task"), "DesiredCount": 2}),
                "T": ("AWS::ApplicationAutoScaling::ScalableTarget", {"MinCapacity": 1}),
            }
        )

    assert [(one.id, one.level) for one in stack(side("a"), side("b")).rows] == [
        ("Web", Level.OUTAGE),
        ("Task", Level.ROUTINE),
    ]


def test_a_service_that_names_its_task_definition_by_an_attribute_or_without_a_path_is_folded_too():
    task = modify("Task", edit("Family", "Always"), type_="AWS::ECS::TaskDefinition", replacement="True")
    for detail in (
        follows("Task.TaskDefinitionArn", "Never", "TaskDefinition"),
        follows("Task", "Never", "TaskDefinition", path=""),
        follows("Task", "Never", "TaskDefinition", name=""),
    ):
        (only,) = reviewed(task, modify("Web", detail, type_="AWS::ECS::Service")).rows
        assert only.action == "roll out"
