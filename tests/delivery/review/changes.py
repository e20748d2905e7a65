"""Short ways to write changes, and to review them."""

from delivery.change_set import KNOWN_AFTER_APPLY, Change, ChangeSet, Detail
from delivery.review import review_stack

OWN = "Some::Own::Type"


TOPIC = "AWS::SNS::Topic"


VPC = "AWS::EC2::VPC"


def edit(at="Size", recreation="Never", **more):
    told = {"name": at.split("/")[0], "path": f"/Properties/{at}", "before": "1", "after": "2", "kind": "Modify"}
    certain = {"source": "DirectModification", "evaluation": "Static"}
    return Detail(**{"attribute": "Properties", "recreation": recreation, **told, **certain, **more})


def follows(entity, recreation="Always", at="VpcId", **more):
    source = "ResourceAttribute" if "." in entity else "ResourceReference"
    told = {"source": source, "entity": entity, "evaluation": "Dynamic", "before": "x", "after": KNOWN_AFTER_APPLY}
    return edit(at, recreation, **{**told, **more})


def modify(id_="It", *details, type_=TOPIC, replacement="False", **more):
    return Change("Modify", id_, type_, details=details, replacement=replacement, **more)


def reviewed(*changes, surroundings=None, **about):
    told = {"status": "CREATE_COMPLETE", "name": "it", **about}
    return review_stack(ChangeSet("stack", changes=tuple(changes), **told), surroundings)


def pictured(found):
    return {(one.id, one.row, one.symbol, one.level) for one in found.picture.nodes}, set(found.picture.edges)


def detailed(type_, old, new, **target):
    """The row of a resource with one detail, whatever it names."""
    detail = Detail(kind="Modify", evaluation="Static", source="DirectModification", **target)
    change = Change("Modify", "It", type_, replacement="False", details=(detail,), before=old, after=new)
    return review_stack(ChangeSet("it", status="CREATE_COMPLETE", changes=(change,))).rows[0]
