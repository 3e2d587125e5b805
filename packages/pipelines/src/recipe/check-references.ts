import { displayPath, type KeyPath, nearestWord, type Problem, valueAt } from "@mlops/config";

import { DEFAULT_STATION } from "./schema/weather-schema.ts";
import type { LocatedTree } from "./located-tree.ts";
import { stationIds } from "./normalise/normalise-shared.ts";

/** What a schema cannot see: stations that are not declared, and `${…}` references, which only config files may hold. */
export function checkReferences(tree: LocatedTree): readonly Problem[] {
  return [...checkStations(tree), ...checkPlaceholders(tree)];
}

function checkStations(tree: LocatedTree): readonly Problem[] {
  const source = valueAt(tree.value, ["source"]);
  if (source === undefined) return [];
  const written = valueAt(source, ["station"]) ?? DEFAULT_STATION;
  const declared = valueAt(tree.value, ["stations"]);
  if (declared === null || typeof declared !== "object") return [];
  if (typeof written !== "string" && typeof written !== "number" && !isListOfIds(written)) return [];
  const known = Object.keys(declared);
  return stationIds(written)
    .filter((id) => !known.includes(id))
    .map((id): Problem => {
      const near = nearestWord(id, known);
      return {
        code: "VALUE_INVALID",
        ...tree.locate(["source", "station"]),
        path: "source.station",
        message: `The station "${id}" is not declared under stations.`,
        hint: near === undefined ? `Declared: ${known.join(", ")}.` : `Did you mean "${near}"?`,
      };
    });
}

function isListOfIds(value: unknown): value is readonly (string | number)[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string" || typeof item === "number");
}

/** A recipe says what, a config says where: a value that changes with the environment has no place in a recipe's digest. */
function checkPlaceholders(tree: LocatedTree): readonly Problem[] {
  const problems: Problem[] = [];
  const visit = (node: unknown, path: KeyPath): void => {
    if (typeof node === "string" && /\$\{[A-Za-z_][^}]*\}/.test(node)) {
      problems.push({
        code: "VALUE_INVALID",
        ...tree.locate(path),
        path: displayPath(path),
        message: `${displayPath(path)} holds a \${…} reference, which recipes do not resolve.`,
        hint: "Put the value into config/<env>.yaml, or give it by --set.",
      });
    } else if (Array.isArray(node)) {
      node.forEach((item, index) => visit(item, [...path, index]));
    } else if (node !== null && typeof node === "object") {
      for (const [key, item] of Object.entries(node)) visit(item, [...path, key]);
    }
  };
  visit(tree.value, []);
  return problems;
}
