// Serves cdk-nag: four packs of rules, shown templates through CDK's CfnInclude.
// A line of JSON asks, a line of JSON answers. The first argument is the folder with node_modules.
'use strict';

const { createRequire } = require('module');
const path = require('path');
const readline = require('readline');

const say = process.stdout.write.bind(process.stdout);
process.stdout.write = process.stderr.write.bind(process.stderr); // what a checker prints is no answer

const modules = path.join(path.resolve(process.argv[2]), 'node_modules');
const load = createRequire(path.join(modules, 'none.js'));
const { App, Stack } = load('aws-cdk-lib/core');
const { CfnInclude } = load('aws-cdk-lib/cloudformation-include');
const nag = load('cdk-nag');

const PACKS = [nag.AwsSolutionsChecks, nag.NIST80053R5Checks, nag.PCIDSS321Checks, nag.HIPAASecurityChecks];

const CONTROLS = / - \(Control IDs?: .*?\)\. /; // a long list for auditors, which the rule's name stands for

// CfnInclude reads a file, and JSON as YAML, which takes as long as all rules. It is given the template instead.
const files = load(path.join(modules, 'aws-cdk-lib', 'cloudformation-include', 'lib', 'file-utils.js'));
let template;
files.readYamlSync = () => template;

function check() {
  const resources = template.Resources;
  if (typeof resources !== 'object' || !resources || Array.isArray(resources)) {
    throw new Error('The template has no Resources.');
  }
  const app = new App({ analyticsReporting: false, treeMetadata: false });
  const included = new CfnInclude(new Stack(app, 'Stack'), 'Template', { templateFile: '' });
  const known = new Map(Object.keys(resources).map((name) => [included.getResource(name).node.path, name]));
  return PACKS.flatMap((Pack) =>
    new Pack(undefined, { verbose: true }).validateScope(app).violations.flatMap((violation) =>
      violation.violatingResources.map((resource) => row(violation, known.get(resource.constructPath))),
    ),
  );
}

function row(violation, resource) {
  if (resource === undefined) throw new Error(`${violation.ruleName} names a resource that is not in the template`);
  const message = oneLine(violation.description);
  const threw = message.startsWith('Rule threw an error') ? ' (threw)' : '';
  return [violation.ruleName, resource, '', message.replace(CONTROLS, '. ') + threw];
}

function oneLine(text) {
  return String(text).split(/\s+/).join(' ').trim();
}

function answer(request) {
  try {
    template = request.template;
    const rows = new Map(check().map((found) => [JSON.stringify(found), found]));
    return { key: request.key, findings: [...rows.keys()].sort().map((text) => rows.get(text)) };
  } catch (error) {
    return { key: request.key, broken: oneLine(error && error.message ? error.message : error).slice(0, 500) };
  }
}

say(JSON.stringify({ ready: true }) + '\n');
readline
  .createInterface({ input: process.stdin, crlfDelay: Infinity })
  .on('line', (line) => say(JSON.stringify(answer(JSON.parse(line))) + '\n'));
