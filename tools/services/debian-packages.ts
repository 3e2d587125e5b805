import { existsSync, rmSync, writeFileSync } from "node:fs";

import { runCommand } from "./run-command.ts";

/** Asked by packages before they start a service; 101 forbids it. See invoke-rc.d(8). */
const POLICY = "/usr/sbin/policy-rc.d";

/** Installs Debian packages without questions and without starting any service of theirs. Needs root. */
export async function installPackages(...names: readonly string[]): Promise<void> {
  if (process.getuid?.() !== 0) {
    throw new Error(
      `Install ${names.join(", ")} first: sudo apt-get install --no-install-recommends ${names.join(" ")}`,
    );
  }
  const ours = !existsSync(POLICY);
  if (ours) writeFileSync(POLICY, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  try {
    const env = { DEBIAN_FRONTEND: "noninteractive" };
    const install = ["install", "-y", "--no-install-recommends", ...names];
    try {
      await runCommand("apt-get", install, { env });
    } catch {
      // A machine that was never updated knows no packages, or only versions that are gone.
      await runCommand("apt-get", ["update"], { env });
      await runCommand("apt-get", install, { env });
    }
  } finally {
    if (ours) rmSync(POLICY);
  }
}
