'use strict';

// The CDK's load-balanced Fargate pattern as it comes: nothing is set but the image.
//
//   NODE_PATH=.../node_modules node default_pattern.js FILE

const fs = require('fs');
const os = require('os');
const path = require('path');
const { App, Stack } = require('aws-cdk-lib');
const ecs = require('aws-cdk-lib/aws-ecs');
const { ApplicationLoadBalancedFargateService } = require('aws-cdk-lib/aws-ecs-patterns');

const outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk-'));
const app = new App({ outdir, analyticsReporting: false, treeMetadata: false });
const stack = new Stack(app, 'Pattern');
new ApplicationLoadBalancedFargateService(stack, 'Service', {
  taskImageOptions: { image: ecs.ContainerImage.fromRegistry('amazon/amazon-ecs-sample') },
});
app.synth();
fs.copyFileSync(path.join(outdir, 'Pattern.template.json'), process.argv[2]);
fs.rmSync(outdir, { recursive: true });
