/** Why a server did not do what it was asked. */
export class ApiError extends Error {
  /** Whether the same request may succeed later. */
  readonly transient: boolean;
  readonly status: number | undefined;
  /** Milliseconds that the server asks to wait. */
  readonly retryAfterMs: number | undefined;

  constructor(
    message: string,
    options: { readonly transient: boolean; readonly status?: number; readonly retryAfterMs?: number },
  ) {
    super(message);
    this.name = "ApiError";
    this.transient = options.transient;
    this.status = options.status;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** Sending these again would not help; other errors may pass. 409 is an answer of its own for runs. */
const PERMANENT = new Set([400, 401, 403, 404, 409, 410, 413, 422, 501]);

export function isTransientStatus(status: number): boolean {
  return !PERMANENT.has(status);
}

/** What a person can do about an error, in the words of the documentation. */
export function hintFor(error: ApiError): string {
  switch (error.status) {
    case 401:
      return "the key is not accepted: store another with mlops login --relogin";
    case 403:
    case 404:
      return "the project or entity does not exist or the key may not write to it: check --wandb-project and --wandb-entity";
    default:
      return error.message;
  }
}
