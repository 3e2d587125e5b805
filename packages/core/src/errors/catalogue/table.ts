import type { CatalogueArea } from "../catalogue-entry.ts";

export const table = {} as const satisfies CatalogueArea;
