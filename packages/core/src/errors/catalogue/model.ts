import type { CatalogueArea } from "../catalogue-entry.ts";

export const model = {} as const satisfies CatalogueArea;
