import type { CatalogueArea } from "../catalogue-entry.ts";

export const engine = {} as const satisfies CatalogueArea;
