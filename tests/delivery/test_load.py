"""What people write, and what they are told when it cannot be used."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import AliasChoices, BaseModel, ConfigDict, Field, field_validator

from delivery.load import read, validate
from delivery.problems import Problem, Refused
from delivery.reading.document import name_of, shown
from delivery.reading.faults import fault
from delivery.reading.reader import MOST_BYTES, parse
from delivery.reading.scalars import plain
from templates.application import Application

HERE = Path("parameters/hello/app.yaml")
HELLO = """\
# The smallest application that does everything.
application: hello
services:
  web:
    build: app/hello
    port: 3000
    public: {path: "/*"}
    health: {path: /health}
    starts_within: 60          # seconds; drain, grace and health times are derived
    longest_request: 25
    scaling: {cpu: 70, memory: 80, requests: 1000}
    writable:
      - /tmp
      - /var/cache
    environment:
      GREETING: |
        Hello,
          world
    secrets: {API_KEY: {generate: {length: 32}}}
"""
LOADERS = [getattr(yaml, name) for name in ("CSafeLoader", "SafeLoader") if hasattr(yaml, name)]
both_loaders = pytest.mark.parametrize("loader", LOADERS, ids=lambda loader: loader.__name__)
property_test = settings(max_examples=150, deadline=None, database=None)


def told(action: Callable[[], object]) -> list[str]:
    """What a person reads: line and sentence."""
    with pytest.raises(Refused) as caught:
        action()
    for problem in caught.value.problems:
        assert problem.file is not None
        assert str(problem).isprintable()
    return [f"{problem.line}: {problem.sentence}" for problem in caught.value.problems]


def outcome(text: str, loader: Any) -> str:
    """All that can be told of a text: its document, or that there is none."""
    try:
        document = parse(text, HERE, loader)
    except Refused:
        return "refused"
    return repr((document.data, document.lines, document.texts))


class TestReading:
    def test_a_document_holds_plain_data(self) -> None:
        data = parse(HELLO, HERE).data
        assert data["application"] == "hello"
        assert data["services"]["web"]["scaling"] == {"cpu": 70, "memory": 80, "requests": 1000}
        assert data["services"]["web"]["writable"] == ["/tmp", "/var/cache"]
        assert data["services"]["web"]["environment"]["GREETING"] == "Hello,\n  world\n"

    @pytest.mark.parametrize(
        ("place", "line"),
        [
            pytest.param((), 1, id="the file itself"),
            pytest.param(("application",), 2, id="a key"),
            pytest.param(("services", "web", "scaling", "cpu"), 11, id="a key between braces"),
            pytest.param(("services", "web", "writable"), 12, id="the key of a list, not its first item"),
            pytest.param(("services", "web", "writable", 1), 14, id="an item of a list"),
            pytest.param(("services", "web", "environment", "GREETING"), 16, id="the key of a text of several lines"),
            pytest.param(("services", "web", "health", "interval"), 8, id="what is not there: the nearest around it"),
            pytest.param(("services", "api", "health"), 3, id="what is far from there"),
            pytest.param(("nowhere",), 1, id="what is not there at all"),
        ],
    )
    def test_every_place_has_a_line(self, place: tuple[str | int, ...], line: int) -> None:
        assert parse(HELLO, HERE).line_of(place) == line

    @both_loaders
    @pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["unix", "windows"])
    def test_lines_are_those_of_an_editor(self, loader: Any, ends: str) -> None:
        document = parse(f"a: 1{ends}{ends}# é 😀{ends}b: 2", HERE, loader)
        assert document.lines == {(): 1, ("a",): 1, ("b",): 4}

    def test_every_scalar_is_kept_as_it_was_written(self) -> None:
        document = parse('a: 1.10\nb: [0x1F, "0755", TRUE, ]\nc: \nd: {e: 1e3}\n', HERE)
        assert document.data == {"a": 1.1, "b": [31, "0755", True], "c": None, "d": {"e": 1000.0}}
        assert document.texts == {
            ("a",): "1.10",
            ("b", 0): "0x1F",
            ("b", 1): "0755",
            ("b", 2): "TRUE",
            ("c",): "",
            ("d", "e"): "1e3",
        }

    @pytest.mark.parametrize(
        ("written", "value"),
        [
            *[(word, True) for word in ("true", "True", "TRUE")],
            *[(word, False) for word in ("false", "False", "FALSE")],
            *[(word, None) for word in ("", "~", "null", "Null", "NULL")],
            *[(word, word) for word in ("yes", "no", "on", "off", "y", "N", "NO", "tRUE", "nULL", "none")],
            *[(word, word) for word in ("12:30", "2020-01-01", "1_000", "0b1", "1.2.3", "1.4.0-rc1", "-", "+", ".")],
            *[
                (word, word)
                for word in ("-0x1", "0X1", "0xg", "0o8", "1e", "e3", ".e3", "inf", "nan", "+.nan", "..", "٣")
            ],
            ("0", 0),
            ("-0", 0),
            ("+7", 7),
            ("-12", -12),
            ("0x00fF", 255),
            ("0o17", 15),
            (".5", 0.5),
            ("5.", 5.0),
            ("-1.25e-2", -0.0125),
            ("0.50", 0.5),
            (".inf", float("inf")),
            ("-.INF", float("-inf")),
        ],
    )
    def test_an_unquoted_word_means_what_yaml_1_2_says(self, written: str, value: Any) -> None:
        found = plain(written)
        assert (type(found), found) == (type(value), value)

    def test_not_a_number_is_a_number(self) -> None:
        assert str(plain(".NaN")) == "nan"

    @pytest.mark.parametrize("quotes", ['"', "'"])
    def test_a_quoted_word_is_always_text(self, quotes: str) -> None:
        words = ("true", "null", "", "12", "012345678901", "1.5", "~")
        document = parse("a: [" + ", ".join(f"{quotes}{word}{quotes}" for word in words) + "]", HERE)
        assert document.data == {"a": list(words)}

    @pytest.mark.parametrize(
        ("text", "data"),
        [
            pytest.param("80: x", {"80": "x"}, id="numbers"),
            pytest.param("1.10: x\n0755: y", {"1.10": "x", "0755": "y"}, id="numbers that would lose something"),
            pytest.param("on: x\ntrue: y", {"on": "x", "true": "y"}, id="truths"),
            pytest.param('"": x\n"null": y\n"<<": z', {"": "x", "null": "y", "<<": "z"}, id="quoted specialities"),
            pytest.param("? a\n: x", {"a": "x"}, id="announced by a question mark"),
            pytest.param("k: &x a\n*x : 1", {"k": "a", "a": 1}, id="aliases of words"),
        ],
    )
    def test_keys_are_taken_as_their_text(self, text: str, data: Any) -> None:
        assert parse(text, HERE).data == data

    def test_an_alias_stands_for_a_copy_with_the_lines_of_what_is_copied(self) -> None:
        document = parse("a: &x\n  b: [1, &y 1.10]\nc: *x\nd: *y", HERE)
        assert document.data == {"a": {"b": [1, 1.1]}, "c": {"b": [1, 1.1]}, "d": 1.1}
        assert document.data["a"] is not document.data["c"]
        assert document.lines[("c",)] == 3
        assert document.lines[("c", "b")] == 2
        assert document.lines[("c", "b", 1)] == 2
        assert document.texts[("c", "b", 1)] == document.texts[("d",)] == "1.10"

    def test_an_anchor_written_again_counts_from_there(self) -> None:
        text = "a: &a {b: &y 1, c: *y}\nd: &y 2\ne: *a\nf: *y"
        assert parse(text, HERE).data == {"a": {"b": 1, "c": 1}, "d": 2, "e": {"b": 1, "c": 1}, "f": 2}

    def test_a_byte_order_mark_is_no_part_of_the_first_key(self, tmp_path: Path) -> None:
        path = tmp_path / "app.yaml"
        path.write_bytes("\ufeffa: é".encode())
        assert read(path).data == {"a": "é"}
        assert read(path).path == path

    @pytest.mark.parametrize(
        "text",
        ["# a\tcomment\na: 1", 'a: "b\tc"', "a: |\n  b\tc", "a: 1  # really?", "a: '/img?.png'", "a: http://b/?c=d"],
    )
    def test_tabs_and_question_marks_in_text_are_text(self, text: str) -> None:
        assert parse(text, HERE).data["a"] in (1, "b\tc", "/img?.png", "http://b/?c=d")

    def test_asking_for_help_loads_neither_pydantic_nor_yaml(self) -> None:
        code = "import sys, delivery.load; print({'yaml', 'pydantic', 'templates'} & set(sys.modules))"
        root = Path(__file__).parents[2]
        assert subprocess.check_output([sys.executable, "-c", code], cwd=root, text=True) == "set()\n"


class TestFilesThatCannotBeRead:
    def test_one_that_does_not_exist(self, tmp_path: Path) -> None:
        assert told(lambda: read(tmp_path / "app.yaml")) == ["None: this file does not exist: check the name"]

    def test_a_folder(self, tmp_path: Path) -> None:
        assert told(lambda: read(tmp_path)) == ["None: this is a folder: name a file"]

    def test_a_broken_link(self, tmp_path: Path) -> None:
        link = tmp_path / "app.yaml"
        link.symlink_to(tmp_path / "gone.yaml")
        assert told(lambda: read(link)) == ["None: this is a link to a file that does not exist: mend the link"]

    def test_a_link_to_itself(self, tmp_path: Path) -> None:
        link = tmp_path / "app.yaml"
        link.symlink_to(link)
        [sentence] = told(lambda: read(link))
        assert sentence.startswith("None: this file cannot be read (")

    def test_a_pipe_without_waiting_for_it(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "app.yaml")
        pipe = ["None: this is a pipe, a socket or a device: name an ordinary file"]
        assert told(lambda: read(tmp_path / "app.yaml")) == pipe

    def test_a_device_without_end(self) -> None:
        assert "device" in told(lambda: read(Path("/dev/zero")))[0]

    def test_one_that_may_not_be_read(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def forbidden(*_: Any) -> None:
            raise PermissionError(13, "Permission denied")

        path = tmp_path / "app.yaml"
        path.write_text("a: 1")
        monkeypatch.setattr(Path, "open", forbidden)
        assert told(lambda: read(path)) == ["None: this file may not be read: change its permissions"]

    @pytest.mark.parametrize("name", ["a" * 5000, "a\0b"], ids=["too long", "a NUL in it"])
    def test_an_impossible_name(self, tmp_path: Path, name: str) -> None:
        with pytest.raises(Refused, match=r"this file cannot be read \(.+\): check the name"):
            read(tmp_path / name)

    def test_one_below_a_file(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        assert "not a directory" in told(lambda: read(tmp_path / "file" / "app.yaml"))[0]

    def test_one_that_is_too_large(self, tmp_path: Path) -> None:
        path = tmp_path / "app.yaml"
        path.write_bytes(b"a: 1".ljust(MOST_BYTES))
        assert read(path).data == {"a": 1}
        path.write_bytes(b"a: 1".ljust(MOST_BYTES + 1))
        assert told(lambda: read(path)) == ["None: this file is larger than 1024 KiB: make it smaller"]

    def test_one_that_is_not_utf_8(self, tmp_path: Path) -> None:
        path = tmp_path / "app.yaml"
        path.write_bytes("a: 1\nb: é".encode("latin-1"))
        assert told(lambda: read(path)) == ["2: this is not UTF-8 text: save the file as UTF-8"]

    def test_the_file_and_the_line_come_first(self, tmp_path: Path) -> None:
        path = tmp_path / "app.yaml"
        path.write_text("a: 1\na: 2")
        with pytest.raises(Refused) as caught:
            read(path)
        assert str(caught.value) == f"{path}:2: a is written twice, in lines 1 and 2: keep one"


UNREADABLE = {
    "nothing": ("", "1: this file is empty: write at least one line such as key: value"),
    "only comments": ("# a\n\n# b", "1: this file is empty: write at least one line such as key: value"),
    "only a separator": ("---\n", "1: this file is empty: write at least one line such as key: value"),
    "a list at the top": ("- a\n- b", "1: this file is a list: write lines such as key: value"),
    "a word at the top": ("hello", "1: this file is a single value: write lines such as key: value"),
    "two documents": (
        "a: 1\n---\nb: 2",
        "2: a second document begins here: remove the ---, or make it a file of its own",
    ),
    "a directive": ("%YAML 1.1\n---\na: 1", "1: a line begins with %, which is an order to the parser: remove it"),
    "a NUL": ("a: 1\nb: \0", r"2: there is a control character, \x00: remove it"),
    "an escape of a terminal": ("a: \x1b[31m", r"1: there is a control character, \x1b: remove it"),
    "a line end of another system": ("a: 1\u2028b: 2", r"1: there is a control character, \u2028: remove it"),
    "a lone carriage return": ("a: 1\rb: 2", r"1: there is a control character, \r: remove it"),
    "a byte order mark inside": ("a: 1\nb: \ufeff", r"2: there is a control character, \ufeff: remove it"),
    "a tab as indentation": (
        "a:\n\tb: 1",
        "2: there is a tab where YAML wants spaces: replace the tab by spaces",
    ),
    "a tab after other indentation": (
        "a:\n  b: 1\n  \tc: 1",
        "3: there is a tab where YAML wants spaces: replace the tab by spaces",
    ),
    "a tab after a colon": ("a:\t1", "1: there is a tab where YAML wants spaces: replace the tab by spaces"),
    "a leading zero": (
        "a:\n  account: 012345678901",
        "2: a.account is 012345678901, which would be read as a number and lose its zero: put it in quotes",
    ),
    "a mode of a file": (
        "a: [1, 0755]",
        "1: a[1] is 0755, which would be read as a number and lose its zero: put it in quotes",
    ),
    "a version with a zero": (
        "a: 01.10",
        "1: a is 01.10, which would be read as a number and lose its zero: put it in quotes",
    ),
    "a commit that looks like a number": (
        "a: 12e34567",
        "1: a is 12e34567, which would be read as a number without end: put it in quotes",
    ),
    "a number without end": (
        f"a: {'9' * 5000}",
        f"1: a is {'9' * 60}..., which would be read as a number and is too long for one: put it in quotes",
    ),
    "a tag that would run something": (
        "a: 1\nb: !!python/object/apply:os.system [ls]",
        "2: the tag !!python/object/apply:os.system is not taken here: write the plain value",
    ),
    "a tag of CloudFormation": ("a: !Ref b", "1: the tag !Ref is not taken here: write the plain value"),
    "a harmless tag": ("a: !!str 1", "1: the tag !!str is not taken here: write the plain value"),
    "a tag on a mapping": ("--- !x\na: 1", "1: the tag !x is not taken here: write the plain value"),
    "the same key twice": ("a:\n  b: 1\n  c: 2\n  b: 3", "4: a.b is written twice, in lines 2 and 4: keep one"),
    "the same key as a number and as text": ('80: x\n"80": y', "2: 80 is written twice, in lines 1 and 2: keep one"),
    "a null as a key": ("a:\n  null: 1", "2: a key in a is empty: write a word, or put it in quotes"),
    "an empty key": ("? \n: 1", "1: a key in the file is empty: write a word, or put it in quotes"),
    "a list as a key": ("? [a]\n: 1", "1: a key in the file is a list or a mapping: write a word"),
    "a mapping as a key": ("a: {{b: c}: d}", "1: a key in a is a list or a mapping: write a word"),
    "a merge": ("a: &x {b: 1}\nc:\n  <<: *x", "3: << in c would merge mappings: write the keys out"),
    "an alias of nothing": (
        "a: *html",
        "1: *html stands for something that is not there: put it in quotes if it is text, or write &html above",
    ),
    "an alias of itself": ("a: &x [*x]", "1: *x stands inside what it stands for: write the value out"),
    "an unquoted pattern": (
        "a: *.html",
        "1: text that begins with * means something else without quotes: put it in quotes",
    ),
    "an unquoted at sign": ("a: @b", "1: a value cannot begin with @: put it in quotes"),
    "an unquoted percent sign": ("a:\n  b: %c", "2: a value cannot begin with %: put it in quotes"),
    "a second colon": ("a: b: c", "1: there is a second colon in this line: put the text in quotes"),
    "a line too far to the right": (
        "a: 1\n  b: 2",
        "2: this line is indented as if it belonged to the value above it: check the indentation",
    ),
    "a line too far to the left": (
        "a:\n    b: 1\n  c: 2",
        "3: this line does not fit the ones above it: check its indentation and its quotes",
    ),
    "a line without a colon": (
        "a: 1\nb",
        "2: this line is neither key: value nor part of a list: add what is missing",
    ),
    "a first line without a colon": (
        "a\nb: 1",
        "2: the line above this one is neither key: value nor part of a list: add what is missing",
    ),
    "a list in the line of its key": ("a: - b", "1: a list cannot begin here: move the - to a line of its own"),
    "an open double quote": ('a: 1\nb: "c\nd: 2', "2: a quote is opened here and never closed: close it"),
    "an open single quote": ("a: 1\nb: 'c\nd: 2", "2: a quote is opened here and never closed: close it"),
    "an open bracket": ("a: 1\nb: [c, d\ne: 1", "2: a comma or the closing ] is missing after this [: add it"),
    "an open brace": ("a: {b: 1\nc: 1", "1: a comma or the closing } is missing after this {: add it"),
    "an open bracket at the end": ("a: [", "1: a bracket or brace is still open here: close it"),
    "an unknown escape": (
        r'a: "\d+"',
        "1: there is no such escape in double quotes: double the backslash, or use single quotes",
    ),
    "half a character": (
        r'a: "\ud800"',
        "1: there is no such escape in double quotes: double the backslash, or use single quotes",
    ),
    "text after a bar": (
        "a: |b",
        "1: after | or > nothing may follow: put the text in quotes, or into the next lines",
    ),
    "an unquoted question mark between braces": (
        "a: {b: /c?d}",
        "1: text with a ? needs quotes here: put it in quotes",
    ),
    "an unquoted question mark before a text": ("a: ? b", "1: text with a ? needs quotes here: put it in quotes"),
    "too many levels": (
        "\n".join(" " * i + "a:" for i in range(60)),
        "51: this is nested deeper than 50 levels: make it flatter",
    ),
    "too many brackets": ("a: " + "[" * 100_000, "1: this is nested deeper than 50 levels: make it flatter"),
    "a billion laughs": (
        "a: &a [x,x,x,x,x,x,x,x,x,x]\n"
        + "".join(f"{b}: &{b} [{','.join([f'*{a}'] * 10)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)),
        "5: this file holds too much, or its aliases do: at most 50000 parts",
    ),
    "laughs in depth": (
        "a: &a [x]\n" + "".join(f"a{n + 1}: &a{n + 1} [*a{n or ''}]\n" for n in range(60)),
        "1: this is nested deeper than 50 levels: make it flatter",
    ),
}


class TestTextsThatCannotBeRead:
    @both_loaders
    @pytest.mark.parametrize(("text", "sentence"), UNREADABLE.values(), ids=UNREADABLE)
    def test_each_gets_one_sentence_with_the_line(self, text: str, sentence: str, loader: Any) -> None:
        begin = time.monotonic()
        assert told(lambda: parse(text, HERE, loader)) == [sentence]
        assert time.monotonic() - begin < 5

    @both_loaders
    def test_an_escape_beyond_all_characters(self, loader: Any) -> None:
        [sentence] = told(lambda: parse(r'a: "\UFFFFFFFF"', HERE, loader))
        assert "there is no such escape in double quotes" in sentence

    def test_a_complaint_that_nobody_foresaw(self) -> None:
        error = yaml.MarkedYAMLError(problem="new in PyYAML 9", problem_mark=yaml.Mark("", 0, 1, 0, None, 0))
        assert fault(error, "a: 1\nb") == ("this is not YAML: check the line, its indentation and its quotes", 2)

    @both_loaders
    @pytest.mark.parametrize("call", ["object/apply:os.system", "object/new:os.system", "name:os.system", "module:os"])
    def test_nothing_in_a_file_is_run(self, call: str, loader: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        ran: list[str] = []
        monkeypatch.setattr(os, "system", ran.append)
        with pytest.raises(Refused, match="the tag !!python/"):
            parse(f"a: !!python/{call} ['true']", HERE, loader)
        assert ran == []

    def test_without_libyaml_the_python_loader_is_used(self) -> None:
        code = (
            "import yaml; del yaml.CSafeLoader\n"
            "from delivery.reading import reader\n"
            "assert reader.FASTEST is yaml.SafeLoader\n"
            "print(reader.parse('a: [1, no]', reader.Path('f')).data)"
        )
        root = Path(__file__).parents[2]
        assert subprocess.check_output([sys.executable, "-c", code], cwd=root, text=True) == "{'a': [1, 'no']}\n"


def check(text: str, model: type[BaseModel] = Application) -> list[str]:
    return told(lambda: validate(parse(text, HERE), model))


def hello(old: str, new: str) -> list[str]:
    """What is said of the sample with one piece of it replaced."""
    assert HELLO.count(old) == 1
    return check(HELLO.replace(old, new))


# What is replaced in the sample, by what, and all that is said of it.
INVALID = {
    "a missing key": ("    port: 3000\n", "", ["4: services.web has no port: add one"]),
    "a missing key at the top": ("application: hello\n", "", ["1: the file has no application: add one"]),
    "a misspelt key": (
        "port: 3000",
        "prot: 3000",
        ["4: services.web has no port: add one", "6: services.web.prot is not known: did you mean port?"],
    ),
    "a misspelt key further down": (
        "{path: /health}",
        "{path: /health, intervall: 5}",
        ["8: services.web.health.intervall is not known: did you mean interval?"],
    ),
    "a key that is like no other": (
        "application: hello",
        "application: hello\nxyz: 1",
        ["3: xyz is not known: known are application, network, routes, services"],
    ),
    "a key under its name in Python": (
        "{generate: {length: 32}}",
        "{from_: secret}",
        [
            "19: services.web.secrets.API_KEY.from_ is not known: did you mean from?",
        ],
    ),
    "a word for a number": (
        "port: 3000",
        "port: lots",
        ['6: services.web.port is the word "lots": it must be a whole number'],
    ),
    "some text for a number": (
        "port: 3000",
        "port: 1_000",
        ['6: services.web.port is the text "1_000": it must be a whole number'],
    ),
    "a quoted number": ("port: 3000", 'port: "3000"', ['6: services.web.port is the text "3000": remove the quotes']),
    "a quoted number with a zero": (
        "port: 3000",
        'port: "03000"',
        ['6: services.web.port is the text "03000": it must be a whole number'],
    ),
    "a fraction for a whole number": (
        "port: 3000",
        "port: 30.00",
        ["6: services.web.port is the number 30.00: it must be a whole number"],
    ),
    "a truth for a number": ("port: 3000", "port: true", ["6: services.web.port is true: it must be a whole number"]),
    "nothing for a number": ("port: 3000", "port:", ["6: services.web.port is empty: it must be a whole number"]),
    "an empty text for a number": (
        "port: 3000",
        'port: ""',
        ["6: services.web.port is an empty text: it must be a whole number"],
    ),
    "a list for a number": ("port: 3000", "port: [1]", ["6: services.web.port is a list: it must be a whole number"]),
    "a mapping for a number": (
        "port: 3000",
        "port: {}",
        ["6: services.web.port is an empty mapping: it must be a whole number"],
    ),
    "a number for text": (
        "build: app/hello",
        "build: 111122223333",
        ["5: services.web.build is the number 111122223333: put it in quotes"],
    ),
    "a number for text, as it was written": (
        "- /var/cache",
        "- 1.10",
        ["14: services.web.writable[1] is the number 1.10: put it in quotes"],
    ),
    "a truth for text": ("build: app/hello", "build: TRUE", ["5: services.web.build is TRUE: put it in quotes"]),
    "a list for text": ("build: app/hello", "build: [a]", ["5: services.web.build is a list: it must be text"]),
    "a word for a truth": (
        "{length: 32}",
        "{punctuation: yes}",
        ['19: services.web.secrets.API_KEY.generate.punctuation is the word "yes": it must be true or false'],
    ),
    "a quoted truth": (
        "{length: 32}",
        '{punctuation: "true"}',
        ['19: services.web.secrets.API_KEY.generate.punctuation is the word "true": remove the quotes'],
    ),
    "a number that is too small": ("port: 3000", "port: 0", ["6: services.web.port is 0: it must be at least 1"]),
    "a number that is too large": (
        "port: 3000",
        "port: 0x10000",
        ["6: services.web.port is 0x10000: it must be at most 65535"],
    ),
    "a number that is not above its bound": (
        "requests: 1000",
        "custom: {namespace: a, metric: b, target: 0}",
        ["11: services.web.scaling.custom.target is 0: it must be more than 0"],
    ),
    "a name that does not match, with one that does": (
        "application: hello",
        "application: Hello World",
        [
            '2: application is "Hello World": it must match ^[a-z][a-z0-9]*(-[a-z0-9]+)*$ '
            "(The name; stacks are called <application>-<environment>-<stack>), such as hello-world"
        ],
    ),
    "a text that does not match": (
        "- /var/cache",
        "- /var cache",
        ['14: services.web.writable[1] is "/var cache": it must match ^/[A-Za-z0-9._/-]+$'],
    ),
    "a path without its slash": (
        "- /var/cache",
        "- cache",
        ['14: services.web.writable[1] is "cache": it must match ^/[A-Za-z0-9._/-]+$, such as /cache'],
    ),
    "a key that does not match": (
        "  web:",
        "  Web_1:",
        ['4: the name "Web_1" in services does not fit: it must match ^[a-z][a-z0-9]*(-[a-z0-9]+)*$, such as web-1'],
    ),
    "a key of a variable that does not match": (
        "GREETING: |",
        "1-A: |",
        ['16: the name "1-A" in services.web.environment does not fit: it must match ^[A-Za-z_][A-Za-z0-9_]*$'],
    ),
    "a key that is too long": (
        "  web:",
        f"  {'a' * 33}:",
        [f'4: the name "{"a" * 33}" in services has 33 characters: write at most 32'],
    ),
    "a text that is too long": (
        "build: app/hello",
        f"build: {'a' * 256}",
        ["5: services.web.build has 256 characters: write at most 255"],
    ),
    "a text that is empty": ("build: app/hello", 'build: ""', ["5: services.web.build is empty: write something"]),
    "a misspelt choice": (
        "application: hello",
        "application: hello\nnetwork: exsting",
        ['3: network is the word "exsting": did you mean existing?'],
    ),
    "a choice that is like no other": (
        "application: hello",
        "application: hello\nnetwork: vpc-1",
        ['3: network is the text "vpc-1": known are existing, new'],
    ),
    "a number for a choice": (
        "application: hello",
        "application: hello\nnetwork: 5",
        ["3: network is the number 5: it must be new or existing"],
    ),
    "a word for a mapping": (
        '{path: "/*"}',
        "all",
        ['7: services.web.public is the word "all": it must be a mapping (key: value)'],
    ),
    "a list for a mapping": (
        '{path: "/*"}',
        "[/*]",
        ["7: services.web.public is a list: it must be a mapping (key: value)"],
    ),
    "a list for a mapping of names": (
        "{API_KEY: {generate: {length: 32}}}",
        "[API_KEY]",
        ["19: services.web.secrets is a list: it must be a mapping (key: value)"],
    ),
    "text for a list": (
        "{path: /health}",
        "{command: curl -f}",
        ['8: services.web.health.command is the text "curl -f": it must be a list such as [a, b]'],
    ),
    "a list that is too short": (
        "{path: /health}",
        "{command: []}",
        ["8: services.web.health.command is empty: add at least one entry"],
    ),
    "a list of the wrong things, told once": (
        "{path: /health}",
        "{command: [1]}",
        ["8: services.web.health.command[0] is the number 1: put it in quotes"],
    ),
    "a list that is too long": (
        "{path: /health}",
        f"{{command: [{', '.join(['a'] * 33)}]}}",
        ["8: services.web.health.command has 33 entries: write at most 32"],
    ),
    "none of several types": (
        "GREETING: |",
        "A: [1]\n      GREETING: |",
        [
            "16: services.web.environment.A is a list: "
            "it must be text, a number, true or false, or a mapping (key: value)"
        ],
    ),
    "nothing for one of several types": (
        "GREETING: |",
        "A:\n      GREETING: |",
        [
            "16: services.web.environment.A is empty: "
            "it must be text, a number, true or false, or a mapping (key: value)"
        ],
    ),
    "a mistake in one of several types": (
        "GREETING: |",
        "A: {defalt: x}\n      GREETING: |",
        [
            "16: services.web.environment.A has no default: add one",
            "16: services.web.environment.A.defalt is not known: did you mean default?",
        ],
    ),
    "a key called like one of several types": (
        "GREETING: |",
        "int: {default: x, str: 1}\n      GREETING: |",
        ["16: services.web.environment.int.str is not known: known are default"],
    ),
    "a wrong value in one of several types": (
        "GREETING: |",
        "A:\n        default: 5\n      GREETING: |",
        ["17: services.web.environment.A.default is the number 5: put it in quotes"],
    ),
    "an agreement that the model checks": (
        "    build: app/hello\n",
        "",
        ["4: a service has either build or image: build: names a folder, image: a public image"],
    ),
    "an agreement about one key": (
        "longest_request: 25",
        "longest_request: 100",
        [
            "10: longest_request + stops_within is 130 seconds, but Fargate kills a stopping task after 120: "
            "lower one of them"
        ],
    ),
    "an agreement about a key that was left out": (
        "{path: /health}",
        "{interval: 5}",
        ["8: health timeout 5 is not below the interval 5: lower it"],
    ),
    "an agreement about one variable": (
        "GREETING: |",
        "AWS_ACCESS_KEY_ID: x\n      GREETING: |",
        ["16: AWS_ACCESS_KEY_ID looks like a credential: move it to secrets"],
    ),
}


class TestWhatAModelRefuses:
    def test_the_sample_is_an_application(self) -> None:
        application = validate(parse(HELLO, HERE), Application)
        assert type(application) is Application
        assert application.services["web"].scaling is not None
        assert application.services["web"].scaling.cpu == 70

    @pytest.mark.parametrize(("old", "new", "sentences"), INVALID.values(), ids=INVALID)
    def test_each_mistake_gets_a_sentence_with_its_line(self, old: str, new: str, sentences: list[str]) -> None:
        assert hello(old, new) == sentences

    def test_all_mistakes_are_told_in_the_order_of_the_lines(self) -> None:
        text = "services:\n  web:\n    port: 0\n    build: x\n  api:\n    image: x\n    prot: 1\nroutes: 5\nx: 1\n"
        assert check(text) == [
            "1: the file has no application: add one",
            "3: services.web.port is 0: it must be at least 1",
            "5: services.api has no port: add one",
            "7: services.api.prot is not known: did you mean port?",
            "8: routes is the number 5: it must be a list such as [a, b]",
            "9: x is not known: known are application, network, routes, services",
        ]

    def test_a_mistake_behind_an_alias_is_told_where_it_is_written(self) -> None:
        text = "application: hello\nservices:\n  web: &w\n    build: x\n    port: 0\n  api: *w\n"
        assert check(text) == [
            "5: services.web.port is 0: it must be at least 1",
            "5: services.api.port is 0: it must be at least 1",
        ]

    def test_long_and_strange_values_are_shown_shortened_and_harmless(self) -> None:
        assert hello("port: 3000", f"port: {'x' * 100}") == [
            f'6: services.web.port is the word "{"x" * 60}...": it must be a whole number'
        ]
        assert hello("port: 3000", r'port: "\e[31m\n\u202e"') == [
            r'6: services.web.port is the text "\x1b[31m\n\u202e": it must be a whole number'
        ]
        assert hello("port: 3000", r"port: 3000" + "\n    " + r'"a\e.b": 1')[0].startswith(
            r'7: services.web."a\x1b.b" is not known: '
        )

    def test_names_of_places_read_as_people_write_them(self) -> None:
        assert name_of(("services", "web", "command", 0)) == "services.web.command[0]"
        assert name_of(("a.b", "c d")) == '"a.b"."c d"'
        assert name_of(()) == "the file"
        assert shown("é\t") == r"é\t"


class Cat(BaseModel):
    kind: Literal["cat"]
    lives: int = Field(9, multiple_of=3)


class Dog(BaseModel):
    model_config = ConfigDict(extra="forbid")
    kind: Literal["dog"]
    tricks: set[str] = set()


class Odd(BaseModel):
    """Shapes that the application does not have, but may get."""

    model_config = ConfigDict(extra="forbid", strict=True)
    pet: Annotated[Cat | Dog, Field(discriminator="kind")] | None = None
    either: Cat | Dog | None = None
    pair: tuple[int, str] | None = Field(None, strict=False)
    old: int | None = Field(None, validation_alias=AliasChoices("new-name", "old-name"))
    level: Literal["low", "high"] | int = 1
    short: Annotated[str, Field(pattern="^[a-z]+$")] | Annotated[int, Field(le=9)] = 1
    items: list[int] | tuple[str, ...] = ()
    names: dict[str, dict[str, int] | list[int]] = {}
    even: int = 0
    host: str | None = Field(None, min_length=4, max_length=1, description="never fits")
    rust: str | None = Field(None, pattern=r"^\p{Lu}+$")
    never: None = None
    split: tuple[str, ...] = Field((), strict=False)

    @field_validator("even")
    @classmethod
    def is_even(cls, value: int) -> int:
        if value % 2:
            raise ValueError(f"An odd number\n{value}")
        return value

    @field_validator("split", mode="before")
    @classmethod
    def splits(cls, value: Any) -> Any:
        return value.split() if isinstance(value, str) else [1, *value]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        pytest.param("even: 3", [r"1: even: an odd number\n3"], id="a complaint in the model's own words"),
        pytest.param("old-nam: 3", ["1: old-nam is not known: did you mean old-name?"], id="one name of several"),
        pytest.param("old-name: x", ['1: old-name is the word "x": it must be a whole number'], id="another name"),
        pytest.param(
            "pair: [x, 1]",
            ['1: pair[0] is the word "x": it must be a whole number', "1: pair[1] is the number 1: put it in quotes"],
            id="a list of fixed places",
        ),
        pytest.param("pair: [1]", ["1: pair has no 1: add one"], id="a list of fixed places that is too short"),
        pytest.param(
            "pet:\n  kind: dog\n  trick: 1",
            ["3: pet.trick is not known: did you mean tricks?"],
            id="a mistake in a mapping known by its kind",
        ),
        pytest.param(
            "pet:\n  kind: cat\n  lives: 4",
            ["3: pet.lives is 4: it must be a multiple of 3"],
            id="a bound in a mapping known by its kind",
        ),
        pytest.param(
            "pet: {kind: cow}",
            ["1: pet: input tag 'cow' found using 'kind' does not match any of the expected tags: 'cat', 'dog'"],
            id="a kind that is not known",
        ),
        pytest.param(
            "either:\n  kind: dog\n  tricks: [1]",
            ["3: either.tricks[0] is the number 1: put it in quotes"],
            id="a list in the mapping that fits best",
        ),
        pytest.param(
            "level: lwo",
            ['1: level is the word "lwo": it must be low or high or a whole number'],
            id="a choice or a number",
        ),
        pytest.param(
            "level: []",
            ["1: level is an empty list: it must be low or high or a whole number"],
            id="neither choice nor number",
        ),
        pytest.param(
            "short: A", ['1: short is "A": it must match ^[a-z]+$, such as a'], id="the text of text or number"
        ),
        pytest.param("short: 10", ["1: short is 10: it must be at most 9"], id="the number of text or number"),
        pytest.param(
            "items: x",
            ['1: items is the word "x": it must be a list such as [a, b]'],
            id="neither of two kinds of list",
        ),
        pytest.param(
            "names: {a: {b: x}}",
            ['1: names.a.b is the word "x": it must be a whole number'],
            id="the mapping of mapping or list",
        ),
        pytest.param(
            "names: {a: [1, x]}",
            ['1: names.a[1] is the word "x": it must be a whole number'],
            id="the list of mapping or list",
        ),
        pytest.param("host: abc", ["1: host has 3 characters: write at least 4"], id="text that is too short"),
        pytest.param("host: a", ["1: host has 1 character: write at least 4"], id="text of one character"),
        pytest.param("rust: a", [r'1: rust is "a": it must match ^\p{Lu}+$'], id="a pattern that is not Python's"),
        pytest.param("never: 1", ["1: never is the number 1: it must be left empty"], id="something for nothing"),
        pytest.param("split: [a]", ['1: split[0] is the word "a": it must be text'], id="what the model rearranged"),
    ],
)
def test_every_shape_of_a_model_is_followed(text: str, sentences: list[str]) -> None:
    assert check(text, Odd) == sentences


# Text that YAML 1.1, whose rules PyYAML's writer follows, leaves without quotes, but 1.2 takes for a number.
_only_in_1_2 = st.text().filter(lambda text: not (text[:1].isdigit() or (text[:1] in "-+." and text[1:2].isdigit())))
_plain_data = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**40), 10**40) | _only_in_1_2,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_only_in_1_2, inner, max_size=4),
    max_leaves=15,
)


class TestForAnyInput:
    @property_test
    @given(
        data=st.dictionaries(st.text(), _plain_data, min_size=1, max_size=4), flow=st.sampled_from([None, True, False])
    )
    @both_loaders
    def test_what_yaml_writes_is_read_back(self, data: Any, flow: Any, loader: Any) -> None:
        document = parse(yaml.safe_dump(data, default_flow_style=flow, sort_keys=False), HERE, loader)
        assert document.data == data
        assert repr(document.data) == repr(data)

    @property_test
    @given(text=st.text(st.sampled_from("ab01 .:-?[]{},\"'|>&*!#%@`\\\n\t\x85é😀~<") | st.characters(), max_size=40))
    def test_random_text_is_read_or_refused_by_both_loaders_alike(self, text: str) -> None:
        assert len({outcome(text, loader) for loader in LOADERS}) == 1

    @property_test
    @given(data=st.data())
    def test_a_damaged_file_is_validated_or_refused_by_both_loaders_alike(self, data: Any) -> None:
        text = HELLO
        for _ in range(data.draw(st.integers(1, 4), label="damages")):
            text = data.draw(damaged(text), label="damaged")
        assert len({outcome(text, loader) for loader in LOADERS}) == 1
        accepted_or_told(text)

    @property_test
    @given(raw=st.binary(max_size=60))
    def test_random_bytes_are_read_or_refused(self, raw: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
        path = tmp_path_factory.getbasetemp() / "random.yaml"
        path.write_bytes(raw)
        with suppress(Refused):
            read(path)

    @property_test
    @given(data=st.data())
    def test_any_data_in_place_of_a_value_is_validated_or_told(self, data: Any) -> None:
        document = yaml.safe_load(HELLO)
        inner = document
        while isinstance(inner, dict) and data.draw(st.booleans() | st.just(True), label="deeper"):
            key = data.draw(st.sampled_from(sorted(inner)), label="key")
            inner, around = inner[key], inner
        if inner is not document:
            around[key] = data.draw(_plain_data, label="value")
        accepted_or_told(yaml.safe_dump(document))


def accepted_or_told(text: str) -> None:
    """Whatever happens, somebody can read it: one line for each problem, and a line of the file that exists."""
    problems: tuple[Problem, ...] = ()
    try:
        validate(parse(text, HERE), Application)
    except Refused as refused:
        problems = refused.problems or (Problem("\n"),)
    for problem in problems:
        assert str(problem).isprintable()
        assert problem.line is None or 1 <= problem.line <= text.count("\n") + 1


def damaged(text: str) -> st.SearchStrategy[str]:
    """A text with some characters or a line of it lost, doubled or inserted."""
    position = st.integers(0, len(text))
    lines = text.splitlines(keepends=True)
    line = st.integers(0, max(len(lines) - 1, 0))
    return st.one_of(
        st.builds(lambda at, size: text[:at] + text[at + size :], position, st.integers(1, 20)),
        st.builds(lambda at, size: text[: at + size] + text[at:], position, st.integers(1, 20)),
        st.builds(
            lambda at, new: text[:at] + new + text[at:], position, st.sampled_from(list(":-[]{}\"'#&*!|>%@\t\n ,?a0"))
        ),
        st.builds(lambda at: "".join(lines[:at] + lines[at + 1 :]), line),
        st.builds(lambda at: "".join(lines[: at + 1] + lines[at:]), line),
    )
