import { type Check, failed, ok, warning } from "./check.ts";

const OLDEST_NODE = 24;

export interface Machine {
  readonly nodeVersion: string;
  readonly platform: string;
  readonly architecture: string;
  /** The C library's version where it is glibc, undefined elsewhere. */
  readonly glibc: string | undefined;
}

/** The machine this process runs on. */
export function thisMachine(): Machine {
  const header = (process.report.getReport() as { readonly header?: { readonly glibcVersionRuntime?: string } }).header;
  return {
    nodeVersion: process.versions.node,
    platform: process.platform,
    architecture: process.arch,
    glibc: header?.glibcVersionRuntime,
  };
}

export function checkMachine({ nodeVersion, platform, architecture, glibc }: Machine): Check[] {
  const major = Number(nodeVersion.split(".")[0]);
  const node =
    major >= OLDEST_NODE
      ? ok("node", `Node ${nodeVersion}`)
      : failed("node", `Node ${nodeVersion}`, `Install Node ${OLDEST_NODE} or newer.`);
  const place = `${platform} ${architecture}${glibc === undefined ? "" : `, glibc ${glibc}`}`;
  if (platform === "linux" && glibc === undefined) {
    return [node, failed("platform", `${place}, no glibc`, "ONNX Runtime needs glibc: use a Debian-based image.")];
  }
  const tested = platform === "linux" && (architecture === "x64" || architecture === "arm64");
  return [
    node,
    tested
      ? ok("platform", place)
      : warning("platform", place, "Only Linux x64 and arm64 are tested; please report what does not work here."),
  ];
}
