import type { CatalogueArea } from "../catalogue-entry.ts";

export const store = {} as const satisfies CatalogueArea;
