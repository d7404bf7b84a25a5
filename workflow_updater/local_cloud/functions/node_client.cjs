// The runtime client of Node functions: AWS's Lambda Runtime API, spoken with nothing but Node's own modules.
"use strict";
const fs = require("node:fs");
const http = require("node:http");
const path = require("node:path");
const { format } = require("node:util");
const { pathToFileURL } = require("node:url");

const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(":");
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
let requestId = "undefined";

function call(method, route, body) {
  return new Promise((resolve, reject) => {
    const headers = body === undefined ? {} : { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
    const request = http.request({ host, port, agent, method, headers, path: `/2018-06-01/runtime${route}` }, (answer) => {
      const chunks = [];
      answer.on("data", (chunk) => chunks.push(chunk));
      answer.on("end", () => resolve({ status: answer.statusCode, headers: answer.headers, text: Buffer.concat(chunks).toString() }));
    });
    request.on("error", reject);
    request.setNoDelay(true);
    request.end(body);
  });
}

function asError(thrown) {
  if (!(thrown instanceof Error)) return { errorType: typeof thrown, errorMessage: String(thrown), trace: [] };
  return { errorType: thrown.name, errorMessage: thrown.message, trace: (thrown.stack || "").split("\n") };
}

function named(name, message) {
  return Object.assign(new Error(message), { name });
}

// Synchronous, so that every line is in the pipe before the answer is sent.
function logAs(level) {
  return (...parts) => {
    const line = `${new Date().toISOString()}\t${requestId}\t${level}\t${format(...parts)}`;
    fs.writeSync(1, `${line.replace(/\n/g, "\r")}\n`);
  };
}
Object.assign(console, { log: logAs("INFO"), info: logAs("INFO"), warn: logAs("WARN"), error: logAs("ERROR"), debug: logAs("DEBUG"), trace: logAs("TRACE") });

async function load(handler) {
  const [, file, exported] = /^(.*)\.([^.]+)$/.exec(handler) || [];
  if (!file) throw named("Runtime.MalformedHandlerName", "Bad handler");
  const base = path.resolve(process.env.LAMBDA_TASK_ROOT, file);
  const source = [".js", ".mjs", ".cjs"].map((ending) => base + ending).find((candidate) => fs.existsSync(candidate));
  if (!source) throw named("Runtime.ImportModuleError", `Error: Cannot find module '${path.basename(file)}'`);
  let loaded;
  try {
    loaded = await import(pathToFileURL(source));
  } catch (thrown) {
    if (thrown instanceof SyntaxError) throw named("Runtime.UserCodeSyntaxError", `SyntaxError: ${thrown.message}`);
    if (thrown && /MODULE_NOT_FOUND/.test(thrown.code)) throw named("Runtime.ImportModuleError", `Error: ${thrown.message}`);
    throw thrown;
  }
  const found = loaded[exported] ?? loaded.default?.[exported];
  if (found === undefined) throw named("Runtime.HandlerNotFound", `${handler} is undefined or not exported`);
  if (typeof found !== "function") throw named("Runtime.HandlerNotFound", `${handler} is not a function`);
  return found;
}

function contextOf(headers) {
  const deadline = Number(headers["lambda-runtime-deadline-ms"]);
  const environment = process.env;
  return {
    awsRequestId: requestId,
    callbackWaitsForEmptyEventLoop: true,
    functionName: environment.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: environment.AWS_LAMBDA_FUNCTION_VERSION,
    invokedFunctionArn: headers["lambda-runtime-invoked-function-arn"],
    logGroupName: environment.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: environment.AWS_LAMBDA_LOG_STREAM_NAME,
    memoryLimitInMB: environment.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
}

function run(handler, event, context) {
  if (handler.length < 3) return handler(event, context);
  return new Promise((resolve, reject) => handler(event, context, (error, value) => (error ? reject(error) : resolve(value))));
}

async function serve(handler) {
  for (;;) {
    const next = await call("GET", "/invocation/next");
    if (next.status !== 200) return; // the environment is being shut down
    requestId = next.headers["lambda-runtime-aws-request-id"];
    if (next.headers["lambda-runtime-trace-id"]) process.env._X_AMZN_TRACE_ID = next.headers["lambda-runtime-trace-id"];
    try {
      const value = await run(handler, JSON.parse(next.text), contextOf(next.headers));
      await call("POST", `/invocation/${requestId}/response`, JSON.stringify(value === undefined ? null : value));
    } catch (thrown) {
      console.error("Invoke Error", JSON.stringify(asError(thrown)));
      await call("POST", `/invocation/${requestId}/error`, JSON.stringify(asError(thrown)));
    }
  }
}

load(process.argv[2]).then(serve, async (thrown) => {
  console.error("Uncaught Exception", JSON.stringify(asError(thrown)));
  await call("POST", "/init/error", JSON.stringify(asError(thrown)));
}).then(() => process.exit(0), () => process.exit(1));
