'use strict';

// The architecture of Stackwright's `hello` example, written with the AWS CDK: one stack for
// each application, holding registry, network, platform and service.
//
//   node app.js NUMBER_OF_APPLICATIONS OUTPUT_FOLDER

const { App, Duration, RemovalPolicy, Stack } = require('aws-cdk-lib');
const cloudwatch = require('aws-cdk-lib/aws-cloudwatch');
const ec2 = require('aws-cdk-lib/aws-ec2');
const ecr = require('aws-cdk-lib/aws-ecr');
const ecs = require('aws-cdk-lib/aws-ecs');
const patterns = require('aws-cdk-lib/aws-ecs-patterns');
const elb = require('aws-cdk-lib/aws-elasticloadbalancingv2');
const logs = require('aws-cdk-lib/aws-logs');
const s3 = require('aws-cdk-lib/aws-s3');
const secretsmanager = require('aws-cdk-lib/aws-secretsmanager');
const recommendedFlags = require('aws-cdk-lib/recommended-feature-flags.json');

// What a new project starts with, less the reports that tell about the program and not its result.
const QUIET = {
  context: {
    ...recommendedFlags,
    '@aws-cdk/core:enableAdditionalMetadataCollection': false,
    'aws:cdk:disable-creation-stack-traces': true,
  },
  analyticsReporting: false,
  performanceReporting: false,
  stackTraces: false,
  treeMetadata: false,
};
const ENVIRONMENT = { account: '111122223333', region: 'eu-west-1' };
const ZONES = ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'];

function registry(stack) {
  return new ecr.Repository(stack, 'Repository', {
    imageScanOnPush: true,
    imageTagMutability: ecr.TagMutability.IMMUTABLE,
    lifecycleRules: [
      { tagStatus: ecr.TagStatus.UNTAGGED, maxImageAge: Duration.days(7), rulePriority: 1 },
      { maxImageCount: 100, rulePriority: 2 },
    ],
  });
}

// The zones are given, since asking for `maxAzs` would make the CDK look them up in an account.
// Restricting the default security group would bring in a custom resource and its Lambda function.
function network(stack, index) {
  return new ec2.Vpc(stack, 'Vpc', {
    ipAddresses: ec2.IpAddresses.cidr(`10.${index % 256}.0.0/16`),
    availabilityZones: ZONES,
    restrictDefaultSecurityGroup: false,
  });
}

function platform(stack, vpc) {
  return new ecs.Cluster(stack, 'Cluster', {
    vpc,
    containerInsightsV2: ecs.ContainerInsights.ENHANCED,
  });
}

function apiKey(stack) {
  return new secretsmanager.Secret(stack, 'ApiKey', {
    generateSecretString: { passwordLength: 32, excludePunctuation: true },
  });
}

function web(stack, index, cluster, repository, secret) {
  const service = new patterns.ApplicationLoadBalancedFargateService(stack, 'Web', {
    cluster,
    cpu: 256,
    memoryLimitMiB: 512,
    desiredCount: 2,
    minHealthyPercent: 50,
    maxHealthyPercent: 200,
    circuitBreaker: { rollback: true },
    healthCheckGracePeriod: Duration.seconds(60),
    taskImageOptions: {
      image: ecs.ContainerImage.fromEcrRepository(repository, '1.0.0'),
      containerPort: 3000 + index,
      logDriver: ecs.LogDrivers.awsLogs({
        streamPrefix: 'web',
        logRetention: logs.RetentionDays.ONE_MONTH,
      }),
      environment: { BASE_PATH: `/hello-${index}` },
      secrets: { API_KEY: ecs.Secret.fromSecretsManager(secret) },
    },
  });
  service.targetGroup.configureHealthCheck({ path: '/health', healthyHttpCodes: '200' });
  return service;
}

function accessLogs(stack, loadBalancer) {
  const bucket = new s3.Bucket(stack, 'AccessLogs', {
    encryption: s3.BucketEncryption.S3_MANAGED,
    blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
    enforceSSL: true,
    lifecycleRules: [{ expiration: Duration.days(90) }],
    removalPolicy: RemovalPolicy.RETAIN,
  });
  loadBalancer.logAccessLogs(bucket);
}

function scaling(service, targetGroup) {
  const cooldowns = {
    scaleInCooldown: Duration.seconds(300),
    scaleOutCooldown: Duration.seconds(300),
  };
  const tasks = service.autoScaleTaskCount({ minCapacity: 2, maxCapacity: 10 });
  tasks.scaleOnCpuUtilization('Cpu', { targetUtilizationPercent: 70, ...cooldowns });
  tasks.scaleOnMemoryUtilization('Memory', { targetUtilizationPercent: 80, ...cooldowns });
  tasks.scaleOnRequestCount('Requests', { requestsPerTarget: 1000, targetGroup, ...cooldowns });
}

function alarms(stack, targetGroup) {
  const { metrics } = targetGroup;
  const every = { period: Duration.minutes(1) };
  const watch = (id, metric, threshold) => metric.createAlarm(stack, id, {
    threshold,
    evaluationPeriods: 3,
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
  });
  const errors = metrics.httpCodeTarget(elb.HttpCodeTarget.TARGET_5XX_COUNT, every);
  watch('ServerErrors', errors, 10);
  watch('Latency', metrics.targetResponseTime({ ...every, statistic: 'p95' }), 1);
  watch('UnhealthyHosts', metrics.unhealthyHostCount(every), 1);
}

// Port, path and address range differ from one application to the next, so that no two templates
// are the same.
function application(app, index) {
  const stack = new Stack(app, `hello-${index}`, { env: ENVIRONMENT });
  const repository = registry(stack);
  const cluster = platform(stack, network(stack, index));
  const secret = apiKey(stack);
  const { loadBalancer, service, targetGroup } = web(stack, index, cluster, repository, secret);
  accessLogs(stack, loadBalancer);
  scaling(service, targetGroup);
  alarms(stack, targetGroup);
}

function main(count, outdir) {
  if (!/^[1-9]\d*$/.test(count) || !outdir) {
    console.error('usage: node app.js NUMBER_OF_APPLICATIONS OUTPUT_FOLDER');
    process.exit(1);
  }
  const app = new App({ outdir, ...QUIET });
  for (let index = 0; index < Number(count); index += 1) application(app, index);
  app.synth();
}

main(...process.argv.slice(2));
