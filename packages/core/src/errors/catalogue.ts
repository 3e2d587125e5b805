import type { CatalogueEntry } from "./catalogue-entry.ts";
import { cli } from "./catalogue/cli.ts";
import { config } from "./catalogue/config.ts";
import { dataValidation } from "./catalogue/data-validation.ts";
import { engine } from "./catalogue/engine.ts";
import { expression } from "./catalogue/expression.ts";
import { forecast } from "./catalogue/forecast.ts";
import { general } from "./catalogue/general.ts";
import { http } from "./catalogue/http.ts";
import { model } from "./catalogue/model.ts";
import { preprocessing } from "./catalogue/preprocessing.ts";
import { reporting } from "./catalogue/reporting.ts";
import { store } from "./catalogue/store.ts";
import { synthesis } from "./catalogue/synthesis.ts";
import { table } from "./catalogue/table.ts";
import { tracking } from "./catalogue/tracking.ts";
import { weather } from "./catalogue/weather.ts";

const catalogue = {
  ...general,
  ...cli,
  ...config,
  ...dataValidation,
  ...engine,
  ...expression,
  ...forecast,
  ...http,
  ...model,
  ...preprocessing,
  ...reporting,
  ...store,
  ...synthesis,
  ...table,
  ...tracking,
  ...weather,
};

export type ErrorCode = keyof typeof catalogue;

/** Every code with its meaning, cause and mend; the source of `docs/errors.md` and `mlops explain`. */
export const errorCatalogue: Readonly<Record<ErrorCode, CatalogueEntry>> = catalogue;

export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(catalogue, code);
}
