// Prints the policy that the newest CDK makes for an encrypted, TLS-only topic with the statement for alarms of a template: node topic.mjs FOLDER
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { join } from 'node:path';
import { templatesIn } from './templates.mjs';

// Newer CDKs run their validator at every synthesis, which takes longer than all else here.
process.env.CDK_VALIDATION = 'false';
for (const { template } of templatesIn(process.argv[2])) {
  const policy = Object.values(template.Resources).find((resource) => resource.Type === 'AWS::SNS::TopicPolicy');
  const allowed = policy.Properties.PolicyDocument.Statement.find((statement) => statement.Effect === 'Allow');
  const stack = new Stack(new App({ outdir: join(process.argv[2], 'cdk.out'), analyticsReporting: false }), 'Newest');
  const topic = new Topic(stack, 'OnCall', { enforceSSL: true });
  topic.addToResourcePolicy(PolicyStatement.fromJson({ ...allowed, Resource: topic.topicArn }));
  console.log(JSON.stringify(Template.fromStack(stack).findResources('AWS::SNS::TopicPolicy'), null, 2));
}
