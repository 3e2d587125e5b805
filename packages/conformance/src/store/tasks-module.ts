/** Where child processes find the tasks. */
export const tasksModule = new URL(`./store-tasks${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url)
  .href;
