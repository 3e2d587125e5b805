import type { CatalogueArea } from "../catalogue-entry.ts";

export const weather = {} as const satisfies CatalogueArea;
