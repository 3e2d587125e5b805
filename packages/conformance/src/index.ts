export { requireService } from "./require-service.ts";
