import type { CatalogueArea } from "../catalogue-entry.ts";

export const config = {} as const satisfies CatalogueArea;
