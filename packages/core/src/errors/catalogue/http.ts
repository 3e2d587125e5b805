import type { CatalogueArea } from "../catalogue-entry.ts";

export const http = {} as const satisfies CatalogueArea;
