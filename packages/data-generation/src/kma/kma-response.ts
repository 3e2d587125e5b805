import { MlopsError } from "@mlops/core";
import type { HttpResponse } from "@mlops/http";

const EXCERPT = 160;
const END_MARK = /^#7777END/m;
const TABLE_MARK = /^#START7777|^#\s*(?:YYMMDDHHMI|TM)\s+STN\b|^\d{12}\s/m;
const QUOTA = /한도|초과|quota|limit exceeded|too many/i;
const KEY = /auth\s*_?key|인증\s*키|인증에|유효하지|활용\s*신청|unauthori[sz]ed|forbidden/i;

/** 401 and 403 carry the KMA's reason in their body: they are read, not thrown away. */
export function isKmaStatus(status: number): boolean {
  return (status >= 200 && status < 300) || status === 401 || status === 403;
}

/** UTF-8 where the bytes are valid in it, else EUC-KR, in which the KMA writes its Korean comments. */
export function decodeKma(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("euc-kr").decode(bytes);
  }
}

/**
 * Nothing for a whole table of observations, even an empty one.
 *
 * @throws MlopsError KMA_KEY_REFUSED, KMA_QUOTA_EXCEEDED, KMA_RESPONSE_TRUNCATED and KMA_RESPONSE_UNEXPECTED, the last
 * two worth another try
 */
export function checkKmaResponse(response: HttpResponse): void {
  const text = decodeKma(response.bytes);
  const isTable = TABLE_MARK.test(text);
  if (response.status < 300 && isTable && END_MARK.test(text)) return;
  const reason = reasonOf(text);
  const details = { url: response.locator, status: response.status, answer: reason };
  if (QUOTA.test(reason) && !isTable) {
    throw new MlopsError("KMA_QUOTA_EXCEEDED", `The KMA's quota is used up: ${reason}`, { details });
  }
  if (response.status === 401 || response.status === 403 || (KEY.test(reason) && !isTable)) {
    throw new MlopsError("KMA_KEY_REFUSED", `The KMA refused the key: ${reason}`, { details });
  }
  if (isTable) {
    throw new MlopsError(
      "KMA_RESPONSE_TRUNCATED",
      `The KMA's answer ends after ${response.bytes.length} bytes without #7777END.`,
      { details, retryable: true },
    );
  }
  const what = reason === "" ? "nothing" : `"${reason}"`;
  throw new MlopsError("KMA_RESPONSE_UNEXPECTED", `The KMA answered ${what} instead of observations.`, {
    details,
    retryable: true,
  });
}

/** The message of a JSON answer, the text of an HTML page, or the start of anything else. */
function reasonOf(text: string): string {
  const message = /"message"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(text)?.[1];
  const readable = message ?? text.replace(/<(script|style)[\s\S]*?<\/\1>/gi, " ").replace(/<[^>]*>/g, " ");
  return readable.replace(/\s+/g, " ").trim().slice(0, EXCERPT);
}
