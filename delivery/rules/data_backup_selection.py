from collections.abc import Iterator

from delivery.rules._data import CLUSTER, FILES, INSTANCE, TABLE, databases
from delivery.rules._rule import Rule
from delivery.rules._world import Found, Node, Resource, World

SELECTION = "AWS::Backup::BackupSelection"


class LeftOutOfBackup(Rule):
    id = "W9541"
    shortdesc = "A template that backs up data backs up all of it"
    description = (
        "A list of what is backed up is written once; the database that is added a year later is easily forgotten, and "
        "that is noticed on the day somebody needs the backup."
    )
    advice = "Add it to the Resources of a BackupSelection, or give it the tags that one selects"
    source_url = "https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources.html"
    rows = ("RDS-16", "DDB-5")
    subjects = (SELECTION,)
    beside = (CLUSTER, FILES, INSTANCE, TABLE)

    def look(self, world: World) -> Iterator[Found]:
        """A template without a selection may be backed up from elsewhere."""
        selections = [found.properties.at("BackupSelection") for found in world.of(SELECTION)]
        for resource in (*databases(world), *world.of(FILES, TABLE)) if selections else ():
            if not _by_itself(resource) and not any(_selects(selection, resource) for selection in selections):
                yield resource.says(f"No BackupSelection of this template names {resource.name}")


def _by_itself(resource: Resource) -> bool:
    """A file system may ask for the daily backups of EFS."""
    return resource.properties.at("BackupPolicy", "Status").text == "ENABLED"


def _selects(selection: Node, resource: Resource) -> bool:
    """Whether it may take this resource: by its name, by tags, or by something that is not known here."""
    if resource.name in selection["NotResources"].names:
        return False
    listed, tags = selection["Resources"], selection["ListOfTags"]
    if selection.unknown or listed.unknown or resource.name in listed.names:
        return True
    if listed.absent and tags.absent:
        return True
    return _by_tags(tags, resource) or any(_is_wide(item, resource.world) for item in listed.items)


def _is_wide(item: Node, world: World) -> bool:
    """A text or a parameter: no resource of the template is named."""
    return not item.names & set(world.template["Resources"])


def _by_tags(tags: Node, resource: Resource) -> bool:
    own = [(tag["Key"], tag["Value"]) for name in ("Tags", "FileSystemTags") for tag in resource[name].items]
    for wanted in tags.items:
        for key, value in own:
            if key.value == wanted["ConditionKey"].value and value.value == wanted["ConditionValue"].value:
                return True
    return tags.unknown
