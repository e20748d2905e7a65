"""The types whose replacement or removal somebody notices: users, other teams, or who is called at night."""

from delivery.review.model import Level, Reason

_ADDRESS = "it gets another address, and what has the old one in use fails"
_ARN = "it gets another ARN, and what uses the old one fails"
_URL = "it gets another URL, and what calls the old one fails"
_DRAIN = "what runs in it is stopped and started anew in the new one"
_UNSCALED = "it no longer scales: its size stays as it is whatever the load"
_UNSEEN = "nobody is told any more when it goes wrong"
_REFUSED = "what acts by it is refused"
_UNPROTECTED = "what it was attached to is no longer protected by it"

# The type, what its replacement means, what its removal means; empty where nobody notices.
_NOTICED = {
    "AWS::ApiGateway::ApiKey": ("callers must be given another key", "callers with this key are refused"),
    "AWS::ApiGateway::BasePathMapping": ("the path is not answered for a moment", "the path is no longer answered"),
    "AWS::ApiGateway::Deployment": ("", "a stage that points to it can no longer be served"),
    "AWS::ApiGateway::DomainName": ("its target changes: DNS must follow", "the name is no longer answered"),
    "AWS::ApiGateway::RestApi": (_URL, "the API is no longer answered"),
    "AWS::ApiGateway::Stage": ("what calls the stage by its old name or URL fails", "the stage is no longer answered"),
    "AWS::ApiGateway::VpcLink": ("its id changes: integrations must follow", "what is behind it is not reached"),
    "AWS::ApiGatewayV2::Api": (_URL, "the API is no longer answered"),
    "AWS::ApiGatewayV2::ApiMapping": ("the path is not answered for a moment", "the path is no longer answered"),
    "AWS::ApiGatewayV2::DomainName": ("its target changes: DNS must follow", "the name is no longer answered"),
    "AWS::ApiGatewayV2::Integration": ("", "routes to it fail"),
    "AWS::ApiGatewayV2::Route": ("the route is not answered for a moment", "the route is no longer answered"),
    "AWS::ApiGatewayV2::Stage": (
        "what calls the stage by its old name or URL fails",
        "the stage is no longer answered",
    ),
    "AWS::ApiGatewayV2::VpcLink": ("its id changes: integrations must follow", "what is behind it is not reached"),
    "AWS::AppRunner::Service": (_URL, "the service is no longer answered"),
    "AWS::AppSync::GraphQLApi": (_URL, "the API is no longer answered"),
    "AWS::ApplicationAutoScaling::ScalableTarget": ("for a moment nothing scales it, and its size may jump", _UNSCALED),
    "AWS::ApplicationAutoScaling::ScalingPolicy": ("for a moment nothing scales it", _UNSCALED),
    "AWS::AutoScaling::AutoScalingGroup": (
        "all its instances are replaced by those of a new group",
        "all its instances are terminated",
    ),
    "AWS::AutoScaling::ScalingPolicy": ("for a moment nothing scales it", _UNSCALED),
    "AWS::AutoScaling::ScheduledAction": ("", "it is no longer scaled by the clock"),
    "AWS::Backup::BackupPlan": ("", "no more backups are made by this plan"),
    "AWS::Backup::BackupSelection": ("", "no more backups are made of what it selects"),
    "AWS::Batch::ComputeEnvironment": (_DRAIN, "jobs in its queues have nowhere to run"),
    "AWS::Batch::JobQueue": ("jobs that wait in it are lost", "waiting jobs are lost, new ones refused"),
    "AWS::CertificateManager::Certificate": (
        "a new certificate must be validated before the update can go on",
        "what is served with it can no longer be, and while something uses it its deletion fails",
    ),
    "AWS::CloudFront::Distribution": (
        "its domain name changes: DNS must follow",
        "the site that it serves is no longer answered",
    ),
    "AWS::CloudFront::Function": ("", "requests are no longer changed by it"),
    "AWS::CloudFront::OriginAccessControl": ("", "the distribution is refused by its origin"),
    "AWS::CloudFormation::Stack": (
        "everything in the nested stack is made anew",
        "everything in the nested stack goes",
    ),
    "AWS::CodeDeploy::DeploymentGroup": ("running deployments stop", "nothing can be deployed by it any more"),
    "AWS::Cognito::UserPoolClient": (
        "its client id changes: applications with the old one cannot sign anybody in",
        "applications with this client id cannot sign anybody in",
    ),
    "AWS::Cognito::UserPoolDomain": ("the sign-in page moves or is away for minutes", "the sign-in page is gone"),
    "AWS::Cognito::UserPoolIdentityProvider": ("", "nobody can sign in by this provider"),
    "AWS::DocDB::DBInstance": (_ADDRESS, "the cluster has one instance fewer; with none it is not reached"),
    "AWS::EC2::CustomerGateway": (_DRAIN, "the connection to the other site ends"),
    "AWS::EC2::EIPAssociation": ("the address is away for a moment", "the instance loses its address"),
    "AWS::EC2::EgressOnlyInternetGateway": ("outgoing IPv6 breaks off for a moment", "outgoing IPv6 ends"),
    "AWS::EC2::Instance": ("what runs on it stops, and its addresses change", "what runs on it stops"),
    "AWS::EC2::InternetGateway": ("traffic to the internet breaks off", "nothing reaches the internet any more"),
    "AWS::EC2::NatGateway": (
        "outgoing connections break off, and their address may change: who allows the old one must learn the new",
        "private subnets no longer reach the internet",
    ),
    "AWS::EC2::NetworkAcl": ("for a moment other rules hold", "the subnets fall back to the default rules"),
    "AWS::EC2::NetworkInterface": (_ADDRESS, "what listens on it is not reached any more"),
    "AWS::EC2::Route": ("traffic by this route breaks off for a moment", "traffic by this route ends"),
    "AWS::EC2::RouteTable": ("its subnets lose their routes for a moment", "its subnets fall back to the main one"),
    "AWS::EC2::SecurityGroup": (
        "what names the old group must move to the new one; while something uses the old one, its deletion fails",
        "while something uses it, its deletion fails",
    ),
    "AWS::EC2::SecurityGroupEgress": ("traffic that only the old rule lets through ends", "traffic by this rule ends"),
    "AWS::EC2::SecurityGroupIngress": ("traffic that only the old rule lets through ends", "traffic by this rule ends"),
    "AWS::EC2::Subnet": ("everything in it must move to the new one", "nothing can run in it any more"),
    "AWS::EC2::SubnetRouteTableAssociation": (
        "the subnet falls back to the main route table for a moment",
        "the subnet falls back to the main route table",
    ),
    "AWS::EC2::TransitGateway": (
        "the networks that it joins lose each other",
        "the networks that it joins lose each other",
    ),
    "AWS::EC2::TransitGatewayAttachment": ("the network is cut off for a moment", "the network is cut off"),
    "AWS::EC2::VPC": ("everything in it must move to the new one", "nothing can run in it any more"),
    "AWS::EC2::VPCEndpoint": (
        "the service is not reached privately for a moment",
        "the service is not reached privately",
    ),
    "AWS::EC2::VPCEndpointService": ("its name changes: consumers must connect anew", "consumers are cut off"),
    "AWS::EC2::VPCGatewayAttachment": ("traffic breaks off for a moment", "nothing reaches the internet any more"),
    "AWS::EC2::VPCPeeringConnection": (
        "the networks lose each other until it is accepted",
        "the networks lose each other",
    ),
    "AWS::EC2::VPNConnection": ("the connection breaks off until the other side is set up anew", "the connection ends"),
    "AWS::EC2::VolumeAttachment": ("the disk is away for a moment", "the disk is away"),
    "AWS::ECS::CapacityProvider": ("tasks that use it must move to the new one", "no more tasks can be placed by it"),
    "AWS::ECS::Cluster": ("every service in it is made anew", "nothing can run in it any more"),
    "AWS::ECS::ClusterCapacityProviderAssociations": ("", "services that use these providers place no more tasks"),
    "AWS::ECS::ExpressGatewayService": (_URL, "all its tasks stop"),
    "AWS::ECS::Service": (
        "all its tasks are started anew in a second service, and the old ones stop",
        "all its tasks stop",
    ),
    "AWS::ECS::TaskSet": ("its tasks are started anew", "its tasks stop"),
    "AWS::EFS::MountTarget": (_ADDRESS, "files are not reached from that subnet"),
    "AWS::EKS::Addon": ("what it provides is away for a moment", "what it provides to the cluster is gone"),
    "AWS::EKS::Cluster": ("what runs in it stops, and its address changes", "what runs in it stops"),
    "AWS::EKS::FargateProfile": (_DRAIN, "pods of this profile have nowhere to run"),
    "AWS::EKS::Nodegroup": (_DRAIN, "what runs on its nodes must find room elsewhere"),
    "AWS::ElastiCache::CacheCluster": (_ADDRESS, "applications lose their cache"),
    "AWS::ElastiCache::ReplicationGroup": (_ADDRESS, "applications lose their cache"),
    "AWS::ElastiCache::ServerlessCache": (_ADDRESS, "applications lose their cache"),
    "AWS::ElasticBeanstalk::Environment": (_URL, "the application is no longer answered"),
    "AWS::ElasticLoadBalancing::LoadBalancer": (
        "its address changes: DNS must follow",
        "its address is no longer answered",
    ),
    "AWS::ElasticLoadBalancingV2::Listener": (
        "its port is not answered while it is made anew",
        "its port is no longer answered",
    ),
    "AWS::ElasticLoadBalancingV2::ListenerCertificate": (
        "names of this certificate are served with another one for a moment",
        "names of this certificate are served with another one, and browsers warn",
    ),
    "AWS::ElasticLoadBalancingV2::ListenerRule": (
        "its requests go by the other rules for a moment",
        "its requests go by the other rules or the default",
    ),
    "AWS::ElasticLoadBalancingV2::LoadBalancer": (
        "its address changes: DNS must follow, and open connections end",
        "its address is no longer answered",
    ),
    "AWS::ElasticLoadBalancingV2::TargetGroup": (
        "targets must register and become healthy in the new one before it can answer",
        "requests to it are no longer answered",
    ),
    "AWS::Elasticsearch::Domain": (_ADDRESS, "searches fail"),
    "AWS::Events::ApiDestination": ("", "events are no longer delivered there"),
    "AWS::Events::EventBus": (_ARN, "events that are sent to it are lost"),
    "AWS::Events::Rule": ("events are missed while it is made anew", "its targets are no longer started"),
    "AWS::GlobalAccelerator::Accelerator": ("its addresses change", "its addresses are no longer answered"),
    "AWS::GlobalAccelerator::Listener": ("its ports are not answered for a moment", "its ports are no longer answered"),
    "AWS::IAM::InstanceProfile": (_ARN, "instances with it are refused"),
    "AWS::IAM::ManagedPolicy": (_ARN, "who had it can do less than before"),
    "AWS::IAM::OIDCProvider": ("nobody can sign in by it for a moment", "nobody can sign in by it"),
    "AWS::IAM::Policy": ("", "who had it can do less than before"),
    "AWS::IAM::Role": ("it gets another ARN and id: who trusts or names the old one must follow", _REFUSED),
    "AWS::IAM::RolePolicy": ("", "the role can do less than before"),
    "AWS::IAM::User": ("its keys and passwords are gone", _REFUSED),
    "AWS::KMS::Alias": ("what names the key by the old alias fails", "what names the key by this alias fails"),
    "AWS::Lambda::Alias": ("what calls it by the old alias fails", "what calls it by this alias fails"),
    "AWS::Lambda::EventSourceMapping": (
        "it may start to read at another place: records are processed again or missed",
        "what comes in is no longer processed",
    ),
    "AWS::Lambda::Function": (_ARN, "what calls it fails"),
    "AWS::Lambda::LayerVersion": ("", "functions can no longer be updated with this version of the layer"),
    "AWS::Lambda::Permission": ("", "who was allowed by it is refused"),
    "AWS::Lambda::Url": (_URL, "its URL is no longer answered"),
    "AWS::MSK::Cluster": (_ADDRESS, "producers and consumers stop"),
    "AWS::MSK::ServerlessCluster": (_ADDRESS, "producers and consumers stop"),
    "AWS::AmazonMQ::Broker": (_ADDRESS, "producers and consumers stop"),
    "AWS::MemoryDB::Cluster": (_ADDRESS, "applications lose their database"),
    "AWS::Neptune::DBCluster": (_ADDRESS, "applications lose their database"),
    "AWS::Neptune::DBInstance": (_ADDRESS, "the cluster has one instance fewer; with none it is not reached"),
    "AWS::DocDB::DBCluster": (_ADDRESS, "applications lose their database"),
    "AWS::NetworkFirewall::Firewall": ("traffic through it breaks off", "traffic that is routed to it ends"),
    "AWS::OpenSearchService::Domain": (_ADDRESS, "searches fail"),
    "AWS::Pipes::Pipe": ("nothing is carried while it is made anew", "nothing is carried to its target any more"),
    "AWS::RDS::DBCluster": (_ADDRESS, "applications lose their database"),
    "AWS::RDS::DBClusterEndpoint": (_ADDRESS, "what connects by it fails"),
    "AWS::RDS::DBInstance": (_ADDRESS, "applications lose their database, or the cluster one of its instances"),
    "AWS::RDS::DBProxy": (_ADDRESS, "what connects by it fails"),
    "AWS::RDS::DBProxyTargetGroup": (
        "what connects by the proxy fails for a moment",
        "what connects by the proxy fails",
    ),
    "AWS::Redshift::Cluster": (_ADDRESS, "queries fail"),
    "AWS::RedshiftServerless::Workgroup": (_ADDRESS, "queries fail"),
    "AWS::Route53::HealthCheck": ("", "records that it decides on are answered whatever the state of what is behind"),
    "AWS::Route53::RecordSet": (
        "the old name may be away, or still be remembered, for as long as its TTL",
        "the name is no longer answered",
    ),
    "AWS::Route53::RecordSetGroup": (
        "the old names may be away, or still be remembered, for as long as their TTL",
        "the names are no longer answered",
    ),
    "AWS::Route53Resolver::ResolverEndpoint": (_ADDRESS, "names of the other side are no longer found"),
    "AWS::Route53Resolver::ResolverRule": ("", "names of the other side are no longer found"),
    "AWS::S3::AccessPoint": (_ARN, "what comes by it is refused"),
    "AWS::SES::ConfigurationSet": ("mail that names it is refused for a moment", "mail that names it is refused"),
    "AWS::SES::EmailIdentity": ("it must be verified anew before it can send", "nothing can be sent as this identity"),
    "AWS::SNS::Subscription": (
        "messages may be missed, or must be confirmed anew",
        "messages are no longer delivered there",
    ),
    "AWS::SNS::Topic": (
        "it gets another ARN: publishers and subscribers elsewhere must follow",
        "what is published to it fails, and its subscribers hear nothing",
    ),
    "AWS::SQS::Queue": ("it gets another URL and ARN: senders and readers must follow", "what is sent to it fails"),
    "AWS::SageMaker::Endpoint": ("predictions fail while it is made anew", "predictions fail"),
    "AWS::Scheduler::Schedule": ("a run may be missed", "its target is no longer started"),
    "AWS::Scheduler::ScheduleGroup": ("its schedules are gone", "its schedules are gone"),
    "AWS::SecretsManager::RotationSchedule": ("", "the secret is no longer changed by itself"),
    "AWS::SecretsManager::Secret": (_ARN, "what reads it fails: tasks can no longer start"),
    "AWS::SSM::Parameter": ("what reads the old name fails", "what reads it fails: tasks can no longer start"),
    "AWS::ServiceDiscovery::HttpNamespace": (
        "its services find each other only when they have started anew",
        "its services no longer find each other",
    ),
    "AWS::ServiceDiscovery::PrivateDnsNamespace": (
        "its names are not answered until services have registered anew",
        "its names are no longer answered",
    ),
    "AWS::ServiceDiscovery::PublicDnsNamespace": (
        "its names are not answered until services have registered anew",
        "its names are no longer answered",
    ),
    "AWS::ServiceDiscovery::Service": (
        "its name is not answered until tasks have registered anew",
        "its name is no longer answered",
    ),
    "AWS::StepFunctions::Activity": (_ARN, "workflows that wait for it fail"),
    "AWS::StepFunctions::StateMachine": (
        "running executions stop and their history goes, and what starts it must name the new ARN",
        "running executions stop, and what starts it fails",
    ),
    "AWS::Transfer::Server": (_ADDRESS, "files are no longer taken in"),
    "AWS::VpcLattice::Service": (_ADDRESS, "its name is no longer answered"),
    "AWS::VpcLattice::TargetGroup": ("targets must register anew before it can answer", "requests to it fail"),
}
# What nobody feels today, but misses when it goes wrong.
_WATCHES = {
    "AWS::CloudWatch::Alarm": ("for a moment nobody watches, and its state starts anew", _UNSEEN),
    "AWS::CloudWatch::CompositeAlarm": ("for a moment nobody watches, and its state starts anew", _UNSEEN),
    "AWS::CloudWatch::LogAlarm": ("for a moment nobody watches, and its state starts anew", _UNSEEN),
    "AWS::Logs::MetricFilter": ("", "its metric gets no more values, and an alarm on it stays silent"),
    "AWS::Synthetics::Canary": ("for a moment nobody tries it", "nobody tries it any more from outside"),
}
# What protects or records, so that its end lets somebody do more or leave fewer traces.
_GUARDS = {
    "AWS::CloudTrail::Trail": (
        "what is done in the account is not recorded for a moment",
        "what is done is not recorded",
    ),
    "AWS::Cognito::UserPoolRiskConfigurationAttachment": ("", "suspicious sign-ins are no longer stopped"),
    "AWS::Config::ConfigRule": ("", "it is no longer checked"),
    "AWS::Config::ConfigurationRecorder": ("changes are not recorded for a moment", "changes are no longer recorded"),
    "AWS::EC2::FlowLog": ("traffic is not recorded for a moment", "traffic is no longer recorded"),
    "AWS::GuardDuty::Detector": ("threats are not looked for until it has learnt anew", "threats are not looked for"),
    "AWS::Logs::SubscriptionFilter": ("log events may be missed", "log events are no longer passed on"),
    "AWS::SecurityHub::Hub": ("", "findings are no longer collected"),
    "AWS::Shield::Protection": ("", _UNPROTECTED),
    "AWS::WAF::WebACL": ("", _UNPROTECTED),
    "AWS::WAFRegional::WebACL": ("", _UNPROTECTED),
    "AWS::WAFRegional::WebACLAssociation": ("for a moment it is not protected", _UNPROTECTED),
    "AWS::WAFv2::LoggingConfiguration": ("requests are not recorded for a moment", "requests are no longer recorded"),
    "AWS::WAFv2::WebACL": ("what it is attached to must be moved to the new one", _UNPROTECTED),
    "AWS::WAFv2::WebACLAssociation": ("for a moment it is not protected", _UNPROTECTED),
}


def noticed(type_: str, how: str) -> str | None:
    """What somebody notices when a resource of the type goes: `how` is replace, remove or conditional."""
    reason = notice(type_, how)
    return reason.sentence if reason else None


def notice(type_: str, how: str) -> Reason | None:
    """The same with its level: outage where it is felt, access where it protected or recorded."""
    for table, level in ((_NOTICED, Level.OUTAGE), (_WATCHES, Level.OUTAGE), (_GUARDS, Level.ACCESS)):
        if type_ in table:
            replaced, removed = table[type_]
            if how == "conditional" and replaced:
                return Reason(Level.MAYBE, f"if it is replaced, {replaced}")
            sentence = {"replace": replaced, "remove": removed}.get(how, "")
            return Reason(level, sentence) if sentence else None
    return None
