export type { CommandContext, CommandDefinition, CommandInput, CommandResult } from "./command.ts";
export { main } from "./main.ts";
