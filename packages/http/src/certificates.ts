import { readFile } from "node:fs/promises";
import { getCACertificates } from "node:tls";

import { MlopsError } from "@mlops/core";

const PEM_BLOCK = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/**
 * The certificate authorities to trust, or undefined for Node's own choice. Node's default list already holds those of
 * NODE_EXTRA_CA_CERTS and, with NODE_USE_SYSTEM_CA=1, the system's; the given files are added to it, never put in its
 * place.
 *
 * @throws MlopsError HTTP_CERTIFICATE_FILE
 */
export async function trustedAuthorities(files: readonly (string | undefined)[]): Promise<string[] | undefined> {
  const named = files.filter((file): file is string => file !== undefined && file !== "");
  if (named.length === 0) return undefined;
  const added = await Promise.all(named.map(readAuthorities));
  return [...getCACertificates("default"), ...added.flat()];
}

async function readAuthorities(file: string): Promise<string[]> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (cause) {
    throw new MlopsError("HTTP_CERTIFICATE_FILE", `The certificate file "${file}" cannot be read.`, { cause });
  }
  const blocks = text.match(PEM_BLOCK);
  if (!blocks) throw new MlopsError("HTTP_CERTIFICATE_FILE", `"${file}" holds no PEM certificate.`);
  return [...blocks];
}
