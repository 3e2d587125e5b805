import { MlopsError, registerSecret } from "@mlops/core";

type Environment = Readonly<Record<string, string | undefined>>;

/** Empty strings mean "none". */
export interface ProxySettings {
  readonly httpProxy: string;
  readonly httpsProxy: string;
  readonly noProxy: string;
}

export const NO_PROXIES: ProxySettings = { httpProxy: "", httpsProxy: "", noProxy: "" };

/**
 * HTTPS_PROXY, HTTP_PROXY and NO_PROXY in lower or upper case; the lower case wins, as with curl. An address without a
 * scheme is an http proxy. Its password is registered as a secret.
 *
 * @throws MlopsError HTTP_PROXY
 */
export function proxySettings(env: Environment): ProxySettings {
  return {
    httpProxy: proxyAddress("HTTP_PROXY", env),
    httpsProxy: proxyAddress("HTTPS_PROXY", env),
    noProxy: variable("NO_PROXY", env),
  };
}

function variable(name: string, env: Environment): string {
  return (env[name.toLowerCase()] ?? env[name] ?? "").trim();
}

function proxyAddress(name: string, env: Environment): string {
  const text = variable(name, env);
  if (text === "") return "";
  const absolute = text.includes("://") ? text : `http://${text}`;
  const url = URL.canParse(absolute) ? new URL(absolute) : undefined;
  if (!url || !/^(https?|socks5?):$/.test(url.protocol)) {
    throw new MlopsError("HTTP_PROXY", `${name} is not the address of a proxy: "${text}".`);
  }
  if (url.password !== "") registerSecret(decodeURIComponent(url.password));
  return absolute;
}
