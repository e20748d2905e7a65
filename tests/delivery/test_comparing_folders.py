"""Two folders, or two templates: which stacks are compared, in which order, with which values."""

import json
from pathlib import Path

import pytest

from delivery.comparing import Compared, Wanted, compared
from delivery.problems import Refused
from tests.conftest import ROOT

PARAMETERS = {"Cpu": {"Type": "String", "Default": "256"}}


def template(**more):
    return {"Parameters": PARAMETERS, "Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}, **more}


def write(folder: Path, files: dict[str, object]) -> Path:
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        text = content if isinstance(content, str) else json.dumps(content)
        target.write_text(text, "utf-8")
    return folder


def application(name="shop", *, environments=None, stacks=("registry", "network", "web"), template_=None, values=None):
    """The files of an application as a build writes them; `registry` belongs to the account."""
    environments = environments or {"dev": ("eu-west-1", None), "prod": ("eu-west-1", "111122223333")}
    wide = {"registry"}
    files: dict[str, object] = {f"{stack}.json": template_ or template(Description=stack) for stack in stacks}
    for one in environments:
        for stack in stacks:
            value = (values or {}).get((one, stack), (values or {}).get(stack, "512"))
            files[f"{one}/{stack}.parameters.json"] = [{"ParameterKey": "Cpu", "ParameterValue": value}]
            files[f"{one}/{stack}.tags.json"] = [{"Key": "Application", "Value": name}]
    files["manifest.json"] = {
        "format_version": 1,
        "application": name,
        "stacks": [
            {
                "name": stack,
                "order": order,
                "scope": "account" if stack in wide else "environment",
                "template": f"{stack}.json",
            }
            for order, stack in enumerate(stacks, start=1)
        ],
        "environments": [
            {
                "name": one,
                "region": region,
                "account": account,
                "stacks": {stack: f"{name}-{stack}" if stack in wide else f"{name}-{one}-{stack}" for stack in stacks},
            }
            for one, (region, account) in environments.items()
        ],
    }
    return files


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The templates that were parsed, by file, while the test ran."""
    from delivery.reading import template as reading

    files: list[str] = []
    real = reading.parse_template

    def counting(text: str, path: Path) -> dict:
        files.append(str(path))
        return real(text, path)

    monkeypatch.setattr(reading, "parse_template", counting)
    return files


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def compare(before: dict[str, object], after: dict[str, object], **asked) -> Compared:
    write(Path("old"), before)
    write(Path("new"), after)
    return compared(Wanted("old", "new", Path("out"), **asked))


def names(found: Compared) -> list[str]:
    return [pair.name for pair in found.pairs]


def sides(found: Compared) -> dict[str, str]:
    marks = {(True, True): "both", (True, False): "old", (False, True): "new"}
    return {pair.name: marks[pair.before is not None, pair.after is not None] for pair in found.pairs}


def test_a_folder_and_its_copy_are_unchanged_and_nothing_is_parsed(parsed: list[str]) -> None:
    found = compare(application(), application())
    assert found.pairs == ()
    assert found.unchanged == (
        "shop-registry",
        "shop-dev-network",
        "shop-dev-web",
        "shop-prod-network",
        "shop-prod-web",
    )
    assert parsed == []


def test_only_what_differs_is_parsed_and_a_shared_template_once_a_side(parsed: list[str]) -> None:
    changed = {**application(), "web.json": template(Description="other")}
    found = compare(application(), changed)
    assert names(found) == ["shop-dev-web", "shop-prod-web"]
    assert parsed == ["old/web.json", "new/web.json"]
    assert found.pairs[0].after.template is found.pairs[1].after.template


def test_one_environments_value_concerns_that_environment_alone() -> None:
    found = compare(application(), application(values={("prod", "web"): "1024"}))
    (pair,) = found.pairs
    assert (pair.name, dict(pair.before.values), dict(pair.after.values)) == (
        "shop-prod-web",
        {"Cpu": "512"},
        {"Cpu": "1024"},
    )
    assert pair.after.tags == {"Application": "shop"}
    assert pair.after.pseudo == {
        "AWS::AccountId": "111122223333",
        "AWS::Region": "eu-west-1",
        "AWS::StackName": "shop-prod-web",
    }


def test_a_tag_alone_is_a_difference() -> None:
    found = compare(application(), {**application(), "dev/web.tags.json": [{"Key": "Application", "Value": "x"}]})
    assert names(found) == ["shop-dev-web"]


def test_what_is_new_comes_in_its_place_and_what_is_gone_comes_last_in_reverse() -> None:
    found = compare(
        application(stacks=("registry", "network", "old-a", "old-b")),
        application(stacks=("registry", "queue", "network")),
        environments=("dev",),
    )
    assert list(sides(found).items()) == [
        ("shop-dev-queue", "new"),
        ("shop-dev-old-b", "old"),
        ("shop-dev-old-a", "old"),
    ]


def test_a_new_environment_is_said_and_shares_the_registry_of_its_account() -> None:
    places = {"dev": ("eu-west-1", None), "qa": ("eu-west-1", None)}
    found = compare(application(environments={"dev": places["dev"]}), application(environments=places))
    assert sides(found) == {"shop-qa-network": "new", "shop-qa-web": "new"}
    assert found.notes == ("shop/qa is new",)
    assert "shop-registry" in found.unchanged


def test_an_environment_that_goes_does_not_take_the_shared_registry_with_it() -> None:
    places = {"dev": ("eu-west-1", None), "qa": ("eu-west-1", None)}
    found = compare(application(environments=places), application(environments={"dev": places["dev"]}))
    assert sides(found) == {"shop-qa-web": "old", "shop-qa-network": "old"}
    assert found.notes == ("shop/qa is gone",)


def test_a_registry_of_an_account_of_its_own_is_new_with_its_environment() -> None:
    places = {"dev": ("eu-west-1", None), "qa": ("eu-west-1", "999988887777")}
    found = compare(application(environments={"dev": places["dev"]}), application(environments=places))
    assert sides(found)["shop-registry (qa)"] == "new"


def test_a_stack_of_the_account_is_compared_once_where_all_environments_agree() -> None:
    found = compare(application(), application(values={"registry": "1"}))
    assert names(found) == ["shop-registry"]
    assert "AWS::AccountId" not in found.pairs[0].after.pseudo


def test_a_stack_of_the_account_is_compared_once_for_each_of_its_values() -> None:
    found = compare(application(), application(values={("prod", "registry"): "1"}))
    assert names(found) == ["shop-registry (prod)"]
    assert "shop-registry (dev)" in found.unchanged


def test_an_environment_that_moves_is_new_in_one_region_and_gone_from_the_other() -> None:
    found = compare(
        application(environments={"dev": ("eu-west-1", None)}, stacks=("web",)),
        application(environments={"dev": ("us-east-1", None)}, stacks=("web",)),
    )
    assert sides(found) == {"shop-dev-web (us-east-1)": "new", "shop-dev-web (eu-west-1)": "old"}
    assert found.notes == (
        "shop/dev moves to us-east-1: its stacks are new there, and the old ones are no longer described",
    )


def test_an_environment_that_moves_to_another_account_is_new_there() -> None:
    found = compare(
        application(environments={"dev": ("eu-west-1", "111122223333")}, stacks=("registry",)),
        application(environments={"dev": ("eu-west-1", "444455556666")}, stacks=("registry",)),
    )
    assert list(sides(found).values()) == ["new", "old"]
    assert len({pair.name for pair in found.pairs}) == 2


def test_a_stack_that_becomes_one_of_the_account_is_another_stack() -> None:
    before = application(stacks=("web",), environments={"dev": ("eu-west-1", None)})
    after = json.loads(json.dumps(before))
    after["manifest.json"]["stacks"][0]["scope"] = "account"
    del after["manifest.json"]["environments"][0]["stacks"]
    assert sides(compare(before, after)) == {"shop-web": "new", "shop-dev-web": "old"}


def test_a_folder_with_too_many_files_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("delivery.comparing.files.MOST_FILES", 3)
    with pytest.raises(Refused, match="old: holds more than 3 files: name a smaller folder"):
        compare({f"{number}.json": template() for number in range(4)}, {})


def test_templates_of_no_environment_are_named_when_one_is_asked_for() -> None:
    files = {f"shop/{path}": content for path, content in application().items()}
    found = compare(files, {**files, "extra.json": template()}, environments=("dev",))
    assert found.notes == ("not compared, for they belong to no environment: extra.json",)


def test_an_account_that_becomes_known_is_no_difference() -> None:
    found = compare(
        application(environments={"dev": ("eu-west-1", None)}),
        application(environments={"dev": ("eu-west-1", "111122223333")}),
    )
    assert found.pairs == ()


def test_applications_are_found_by_name_wherever_their_folders_are() -> None:
    inside = {f"out/shop/{path}": content for path, content in application().items()}
    found = compare(inside, {**application(), "web.json": template(Description="other")})
    assert names(found) == ["shop-dev-web", "shop-prod-web"]


def test_an_application_on_one_side_is_said() -> None:
    both = {f"shop/{path}": content for path, content in application().items()}
    more = {f"blog/{path}": content for path, content in application("blog", stacks=("web",)).items()}
    found = compare(both, {**both, **more})
    assert sides(found) == {"blog-dev-web": "new", "blog-prod-web": "new"}
    assert found.notes == ("blog is new",)


def test_two_folders_of_different_applications_are_compared_stack_by_stack() -> None:
    elsewhere = {"dev": ("us-east-1", None), "prod": ("eu-west-1", None)}
    found = compare(application(stacks=("web",)), application("blog", environments=elsewhere, stacks=("web",)))
    assert sides(found) == {"blog-dev-web": "both", "blog-prod-web": "both"}
    assert [side.pseudo["AWS::Region"] for side in (found.pairs[0].before, found.pairs[0].after)] == [
        "eu-west-1",
        "us-east-1",
    ]
    assert found.notes == ("shop is compared with blog, whose stacks have other names",)


def test_only_the_environments_asked_for_are_compared() -> None:
    found = compare(application(), application(template_=template(Description="x")), environments=("prod",))
    assert names(found) == ["shop-registry", "shop-prod-network", "shop-prod-web"]


def test_a_manifest_of_another_format_is_read_as_far_as_it_is_understood() -> None:
    files = application()
    files["manifest.json"] = {**files["manifest.json"], "format_version": 2, "more": []}
    found = compare(application(), files)
    assert found.pairs == ()
    assert found.notes == ("new/manifest.json has the format 2: what is new in that format was not looked at",)


def test_values_that_the_template_does_not_have_are_noted_and_left_out() -> None:
    values = [{"ParameterKey": "Cpu", "ParameterValue": "1"}, {"ParameterKey": "Gone", "ParameterValue": "1"}]
    found = compare(application(), {**application(), "dev/web.parameters.json": values})
    assert dict(found.pairs[0].after.values) == {"Cpu": "1"}
    assert found.notes == ("new/dev/web.parameters.json: Gone is given, but the template has no such parameter",)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"manifest.json": '{"format_version": 1,\n "stacks": <<<<<<< HEAD'}, "new/manifest.json:2: this is not JSON"),
        ({"manifest.json": {"format_version": 1, "stacks": [{}]}}, "new/manifest.json: this is no manifest"),
        (
            {"manifest.json": '{"format_version": 1, "stacks": ' + "[" * 99_000},
            "new/manifest.json: this is no manifest",
        ),
        ({"dev/web.parameters.json": "[{]"}, "new/dev/web.parameters.json:1: this is not JSON"),
        ({"dev/web.tags.json": "[1]"}, "new/dev/web.tags.json: "),
    ],
)
def test_a_damaged_folder_is_refused_in_a_sentence(change: dict[str, object], sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        compare(application(), {**application(), **change})
    assert str(refused.value).startswith(sentence)


def test_a_template_that_the_manifest_lists_and_nobody_finds_is_never_taken_as_removed() -> None:
    files = application()
    del files["web.json"]
    with pytest.raises(Refused, match=r"new/manifest.json: lists web.json, which is not there"):
        compare(application(), files)


def test_an_application_twice_on_one_side_is_refused() -> None:
    files = {f"{folder}/{path}": content for folder in ("a", "b") for path, content in application().items()}
    with pytest.raises(Refused, match=r"the application shop is in new/a and new/b: name one"):
        compare(application(), files)


def test_folders_without_manifest_are_paired_by_file_name_with_the_values_beside() -> None:
    before = {"web.json": template(), "api/db.yaml": "Resources: {}\n", "gone.json": template(), "package.json": "{}"}
    after = {**before, "web.parameters.json": {"Cpu": "1"}, "new.template": template()}
    del after["gone.json"]
    found = compare(before, after)
    assert sides(found) == {"gone.json": "old", "new.template": "new", "web.json": "both"}
    assert found.unchanged == ("api/db.yaml",)
    assert found.pairs[2].after.values == {"Cpu": "1"}


def test_links_and_hidden_folders_are_not_followed_and_links_are_noted() -> None:
    write(Path("old"), {"web.json": template(), ".git/x.json": template()})
    write(Path("new"), {"web.json": template()})
    Path("new/loop").symlink_to(Path("new").resolve())
    found = compared(Wanted("old", "new", Path("out")))
    assert (found.unchanged, found.pairs) == (("web.json",), ())
    assert found.notes == ("new/loop is a link or a submodule, which is not followed",)


def test_what_is_too_large_for_a_template_is_noted() -> None:
    found = compare({"a.json": template()}, {"a.json": template(), "b.json": " " * 6_000_000})
    assert found.notes == ("new/b.json is larger than any template and was not read",)


FILES = {"a.json": template(), "b.json": template(Description="b")}


def both(before: str | None = "a.json", after: str | None = "b.json", **asked) -> Compared:
    return compared(Wanted(before, after, Path("out"), **asked))


def test_two_files_are_one_pair_and_git_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    write(Path(), FILES)
    monkeypatch.setenv("PATH", "")
    found = both(region="eu-west-1", account="111122223333")
    assert (found.title, names(found)) == ("a.json against b.json", ["b.json"])
    assert found.pairs[0].before.pseudo == {"AWS::AccountId": "111122223333", "AWS::Region": "eu-west-1"}


def test_the_same_bytes_with_other_values_are_compared() -> None:
    write(Path(), {**FILES, "c.json": template(), "x.json": {"Cpu": "1"}, "y.json": ["Cpu=2"]})
    (same,) = both("a.json", "c.json", parameters=(Path("x.json"),)).pairs
    assert same.before.values == same.after.values
    (pair,) = both("a.json", "c.json", parameters=(Path("x.json"), Path("y.json"))).pairs
    assert (pair.before.values, pair.after.values) == ({"Cpu": "1"}, {"Cpu": "2"})


def test_a_value_from_the_command_line_comes_before_the_file_on_both_sides() -> None:
    write(Path(), {**FILES, "x.json": {"Cpu": "1"}})
    (pair,) = both(parameters=(Path("x.json"),), values=("Cpu=a=b",)).pairs
    assert (pair.before.values, pair.after.values) == ({"Cpu": "a=b"}, {"Cpu": "a=b"})


def test_a_value_that_only_the_deployed_stack_knows_is_noted() -> None:
    write(Path(), {**FILES, "x.json": [{"ParameterKey": "Cpu", "UsePreviousValue": True}]})
    found = both(parameters=(Path("x.json"),))
    assert found.pairs[0].after.values == {}
    assert found.notes == (
        "x.json: Cpu keeps its previous value and is not known here: a default in the template stands in for it",
    )


def test_a_parameter_that_only_one_of_two_templates_has_is_no_mistake() -> None:
    more = {**PARAMETERS, "Memory": {"Type": "String"}}
    write(Path(), {"a.json": template(), "b.json": template(Parameters=more), "x.json": {"Memory": "1", "Typo": "2"}})
    found = both(parameters=(Path("x.json"),), values=("Wrong=1",))
    assert found.pairs[0].before.values == {}
    assert found.pairs[0].after.values == {"Memory": "1"}
    assert found.notes == (
        "x.json: Typo is given, but the template has no such parameter",
        "--parameter: Wrong is given, but the template has no such parameter",
    )


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"after": "folder"}, "a.json is a file and folder is a folder: name two files or two folders"),
        ({"before": "a.jsn"}, "a.jsn is neither a file nor a folder nor a revision: did you mean a.json?"),
        ({"before": ""}, "one of the names is empty: name a file, a folder or a revision"),
        ({"before": "-x"}, "-x begins with a hyphen: if it is a file, write ./-x"),
        ({"before": "C:\\a\\b.json"}, "C:\\a\\b.json is neither a file nor a folder nor a revision: check the name"),
        ({"before": "\ud800"}, "\\ud800 cannot be the name of anything: check it"),
        ({"before": "a\0b"}, "a\\x00b cannot be the name of anything: check it"),
        ({"before": "x" * 5_000}, "this cannot be read (file name too long): check its name and its permissions"),
        ({"before": "a.json/b"}, "a.json/b is neither a file nor a folder nor a revision: check the name"),
        ({"before": "large.json"}, "large.json: this file is larger than any template: name another"),
        ({"before": None}, "only NEW is given: name OLD before it"),
        ({"before": "folder", "after": "folder", "environments": ("dev",)}, "--env is for folders that a build made: "),
        ({"before": "pipe"}, "pipe: this is a pipe, a socket or a device: name a file or a folder"),
        ({"before": "dangling"}, "dangling: this is a link to something that does not exist: mend the link"),
        ({"before": "text.json"}, "text.json:2: this is not UTF-8 text: save the file as UTF-8"),
        ({"environments": ("dev",)}, "--env is for folders that a build made, and these are templates: leave it out"),
        ({"values": ("Cpu",)}, "--parameter Cpu names no value: write Name=Value"),
        ({"parameters": (Path("a.json"),)}, "a.json: this is a template, not a file of parameters: name the file with"),
        ({"parameters": (Path("folder"),)}, "folder: is no file of parameters: name a file"),
        ({"parameters": (Path("nix.json"),)}, "nix.json is neither a file nor a folder nor a revision: check the name"),
        ({"parameters": (Path("x"),) * 3}, "--parameters is given more than twice: name one file for both sides, or"),
        (
            {"before": "folder", "after": "built", "environments": ("prd",)},
            "there is no environment prd: did you mean prod?",
        ),
        ({"before": "built", "after": "built", "values": ("Cpu=1",)}, "--parameters and --parameter are for templates"),
        ({"before": "empty", "after": "empty"}, "neither empty nor empty holds a template: name others"),
    ],
)
def test_what_cannot_be_compared_is_refused_in_a_sentence(asked: dict, sentence: str) -> None:
    import os

    write(Path(), {**FILES, "folder/web.json": template()})
    write(Path("built"), application())
    Path("empty").mkdir()
    Path("large.json").write_bytes(b" " * 6_000_000)
    Path("text.json").write_bytes(b"{}\n\xff")
    Path("dangling").symlink_to("nowhere")
    os.mkfifo("pipe")
    with pytest.raises(Refused) as refused:
        both(**asked)
    assert str(refused.value).removeprefix("x" * 300 + "...: ").startswith(sentence)
    assert len(str(refused.value).splitlines()) == 1


def test_a_place_that_the_manifest_gives_is_kept_and_said() -> None:
    found = compare(application(stacks=("web",)), application(stacks=("web",), values={"web": "1"}), region="us-east-1")
    assert found.pairs[0].after.pseudo["AWS::Region"] == "eu-west-1"
    assert found.notes == ("--region us-east-1 is not used: the manifests say where their stacks are",)


def test_the_examples_that_are_built_here_are_understood() -> None:
    found = compared(Wanted(str(ROOT / "out"), str(ROOT / "out"), Path("out")))
    assert not found.pairs
    assert {"hello-registry", "hello-prod-web", "bring-your-own-vpc-dev-site"} <= set(found.unchanged)
