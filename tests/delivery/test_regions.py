"""The regions that an environment may be in."""

import re
import subprocess
import sys

import pytest

from delivery.regions import known_regions
from tests.conftest import ROOT


@pytest.mark.parametrize(
    "region",
    ["us-east-1", "eu-west-1", "ap-southeast-2", "cn-north-1", "us-gov-west-1"],
)
def test_regions_of_every_partition_are_known(region):
    assert region in known_regions()


@pytest.mark.parametrize("word", ["aws-global", "aws-cn-global", "global", "eu-west-1a", "EU-WEST-1", "", "eu-west-9"])
def test_what_no_stack_can_be_in_is_not(word):
    assert word not in known_regions()


def test_all_of_them_look_like_regions():
    assert [name for name in known_regions() if not re.fullmatch(r"[a-z]{2,4}(-[a-z]+)+-\d", name)] == []


def test_every_region_that_botocore_would_call_is_known():
    import botocore.session

    session = botocore.session.Session()
    called = {
        region
        for partition in session.get_available_partitions()
        for region in session.get_available_regions("cloudformation", partition)
    }
    assert called <= known_regions()


def test_they_are_read_without_botocore():
    """Importing it takes longer than a build."""
    program = (
        "import sys; from delivery.regions import known_regions; known_regions(); print('botocore' in sys.modules)"
    )
    ended = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ended.stdout == "False\n"
