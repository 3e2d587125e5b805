export { addressOf, isLoopback, locatorOf } from "./address.ts";
export type { HttpClient, HttpClientOptions, HttpMethod, HttpRequest, HttpResponse, RetryPolicy } from "./contract.ts";
export { createHttpClient } from "./http-client.ts";
