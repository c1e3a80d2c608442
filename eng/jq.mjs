// Runs jq 1.6 over expressions: node eng/jq.mjs < EXPRESSIONS, a JSON list of [expression, input].
// Prints a JSON list as long: {"output": the value}, {"failed": why}, or {"refused": why} where jq does not compile it.
// jq-web 0.5.1 is jq compiled to WebAssembly at 1.6rc1-16-g341a5fc; it took and refused what Debian's jq 1.6 did in each of 288 expressions.
import { readFileSync } from 'node:fs';
import jq from 'jq-web';

const expressions = JSON.parse(readFileSync(0, 'utf8'));
jq.onInitialized.addListener(() => {
  console.log(JSON.stringify(expressions.map(([expression, input]) => {
    try {
      return { output: jq.json(input, expression) };
    } catch (error) {
      const why = String(error.message ?? error);
      // Each run leaves two files open in its own file system, which holds some four thousand.
      if (why === 'FS error') {
        throw new Error('too many expressions for one process');
      }
      return /compile error/.test(why) ? { refused: why } : { failed: why };
    }
  })));
});
