"""Reviews made by hand: one that shows everything, one that is calm, one that changes nothing, one that is hostile."""

from delivery.review.model import (
    Cause,
    Difference,
    Level,
    Node,
    Picture,
    Reason,
    Review,
    Row,
    StackReview,
    Statement,
)

DATABASE = Row(
    id="Database",
    action="replace",
    symbol="-/+",
    type="AWS::RDS::DBInstance",
    level=Level.DATA_LOSS,
    summary="engine mysql → postgres, replaced",
    physical_id="hello-prod-database-1x2y3z",
    reasons=(
        Reason(Level.DATA_LOSS, "A final snapshot is not taken: the rows of the database are lost."),
        Reason(Level.OUTAGE, "The new database has another address and starts empty."),
    ),
    causes=(
        Cause("because Network/Vpc is replaced", "Network/Vpc"),
        Cause("because VpcCidr changed"),
    ),
    differences=(
        Difference("Engine", "mysql", "postgres", recreation="always", source="edited"),
        Difference("DBSubnetGroupName", "hello-prod-subnets", "{known after deploy}", certain=False),
        Difference("MasterUserPassword", "****", "****", hidden=True, source="parameter Password"),
        Difference("Tags/CostCenter", None, "4711", attribute="Tags"),
        Difference("AllocatedStorage", "40", "20", deployed="20", drifted=True),
        Difference("DeletionPolicy", "Retain", None, attribute="DeletionPolicy"),
    ),
    notes=("Deletion takes up to 60 minutes.",),
)
SERVICE = Row(
    id="WebService",
    action="maybe replace",
    symbol="?/+",
    type="AWS::ECS::Service",
    level=Level.OUTAGE,
    summary="replaced if the name of the cluster changes",
    reasons=(Reason(Level.OUTAGE, "All tasks are stopped before new ones start."),),
    differences=(Difference("Cluster", "hello-prod", "‹Arn of Cluster›", recreation="conditionally"),),
)
ROLE = Row(
    id="WebRole",
    action="change",
    symbol="~",
    type="AWS::IAM::Role",
    level=Level.ACCESS,
    summary="1 permission gained, 1 lost",
    reasons=(Reason(Level.ACCESS, "More may be done: iam:PassRole on *, which lets it hand on any role."),),
    statements=(
        Statement(True, "may iam:PassRole on *", dangerous=True),
        Statement(True, "may s3:GetObject on arn:aws:s3:::hello-prod-assets/*"),
        Statement(False, "may s3:PutObject on arn:aws:s3:::hello-prod-assets/*"),
    ),
)
ODD = Row(
    id="Future",
    action="Teleport",
    symbol="?",
    type="Custom::Teleporter",
    level=Level.UNKNOWN,
    summary='Action "Teleport" is not known',
    raw='{"Action": "Teleport"}',
)
LONG_IMAGE = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/hello-prod-web:"
TASK = Row(
    id="WebTask",
    action="replace",
    symbol="-/+",
    type="AWS::ECS::TaskDefinition",
    level=Level.ROUTINE,
    summary="image 1.4.0 → 1.5.0, rolling deployment",
    differences=(
        Difference("ContainerDefinitions/0/Image", LONG_IMAGE + "1.4.0", LONG_IMAGE + "1.5.0", recreation="always"),
        Difference("Cpu", "256", "512", recreation="always"),
    ),
    members=(
        Row("ApiService", "change", "~", "AWS::ECS::Service", Level.ROUTINE, "takes the new task definition"),
        Row("WebAlarm", "change", "~", "AWS::CloudWatch::Alarm", Level.ROUTINE, "follows the service"),
    ),
)
BUCKET = Row("Logs", "import", "←", "AWS::S3::Bucket", Level.ROUTINE, "joins the stack as it is")
ALARM = Row(
    "Errors", "revert drift", "⟲", "AWS::CloudWatch::Alarm", Level.ROUTINE, "Threshold 9 → 5, as the template says"
)

PROD = StackReview(
    name="hello-prod-web",
    predicted=True,
    facts=(("status", "UPDATE_COMPLETE"), ("account", "111122223333"), ("region", "eu-central-1")),
    notes=(Reason(Level.MAYBE, "The value of AlertTopic is in SSM and not known offline."),),
    around={"parameters": (Difference("VpcCidr", "10.0.0.0/16", "10.1.0.0/16"),), "outputs": ()},
    rows=(DATABASE, SERVICE, ROLE, ODD, TASK, BUCKET, ALARM),
    picture=Picture(
        nodes=(
            Node("WebTask", "AWS::ECS::TaskDefinition", "WebTask", Level.ROUTINE, "-/+"),
            Node("WebService", "AWS::ECS::Service", "WebService", Level.OUTAGE, "?/+"),
            Node("Cluster", "AWS::ECS::Cluster"),
        ),
        edges=(("WebService", "WebTask"), ("WebService", "Cluster")),
    ),
    same_as=("hello-prod-api",),
)
FULL = Review(
    title="HEAD~1:out against out",
    stacks=(PROD,),
    unchanged=("hello-dev-web", "hello-test-web"),
    notes=(Reason(Level.ROUTINE, "hello/demo is new."),),
)
CALM = Review("out against out", (StackReview("hello-prod-web", False, rows=(TASK,)),))
OUTPUTS_ONLY = Review(
    "old against new",
    (StackReview("hello-prod-web", False, around={"outputs": (Difference("Url", "a", "b", attribute="Outputs"),)}),),
)
NOTHING = Review("out against out", (), ("hello-dev-web", "hello-prod-web"))
EMPTY = Review("out against out")
BLOCKED = Review(
    "old against new",
    (
        StackReview(
            "hello-prod-web",
            True,
            rows=(
                Row("Gone", "remove", "-", "AWS::ECR::Repository", Level.BLOCKED, "has images and cannot be deleted"),
            ),
        ),
    ),
)

EVIL = (
    "</summary></details><script>alert(1)</script> | a | b |\n```\n~~~\n# heading\n- @octocat closes #1 and GH-2, "
    "see https://evil.example www.evil.example a@b.example owner/repo#3 :bomb: $x$ [x](javascript:alert(1)) "
    "![i](//evil.example/i.png) <!-- `code` ``` \x1b[2J\x1b]0;title\x07 \u202eevil\u202c \x00 \\| \\n &lt; "
    "*bold* _it_ --- 1. 表🎉"
)
HOSTILE = Review(
    title=EVIL,
    stacks=(
        StackReview(
            name=EVIL,
            predicted=True,
            facts=((EVIL, EVIL),),
            notes=(Reason(Level.UNKNOWN, EVIL),),
            around={EVIL: (Difference(EVIL, EVIL, EVIL + "x"),), "tags": (Difference(EVIL, None, ""),)},
            rows=tuple(
                Row(
                    id=EVIL,
                    action=EVIL,
                    symbol=EVIL,
                    type=EVIL,
                    level=level,
                    summary=EVIL,
                    physical_id=EVIL,
                    reasons=(Reason(level, EVIL),),
                    causes=(Cause(EVIL, EVIL),),
                    differences=(Difference(EVIL, EVIL, EVIL + "x", EVIL, EVIL, EVIL, False, False, EVIL, True),),
                    statements=(Statement(True, EVIL, True), Statement(False, EVIL)),
                    notes=(EVIL,),
                    raw=EVIL,
                )
                for level in Level
            ),
            same_as=(EVIL,),
        ),
    ),
    unchanged=(EVIL,),
    notes=(Reason(Level.MAYBE, EVIL),),
)


def with_rows(number: int) -> Review:
    """A review of so many rows, an eighth of them dangerous."""
    kinds = (DATABASE, TASK, BUCKET, ROLE, TASK, ALARM, TASK, ODD)
    rows = [
        Row(
            f"{kind.id}{index}", kind.action, kind.symbol, kind.type, kind.level, kind.summary, kind.physical_id,
            kind.reasons, kind.causes, kind.differences, kind.statements, kind.notes, kind.members, kind.raw,
        )
        for index in range(number)
        for kind in [kinds[index % len(kinds)]]
    ]  # fmt: skip
    rows.sort(key=lambda row: row.level.rank)
    return Review("old against new", (StackReview("hello-prod-web", True, rows=tuple(rows)),))


SAMPLES = {
    "everything": FULL,
    "calm": CALM,
    "outputs only": OUTPUTS_ONLY,
    "nothing": NOTHING,
    "empty": EMPTY,
    "blocked": BLOCKED,
    "hostile": HOSTILE,
}
