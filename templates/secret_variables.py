"""Secret variables: made by Secrets Manager, or found in a secret or an SSM parameter that exists.

No value ever stands in a template or a parameter file; the container gets it from ECS when it starts.
"""

import json
from typing import Any, ClassVar

from awacs.aws import Statement
from troposphere import Ref, Sub, ecs
from troposphere.secretsmanager import GenerateSecretString, RotationRules, RotationSchedule
from troposphere.secretsmanager import Secret as SecretResource

from templates.application import Generate, Secret, Service
from templates.inputs import Input, text
from templates.part import part
from templates.permissions import decrypt_with, read_parameters, read_secrets
from templates.settings import pascal
from templates.surroundings import Place

SECRET_ARN = r"arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[A-Za-z0-9/_+=.@-]+"
FUNCTION_ARN = r"arn:aws[a-z-]*:lambda:[a-z0-9-]+:[0-9]{12}:function:[A-Za-z0-9_-]+(:[A-Za-z0-9_-]+)?"
SSM_PATH = r"/[A-Za-z0-9_./-]+"


@part
class SecretVariable:
    """One secret variable of a container, and where ECS reads its value."""

    title: ClassVar[str] = "Secrets"
    source: Input | None
    rotation_function: Input | None
    secret: SecretResource | None
    rotation: RotationSchedule | None


@part
class Secrets:
    title: ClassVar[str] = "Secrets"
    variables: tuple[SecretVariable, ...]


def secrets(here: Place) -> Secrets:
    key_arn = Ref(here.names.platform.key_arn)
    return Secrets(tuple(_variable(name, secret, here.name, key_arn) for name, secret in here.settings.secrets.items()))


def container_secrets(service: Service, made: Secrets) -> list[ecs.Secret]:
    """What the container definition says: variable name and source, never a value."""
    return [
        ecs.Secret(Name=name, ValueFrom=_value_from(secret, variable))
        for (name, secret), variable in zip(service.secrets.items(), made.variables, strict=True)
    ]


def reading_statements(here: Place, made: Secrets) -> list[Statement]:
    """What the execution role needs: exactly these secrets and parameters, nothing for none."""
    pairs = list(zip(here.settings.secrets.values(), made.variables, strict=True))
    parameters = [_arn(variable) for secret, variable in pairs if secret.from_ == "parameter"]
    secret_arns = [_arn(variable) for secret, variable in pairs if secret.from_ != "parameter"]
    statements = []
    if secret_arns:
        statements.append(read_secrets(secret_arns))
    if parameters:
        statements.append(read_parameters(parameters))
    if pairs:
        services = ["secretsmanager"] * bool(secret_arns) + ["ssm"] * bool(parameters)
        statements.append(decrypt_with(Ref(here.names.platform.key_arn), services))
    return statements


def _variable(name: str, secret: Secret, service_name: str, key_arn: Any) -> SecretVariable:
    if secret.generate is None:
        return SecretVariable(_source(name, secret, service_name), None, None, None)
    made = _generated(name, secret.generate, key_arn)
    if secret.rotate_after is None:
        return SecretVariable(None, None, made, None)
    function = text(
        f"{pascal(name)}RotationFunctionArn",
        f"{name}: rotation function",
        "Your Lambda function that rotates this secret",
        FUNCTION_ARN,
        "the ARN of a Lambda function",
    )
    schedule = RotationSchedule(
        f"{pascal(name)}Rotation",
        SecretId=Ref(made),
        RotationLambdaARN=Ref(function),
        RotationRules=RotationRules(AutomaticallyAfterDays=secret.rotate_after),
    )
    return SecretVariable(None, function, made, schedule)


def _generated(name: str, how: Generate, key_arn: Any) -> SecretResource:
    return SecretResource(
        f"{pascal(name)}Secret",
        DeletionPolicy="RetainExceptOnCreate",
        UpdateReplacePolicy="Retain",
        Description=f"The value of {name}",
        KmsKeyId=key_arn,
        GenerateSecretString=GenerateSecretString(
            SecretStringTemplate=json.dumps(how.template),
            GenerateStringKey=how.field,
            PasswordLength=how.length,
            ExcludePunctuation=not how.punctuation,
        ),
    )


def _source(name: str, secret: Secret, service_name: str) -> Input:
    if secret.from_ == "parameter":
        return text(
            f"{pascal(name)}Parameter",
            f"{name}: SSM parameter",
            f"The SSM parameter (String or SecureString) that holds {name}",
            SSM_PATH,
            "the name of an SSM parameter, beginning with /",
            fill=f"/{{Application}}/{{Environment}}/{service_name}/{name}",
        )
    return text(
        f"{pascal(name)}SecretArn",
        f"{name}: secret",
        f"The Secrets Manager secret that holds {name}, under AWS's key or this environment's",
        SECRET_ARN,
        "the ARN of a secret",
    )


def _value_from(secret: Secret, variable: SecretVariable) -> Any:
    field = secret.generate.field if secret.generate else secret.field
    if field is None:
        return _arn(variable)
    title = variable.secret.title if variable.secret else variable.source.title if variable.source else ""
    return Sub(f"${{{title}}}:{field}::")


def _arn(variable: SecretVariable) -> Any:
    if variable.secret is not None:
        return Ref(variable.secret)
    assert variable.source is not None
    if variable.source.fill is None:
        return Ref(variable.source)
    return Sub(
        f"arn:${{AWS::Partition}}:ssm:${{AWS::Region}}:${{AWS::AccountId}}:parameter${{{variable.source.title}}}"
    )
