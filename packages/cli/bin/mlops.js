#!/usr/bin/env node
// Plain JavaScript, so that an old Node answers with a sentence instead of a syntax error.
import nodeModule from "node:module";

const major = Number(process.versions.node.split(".")[0]);
if (major < 24) {
  process.stderr.write(
    `mlops needs Node 24 or newer; this is Node ${process.versions.node}.\n` +
      "On Linux (glibc, x64 or arm64) a checkout brings its own: run it as `npx -y pnpm@12.21.0 mlops …`.\n" +
      "On macOS and Windows install Node 24 or newer, then run the command again.\n",
  );
  process.exitCode = 2;
} else {
  nodeModule.enableCompileCache?.();
  const { main } = await import("@mlops/cli/main");
  await main(process.argv.slice(2));
}
