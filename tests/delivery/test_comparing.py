"""What OLD and NEW mean where Git is asked: real repositories, made for each test and never written to by ours."""

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from delivery.comparing import Compared, Wanted, compared
from delivery.comparing import git as asked_git
from delivery.problems import Refused

EXAMPLES = settings(
    max_examples=40,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
OUT = Path("out")
WEB = Path("out/shop/web.json")


def text(description: str) -> str:
    return json.dumps({"Description": description, "Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}})


def git(*words: str, folder: str = ".") -> str:
    done = subprocess.run(["git", "-C", folder, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def write(path: Path | str, content: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(content, "utf-8")


def commit(message: str = "x") -> None:
    git("add", "-A")
    git("commit", "-q", "-m", message)


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder without a repository, in which the test is."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    settings_ = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "GIT_CEILING_DIRECTORIES": str(tmp_path)}
    people = {f"GIT_{who}_{what}": "a@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    for name, value in {**settings_, **people}.items():
        monkeypatch.setenv(name, value)
    folder = tmp_path / 'a project\'s "folder"'
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def unborn(empty: Path) -> Path:
    """A repository in which nothing is committed."""
    git("init", "-q", "-b", "main")
    return empty


@pytest.fixture
def repository(unborn: Path) -> Path:
    """Two commits, something staged and something changed since: web.json is one, two, three, four."""
    write(WEB, text("one"))
    write("out/shop/same.json", text("same"))
    commit("first: web")
    write(WEB, text("two"))
    write("out/shop/new.json", text("new"))
    commit("second")
    git("tag", "v1.2")
    write(WEB, text("three"))
    git("add", "-A")
    write(WEB, text("four"))
    return unborn


def compare(old: str | None = None, new: str | None = None, out: Path = OUT, **asked) -> Compared:
    return compared(Wanted(old, new, out, **asked))


def described(found: Compared) -> dict[str, tuple[str | None, str | None]]:
    def of(side) -> str | None:
        return side and side.template["Description"]

    return {pair.name: (of(pair.before), of(pair.after)) for pair in found.pairs}


def refusal(old: str | None = None, new: str | None = None, out: Path = OUT) -> str:
    with pytest.raises(Refused) as refused:
        compare(old, new, out)
    sentence = str(refused.value)
    assert len(sentence.splitlines()) == 1
    return sentence


ADDED = {"shop/new.json": (None, "new")}
WORDS = [
    (None, None, "HEAD:out against out", {"shop/web.json": ("two", "four")}),
    ("HEAD~1:", None, "HEAD~1:out against out", {**ADDED, "shop/web.json": ("one", "four")}),
    ("HEAD~1:", "v1.2:", "HEAD~1:out against v1.2:out", {**ADDED, "shop/web.json": ("one", "two")}),
    ("main:out", "out", "main:out against out", {"shop/web.json": ("two", "four")}),
    ("main:out/", ":", "main:out/ against :out", {"shop/web.json": ("two", "three")}),
    (":", None, ":out against out", {"shop/web.json": ("three", "four")}),
    (":0:out", "out", ":out against out", {"shop/web.json": ("three", "four")}),
    ("HEAD^{/first: web}:", "HEAD:", None, {**ADDED, "shop/web.json": ("one", "two")}),
    ("HEAD@{0}:", "out", None, {"shop/web.json": ("two", "four")}),
    (str(WEB), None, f"HEAD:{WEB} against {WEB}", {str(WEB): ("two", "four")}),
    (f"HEAD~1:{WEB}", None, f"HEAD~1:{WEB} against {WEB}", {str(WEB): ("one", "four")}),
    (f"HEAD~1:./{WEB}", f":{WEB}", None, {str(WEB): ("one", "three")}),
    (f"HEAD:/{WEB}", str(WEB), None, {str(WEB): ("two", "four")}),
    ("out/shop", None, "HEAD:out/shop against out/shop", {"web.json": ("two", "four")}),
    ("HEAD:", "out/nothing/../../out", None, {"shop/web.json": ("two", "four")}),
]


@pytest.mark.parametrize(("old", "new", "title", "pairs"), WORDS)
def test_words_name_revisions_and_files(repository: Path, old, new, title, pairs) -> None:
    Path("out/nothing").mkdir()
    found = compare(old, new)
    assert described(found) == pairs
    assert title in (None, found.title)


def test_what_is_the_same_in_git_and_on_disk_is_unchanged(repository: Path) -> None:
    assert compare("HEAD:", None).unchanged == ("shop/new.json", "shop/same.json")


def test_a_path_that_came_later_is_new_and_that_is_said(repository: Path) -> None:
    found = compare("HEAD~1:out/shop/new.json", "out/shop/new.json")
    assert described(found) == {"out/shop/new.json": (None, "new")}
    assert found.notes == ("HEAD~1:out/shop/new.json is not there: all of out/shop/new.json is new",)


@pytest.mark.parametrize("word", ["out/shop/web.json", "HEAD:out/shop/web.json"])
def test_a_file_that_was_deleted_since_is_gone(repository: Path, word: str) -> None:
    WEB.unlink()
    found = compare(word)
    assert described(found) == {"out/shop/web.json": ("two", None)}
    assert found.notes == ("out/shop/web.json is not there: all of HEAD:out/shop/web.json is gone",)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("mian:", None, "there is no revision mian here: did you mean main?"),
        ("trunk:", None, "there is no revision trunk here: git branch -a and git tag list them"),
        ("HEAD~7:", None, "there is no revision HEAD~7: the history of HEAD does not hold it; git log shows"),
        ("main", "out", "main is a revision: write main: for its out/, or main:PATH for something else in it"),
        ("HEAD~1", None, "HEAD~1 is a revision: write HEAD~1: for its out/"),
        ("out/shpo", None, "out/shpo is neither a file nor a folder nor a revision: did you mean out/shop?"),
        ("HEAD:typo", None, "neither HEAD:typo nor typo is there: check the names"),
        ("HEAD:out/shop", "out/shop/web.json", "out/shop/web.json is a file and HEAD:out/shop is a folder: name two"),
        ("HEAD:../../x", "out", "../../x: is not in a Git repository: name two files or folders to compare"),
        ("HEAD:/../x", "out", "/../x: lies outside of the Git repository: name something inside"),
        (":/first", None, ":/first would search for a commit: name the revision, or write :PATH for what is staged"),
        (":2:out", None, ":2:out is one side of a conflict: solve the conflict, or write :PATH"),
        ("--upload-pack=x:y", None, "--upload-pack=x:y begins with a hyphen: if it is a file, write ./--upload-pack"),
        ("HEAD..main:", None, "there is no revision HEAD..main here: git branch -a and git tag list them"),
        ("@~7:", None, "there is no revision @~7: the history of @ does not hold it; git log shows what it holds"),
        ("^HEAD:", None, "there is no revision ^HEAD here: "),
        ("HEAD^{:", None, "HEAD^{: is neither a file nor a folder nor a revision: check the name"),
        ("C:/out", None, "C:/out is neither a file nor a folder nor a revision: check the name"),
    ],
)
def test_words_that_mean_nothing_are_refused_in_a_sentence(repository: Path, old, new, sentence: str) -> None:
    assert refusal(old, new).startswith(sentence)


def test_a_file_comes_before_a_revision_of_the_same_name(repository: Path) -> None:
    write("HEAD:out", text("a file"))
    assert described(compare("HEAD:out", str(WEB))) == {str(WEB): ("a file", "four")}


def test_a_branch_on_the_server_is_proposed_where_it_is_not_here(repository: Path) -> None:
    git("update-ref", "refs/remotes/origin/release", "HEAD")
    assert refusal("release:") == "there is no revision release here: did you mean origin/release?"


def test_parameters_can_be_of_a_revision(repository: Path) -> None:
    declared = {"Parameters": {"A": {"Type": "String"}}, "Resources": {"T": {"Type": "AWS::SNS::Topic"}}}
    write("t.json", json.dumps(declared))
    write("p.json", '{"A": "1"}')
    commit()
    write("p.json", '{"A": "2"}')
    (pair,) = compare("HEAD:t.json", "t.json", parameters=(Path("HEAD:p.json"), Path("p.json"))).pairs
    assert (pair.before.values, pair.after.values) == ({"A": "1"}, {"A": "2"})


def test_outside_of_a_repository_that_is_said(empty: Path) -> None:
    write(WEB, text("one"))
    assert refusal() == "out: is not in a Git repository: name two files or folders to compare"
    assert refusal("HEAD:") == "out: is not in a Git repository: name two files or folders to compare"


def test_a_repository_of_somebody_else_says_how_to_trust_it(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    assert refusal().startswith("out: lies in a Git repository of another user: if you trust it, run git config")


def test_without_git_that_is_said(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert refusal() == "git is not installed: install it, or name two files or folders to compare"


def test_before_the_first_commit_everything_is_new(unborn: Path) -> None:
    write(WEB, text("one"))
    found = compare()
    assert described(found) == {"shop/web.json": (None, "one")}
    assert found.notes == ("HEAD:out is not there: all of out is new",)
    assert refusal("HEAD:") == "there is no revision HEAD: nothing has been committed here yet"


def test_a_shallow_clone_says_how_to_get_the_rest(repository: Path, tmp_path: Path) -> None:
    git("clone", "-q", "--depth", "1", repository.as_uri(), str(tmp_path / "clone"))
    os.chdir(tmp_path / "clone")
    assert refusal("HEAD~1:").endswith("this clone is shallow: git fetch --unshallow")


def test_a_worktree_has_its_own_head(repository: Path, tmp_path: Path) -> None:
    git("worktree", "add", "-q", "--detach", str(tmp_path / "tree"), "HEAD~1")
    os.chdir(tmp_path / "tree")
    assert compare().pairs == ()
    assert described(compare("main:"))["shop/web.json"] == ("two", "one")


def test_paths_begin_at_the_current_folder(repository: Path) -> None:
    os.chdir("out/shop")
    assert described(compare("HEAD:web.json")) == {"web.json": ("two", "four")}
    assert described(compare("HEAD:../shop/web.json", ":web.json")) == {"web.json": ("two", "three")}
    assert described(compare("HEAD:/out/shop/web.json")) == {"../../out/shop/web.json": ("two", "four")}
    assert described(compare(out=Path("../../out"))) == {"shop/web.json": ("two", "four")}


def test_the_repository_is_that_of_the_path_and_not_that_of_the_current_folder(
    repository: Path, tmp_path: Path
) -> None:
    os.chdir(tmp_path)
    assert described(compare(out=repository / "out")) == {"shop/web.json": ("two", "four")}


@pytest.mark.parametrize("where", [".git", "absolute"])
def test_git_dir_is_heeded_as_in_a_hook(repository: Path, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    monkeypatch.setenv("GIT_DIR", str(repository / ".git") if where == "absolute" else where)
    monkeypatch.setenv("GIT_GLOB_PATHSPECS", "1")
    assert described(compare("HEAD:", ":")) == {"shop/web.json": ("two", "three")}


def test_the_index_of_a_commit_that_is_being_made_is_read(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".git/index").rename(".git/next-index")
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/next-index")
    assert described(compare("HEAD:", ":")) == {"shop/web.json": ("two", "three")}


def test_a_link_to_a_folder_is_the_folder_that_it_points_to(repository: Path) -> None:
    Path("shortcut").symlink_to("out/shop")
    assert described(compare("shortcut")) == {"web.json": ("two", "four")}


def test_a_pipe_that_the_shell_makes_is_read_once(repository: Path) -> None:
    reading, writing = os.pipe()
    with os.fdopen(writing, "w") as pipe:
        pipe.write(text("piped"))
    try:
        assert described(compare(f"/dev/fd/{reading}", str(WEB))) == {str(WEB): ("piped", "four")}
    finally:
        os.close(reading)


@pytest.mark.parametrize(
    "name",
    [
        "with space.json",
        "with\nnewline.json",
        "quote\"'.json",
        "-leading.json",
        "*.json",
        "ü.json",
        "[a].json",
        "a:b.json",
    ],
)
def test_every_file_name_is_read(repository: Path, name: str) -> None:
    write(f"out/{name}", text("one"))
    write("out/x.json", text("other"))
    commit()
    write(f"out/{name}", text("two"))
    for found in (compare(), compare(f"HEAD:out/{name}"), compare(":", "out")):
        assert list(described(found).values()) == [("one", "two")]
        assert all(sign.isprintable() for pair in found.pairs for sign in pair.name)


def test_a_name_that_is_not_utf_8_is_read_and_can_be_shown(repository: Path) -> None:
    name = os.fsdecode(b"out/\xff.json")
    write(name, text("one"))
    commit()
    write(name, text("two"))
    found = compare(name)
    assert list(described(found).values()) == [("one", "two")]
    found.title.encode("utf-8")


def test_links_in_a_revision_are_not_followed(repository: Path) -> None:
    Path("out/link.json").symlink_to("shop/web.json")
    Path("out/.hidden").symlink_to("shop")
    commit()
    found = compare("HEAD:", "v1.2:")
    assert found.notes == ("HEAD:out/link.json is a link or a submodule, which is not followed",)
    assert refusal("HEAD:out/link.json", str(WEB)).startswith("HEAD:out/link.json: is a link in that revision")


def test_a_submodule_in_a_revision_is_noted(repository: Path) -> None:
    git("update-index", "--add", "--cacheinfo", f"160000,{git('rev-parse', 'HEAD').strip()},out/module")
    git("commit", "-q", "-m", "module")
    assert compare("HEAD:", "v1.2:").notes == ("HEAD:out/module is a link or a submodule, which is not followed",)


def test_a_conflict_is_refused_and_not_half_read(repository: Path) -> None:
    commit("ours")
    git("checkout", "-q", "-b", "theirs", "HEAD~1")
    write(WEB, text("theirs"))
    commit()
    subprocess.run(["git", "merge", "-q", "main"], capture_output=True, check=False)
    assert refusal(":") == ":out: has a conflict that is not solved yet: solve it, then git add"


def test_a_bare_repository_is_refused(repository: Path, tmp_path: Path) -> None:
    git("clone", "-q", "--bare", str(repository), str(tmp_path / "bare.git"))
    os.chdir(tmp_path / "bare.git")
    assert refusal("HEAD:") == "out: lies in a bare repository or in .git itself: go to a working tree"


def test_an_object_that_is_missing_is_said(repository: Path) -> None:
    blob = git("rev-parse", f"HEAD:{WEB}").strip()
    Path(".git/objects", blob[:2], blob[2:]).unlink()
    assert refusal() == "HEAD:out: is not whole in this clone: git fetch what is missing, then try again"


def test_a_folder_that_is_missing_in_git_is_never_taken_as_empty(repository: Path) -> None:
    tree = git("rev-parse", "HEAD:out/shop").strip()
    Path(".git/objects", tree[:2], tree[2:]).unlink()
    assert refusal().startswith("git ls-tree failed: ")


def test_git_is_asked_once_for_the_contents_of_any_number_of_files(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(30):
        write(f"out/many/{number}.json", text(str(number)))
    commit()
    calls: list[Mapping | tuple] = []
    real = subprocess.run
    monkeypatch.setattr(subprocess, "run", lambda command, **more: calls.append(command) or real(command, **more))
    compare()
    assert len(calls) <= 6
    assert sum("cat-file" in command for command in calls) == 1


def test_nothing_is_written_to_the_repository(repository: Path) -> None:
    def state() -> dict[str, tuple[int, int]]:
        return {
            str(path): (path.stat().st_mtime_ns, path.stat().st_size)
            for path in Path(".git").rglob("*")
            if path.is_file()
        }

    os.utime(WEB, (1, 1))  # a file that looks changed makes git want to refresh its index
    before = state()
    for old, new, _, _ in WORDS[:10]:
        compare(old, new)
    assert state() == before


def test_a_git_that_hangs_is_given_up(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "bin/git", "#!/bin/sh\nexec sleep 60\n")
    (tmp_path / "bin/git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    monkeypatch.setattr(asked_git, "SECONDS", 0.05)
    assert refusal().startswith("git took longer than 0.05 seconds: ")


def test_a_git_that_fails_is_quoted(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "bin/git", "#!/bin/sh\necho 'fatal: the disk is on fire' >&2\nexit 128\n")
    (tmp_path / "bin/git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    assert refusal() == "out: git cannot read this repository: the disk is on fire"


ALPHABET = st.sampled_from(list("HEAD~^@{}:/.-out*[]\\ \n\0\udcff\ud800ü0123")) | st.characters()


@EXAMPLES
@given(
    st.text(ALPHABET, max_size=12)
    | st.builds("{}:{}".format, st.sampled_from(["HEAD", "main", "", "HEAD~1"]), st.text(ALPHABET, max_size=8))
)
def test_any_word_is_compared_or_refused_in_one_line(repository: Path, word: str) -> None:
    for new in (None, "out"):
        try:
            said = compare(word, new).title
        except Refused as refused:
            said = str(refused)
        assert said
        assert all(sign.isprintable() for sign in said)
