// How a validator in Node is measured; the same protocol as rounds.py. `node RUNNER.cjs FILE` judges one file instead.
"use strict";
const fs = require("node:fs");

async function judged(accepts, text) {
  try {
    return await accepts(text);
  } catch {
    return false;
  }
}

module.exports = async function measure(accepts) {
  if (process.argv.length < 4) {
    process.exitCode = (await judged(accepts, fs.readFileSync(process.argv[2], "utf8"))) ? 0 : 1;
    return;
  }
  const texts = JSON.parse(fs.readFileSync(process.argv[2], "utf8")).map(([path]) => fs.readFileSync(path, "utf8"));
  const end = performance.now() + 1000 * Number(process.argv[3]);
  const rounds = [];
  let accepted = [];
  while (!rounds.length || performance.now() < end) {
    const started = performance.now();
    accepted = [];
    for (const text of texts) accepted.push(await judged(accepts, text));
    rounds.push((1000 * texts.length) / (performance.now() - started));
  }
  console.log(JSON.stringify({ first: rounds[0], best: Math.max(...rounds), accepted }));
};
