"""What is wrong with something that a person wrote: one sentence with file and line, what was found, what to do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Problem:
    """One mistake, as a sentence that says what was found and what to do."""

    sentence: str
    file: Path | None = None
    line: int | None = None

    def __str__(self) -> str:
        if self.file is None:
            return self.sentence
        place = f"{self.file}" if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.sentence}"


class Refused(Exception):
    """The input cannot be used. Its text is what the person reads; there is no traceback."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def refuse(sentence: str, file: Path | None = None, line: int | None = None) -> Refused:
    """For `raise refuse(...)`: one problem."""
    return Refused(Problem(sentence, file, line))


def refuse_all(problems: Iterable[Problem]) -> None:
    """Raise when there is anything to complain about, in the order of the files."""
    found = tuple(problems)
    if found:
        raise Refused(*found)


def nearest(word: str, known: Iterable[str]) -> str:
    """` (did you mean X?)`, or a list of what is known when nothing is near."""
    import difflib

    names: Sequence[str] = sorted(known)
    near = difflib.get_close_matches(word, names, n=1, cutoff=0.6)
    if not near:
        lowered = {name.lower(): name for name in names}
        near = [lowered[close] for close in difflib.get_close_matches(word.lower(), lowered, n=1, cutoff=0.6)]
    if near:
        return f"did you mean {near[0]}?"
    return f"known are {', '.join(names)}" if names else "there are none"
