"""The picture's layout: boxes never overlap, lines never cross a box, and the same picture always looks the same."""

import re
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from delivery.render.graph import HEIGHT, LIMIT, MOST, WIDTH, changes_only, drawing
from delivery.review.model import Level, Node, Picture
from tests.delivery.render.reviews import PICTURE

EXAMPLES = settings(max_examples=60, deadline=None, database=None, derandomize=True)


@st.composite
def pictures(draw):
    """Some resources, of which some change, with any references, circles and strangers among them."""
    count = draw(st.integers(0, 40))
    nodes = [
        Node(f"N{at:02}", "AWS::SQS::Queue", *draw(st.sampled_from([(), ("x", Level.MAYBE)]))) for at in range(count)
    ]
    name = st.integers(0, count).map("N{:02}".format)
    return Picture(tuple(nodes), tuple(draw(st.lists(st.tuples(name, name), max_size=80))))


def overlap(one, other):
    """Whether two rectangles (left, top, right, bottom) share more than an edge."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def rectangles(drawn):
    return [(box.x, box.y, box.x + WIDTH, box.y + HEIGHT) for box in drawn.boxes]


def segments(path):
    """The rectangle that each part of a path stays in."""
    (_, *begin), *parts = [(letter, *map(int, rest.split())) for letter, rest in re.findall(r"([MCH])([-\d ]+)", path)]
    at = tuple(begin)
    for letter, *numbers in parts:
        points = [at, (numbers[0], at[1])] if letter == "H" else [at, *zip(numbers[::2], numbers[1::2], strict=True)]
        at = points[-1]
        xs, ys = zip(*points, strict=True)
        yield min(xs), min(ys), max(xs), max(ys)


@EXAMPLES
@given(pictures())
def test_no_two_boxes_overlap_and_all_are_inside(picture):
    drawn = drawing(picture)
    assert len(drawn.boxes) == len(picture.nodes)
    assert not [pair for pair in combinations(rectangles(drawn), 2) if overlap(*pair)]
    assert all(
        left >= 0 and top >= 0 and right <= drawn.width and bottom <= drawn.height
        for left, top, right, bottom in rectangles(drawn)
    )


@EXAMPLES
@given(pictures())
def test_no_line_crosses_a_box(picture):
    drawn = drawing(picture)
    crossed = [
        (line.path, box)
        for line in drawn.lines
        for part in segments(line.path)
        for box in rectangles(drawn)
        if overlap(part, box)
    ]
    assert not crossed


@EXAMPLES
@given(pictures(), st.randoms(use_true_random=False))
def test_the_order_in_which_resources_are_told_does_not_matter(picture, random):
    nodes, edges = list(picture.nodes), list(picture.edges)
    random.shuffle(nodes)
    random.shuffle(edges)
    assert drawing(Picture(tuple(nodes), tuple(edges))) == drawing(picture)


def test_who_refers_stands_left_of_what_it_refers_to():
    drawn = drawing(PICTURE)
    assert len(drawn.lines) == len(PICTURE.edges)
    at = {box.number: box.x for box in drawn.boxes}
    assert all(at[line.start] < at[line.end] for line in drawn.lines)


def test_a_circle_is_drawn_whole():
    drawn = drawing(Picture((Node("A", "T"), Node("B", "T")), (("A", "B"), ("B", "A"), ("A", "A"))))
    assert {(line.start, line.end) for line in drawn.lines} == {(0, 1), (1, 0)}


def test_a_reference_to_what_is_not_in_the_stack_is_no_line():
    assert drawing(Picture((Node("A", "T"),), (("A", "B"), ("C", "A")))).lines == ()


@pytest.mark.parametrize(("others", "left_out"), [(MOST - 3, 0), (MOST, MOST - 1)])
def test_of_many_resources_those_that_change_and_their_neighbours_are_drawn(others, left_out):
    nodes = [Node(f"Same{at}", "T") for at in range(others)]
    changed = [Node(name, "T", name, Level.MAYBE) for name in ("Changed", "Far", "Away")]
    drawn = drawing(Picture((*nodes, *changed), (("Same0", "Changed"), ("Same1", "Same2"))))
    assert drawn.left_out == left_out
    if left_out:
        assert {box.node.id for box in drawn.boxes} == {"Same0", "Changed", "Far", "Away"}


def test_what_does_not_change_can_be_left_out():
    drawn = changes_only(PICTURE)
    assert all(box.node.row for box in drawn.boxes)
    assert len(drawn.boxes) + drawn.left_out == len(PICTURE.nodes)


def test_however_many_change_the_worst_are_drawn_and_the_others_counted():
    nodes = [Node(f"N{at:04}", "T", "row", Level.ROUTINE) for at in range(LIMIT)]
    worst = [Node(f"Worst{at}", "T", "row", Level.DATA_LOSS) for at in range(5)]
    drawn = drawing(Picture((*nodes, *worst, Node("Same", "T"))))
    assert {node.id for node in worst} <= {box.node.id for box in drawn.boxes}
    assert (len(drawn.boxes), drawn.left_out, drawn.changes_left_out) == (LIMIT, 1, 5)
