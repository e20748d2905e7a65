from collections.abc import Iterator

from delivery.rules._rule import Rule
from delivery.rules._world import Found, Node, Resource, World

TRAIL = "AWS::CloudTrail::Trail"
OBJECTS = "AWS::S3::Object"


class TrailEvents(Rule):
    id = "W9612"
    shortdesc = "A trail records reading and writing, of settings and of the objects in buckets"
    description = (
        "A trail without event selectors records who changed what, but not who read or deleted which object of a "
        "bucket; with selectors it records only what they name. After a leak that is what everybody asks for, and "
        "nothing brings it back."
    )
    advice = (
        "Give the trail selectors for all management events and for the data events of AWS::S3::Object, "
        "reading and writing"
    )
    source_url = "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html"
    rows = ("OPS-1",)
    subjects = (TRAIL,)

    def look(self, world: World) -> Iterator[Found]:
        for trail in world.of(TRAIL):
            plain, advanced = trail["EventSelectors"], trail["AdvancedEventSelectors"]
            if plain.absent and advanced.absent:
                yield plain.says("This trail records no data events: it has no selectors")
            elif not _has_unknown(plain) and not _has_unknown(advanced):
                yield from _gaps(trail)


def _gaps(trail: Resource) -> Iterator[Found]:
    plain, advanced = trail["EventSelectors"], trail["AdvancedEventSelectors"]
    place = plain if plain.present else advanced
    if not any(map(_all_management, plain.items)) and not any(_all_of(one, "Management") for one in advanced.items):
        yield place.says("No selector records all management events, reading and writing")
    if not any(map(_all_objects, plain.items)) and not any(_all_of(one, "Data") for one in advanced.items):
        yield place.says("No selector records reading and writing of the objects in buckets")


def _has_unknown(selectors: Node) -> bool:
    return selectors.unknown or any(one.unknown for one in selectors.items)


def _reads_and_writes(selector: Node) -> bool:
    return selector["ReadWriteType"].absent or selector["ReadWriteType"].text in ("All", None)


def _all_management(selector: Node) -> bool:
    return _reads_and_writes(selector) and selector["IncludeManagementEvents"].text != "false"


def _all_objects(selector: Node) -> bool:
    data = selector["DataResources"]
    return _reads_and_writes(selector) and (
        data.unknown or any(one.unknown or one["Type"].text in (OBJECTS, None) for one in data.items)
    )


def _all_of(selector: Node, category: str) -> bool:
    """An advanced selector for this category, which leaves neither reading nor writing out."""
    fields = {one["Field"].text: one for one in selector["FieldSelectors"].items}
    if None in fields:
        return True
    if "readOnly" in fields or not _equals(fields.get("eventCategory"), category):
        return False
    return category != "Data" or _equals(fields.get("resources.type"), OBJECTS)


def _equals(field: Node | None, value: str) -> bool:
    return field is not None and any(item.unknown or item.text == value for item in field["Equals"].items)
