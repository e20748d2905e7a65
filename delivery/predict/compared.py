"""One resource on both sides: where it differs by itself, and where it depends on others."""

from collections.abc import Iterator
from typing import Any

from delivery.intrinsics import as_text
from delivery.predict.consequences import State, Touch, references
from delivery.predict.differences import NOT_THERE, Difference, Step, differences
from delivery.predict.origins import EDITED, Origins
from delivery.predict.resources import ATTRIBUTES, Resource
from delivery.predict.values import Plain
from delivery.schemas import ALWAYS, HOME_REGION, NEVER, Schema, recreation, schema_of


def state_of(old: Resource, new: Resource, origins: Origins) -> State:
    """What differs, before anything follows from it."""
    same_tags = origins.before.side.tags == origins.after.side.tags
    region = origins.after.side.pseudo.get("AWS::Region", HOME_REGION)
    schema = None if old == new and same_tags else schema_of(new.type, region)
    touches = [] if old == new else [*_properties(old, new, schema, origins), *_attributes(old, new, origins)]
    if old.type != new.type:
        other = Difference(("Type",), old.type, new.type, ("Type",))
        touches.append(Touch("Properties", other.path, ALWAYS, True, EDITED, other, within=""))
    if not same_tags and schema and schema.tag_property:
        touches += _stack_tags(old, new, schema.tag_property, origins)
    reached = {touch.path for touch in touches if touch.attribute in ("Properties", "Tags")}
    return State(new, touches, lambda: list(_places(new, schema_of(new.type, region), reached)))


def _properties(old: Resource, new: Resource, schema: Schema | None, origins: Origins) -> Iterator[Touch]:
    tags = (schema.tag_property if schema else "") or "Tags"
    unordered = [*(schema.unordered if schema else ()), (tags,)]
    for difference in differences(old.properties, new.properties, unordered):
        attribute = "Tags" if difference.path[:1] == (tags,) else "Properties"
        recreated = recreation(schema, difference.path) if old.type == new.type else ALWAYS
        for origin in origins.of(new.logical_id, "Properties", difference):
            yield Touch(attribute, difference.path, recreated, difference.certain, origin, difference)


def _attributes(old: Resource, new: Resource, origins: Origins) -> Iterator[Touch]:
    for name in ATTRIBUTES:
        one, other = old.attributes.get(name, NOT_THERE), new.attributes.get(name, NOT_THERE)
        for difference in differences(one, other):
            for origin in origins.of(new.logical_id, name, difference):
                yield Touch(name, difference.path, NEVER, difference.certain, origin, difference)


def _stack_tags(old: Resource, new: Resource, tag_property: str, origins: Origins) -> Iterator[Touch]:
    """The tags of a stack are given to each resource that does not say otherwise itself."""
    before, after = origins.before.side.tags, origins.after.side.tags
    for key in sorted({*before, *after} - _own(old, tag_property) - _own(new, tag_property)):
        was, will = before.get(key, NOT_THERE), after.get(key, NOT_THERE)
        if was != will:
            yield Touch("Tags", (key,), NEVER, True, EDITED, Difference((key,), was, will, (key,)), within="Tags")


def _own(resource: Resource, tag_property: str) -> set[str]:
    tags: Any = resource.properties.get(tag_property, ())
    if isinstance(tags, dict):
        return set(tags)
    return (
        {as_text(tag["Key"]) for tag in tags if isinstance(tag, dict) and "Key" in tag}
        if isinstance(tags, list)
        else set()
    )


def _places(
    resource: Resource, schema: Schema | None, reached: set[tuple[Step, ...]]
) -> Iterator[tuple[tuple[Step, ...], str, Plain]]:
    """Where it refers to others with the same words as before, and whether a change there would replace it."""
    for path, value in references(resource.properties):
        if not any(path[: len(place)] == place for place in reached):
            yield path, recreation(schema, path), value
