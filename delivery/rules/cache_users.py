from collections.abc import Iterator

from delivery.rules._data import CACHE, engine
from delivery.rules._rule import Rule
from delivery.rules._world import Found, Resource, World

SERVERLESS = "AWS::ElastiCache::ServerlessCache"
USER = "AWS::ElastiCache::User"
GROUP = "AWS::ElastiCache::UserGroup"


class CacheUsers(Rule):
    id = "E9543"
    shortdesc = "Nobody uses a cache without proving who he is"
    description = (
        "A cache without users, or with one that needs no password, gives everything it holds, sessions too, to "
        "whatever reaches its port. The user named default that AWS provides is one that needs none."
    )
    advice = (
        "Give the cache a user group whose users log in with IAM or a password, and replace the user default by one "
        "of your own with the access string off"
    )
    source_url = "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Clusters.RBAC.html"
    rows = ("EC-3",)
    subjects = (CACHE, GROUP, SERVERLESS, USER)

    def look(self, world: World) -> Iterator[Found]:
        for cache in world.of(CACHE):
            yield from _open(cache)
        for cache in world.of(SERVERLESS):
            if cache["UserGroupId"].absent and engine(cache) in ("redis", "valkey"):
                yield cache["UserGroupId"].says(f"{cache.name} has no user group")
        for user in world.of(USER):
            yield from _free(user)
        for item in (item for group in world.of(GROUP) for item in group["UserIds"].items):
            if item.text == "default":
                yield item.says("The user default of AWS is in this group")


def _open(cache: Resource) -> Iterator[Found]:
    """The second cache of a global one has the token of the first."""
    groups = cache["UserGroupIds"]
    if (groups.absent or groups.value == []) and cache["AuthToken"].absent and cache["GlobalReplicationGroupId"].absent:
        yield groups.says(f"{cache.name} has neither a user group nor a token")


def _free(user: Resource) -> Iterator[Found]:
    kind = user.properties.at("AuthenticationMode", "Type")
    switched_on = "on" in user["AccessString"].words.split()
    if switched_on and kind.text == "no-password-required":
        yield kind.says("This user is on and needs no password")
    elif switched_on and user["NoPasswordRequired"].yes:
        yield user["NoPasswordRequired"].says("This user is on and needs no password")
