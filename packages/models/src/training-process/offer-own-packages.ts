import { registerHooks } from "node:module";

let offered = false;

/**
 * Lets a project's own estimator import what one is made of (`@mlops/models`, `@mlops/core`, `@mlops/onnx`, `zod`) where
 * the project has not installed it: a package that is not found from there is looked for from here.
 */
export function offerOwnPackages(): void {
  if (offered) return;
  offered = true;
  registerHooks({
    resolve(specifier, context, next) {
      try {
        return next(specifier, context);
      } catch (error) {
        if (!isOffered(specifier)) throw error;
        return next(specifier, { ...context, parentURL: import.meta.url });
      }
    },
  });
}

function isOffered(specifier: string): boolean {
  return ["@mlops/models", "@mlops/core", "@mlops/onnx", "zod"].includes(specifier);
}
