import { isMap, isScalar, stringify, visit, Document } from "yaml";

/** A proposed suite as YAML, comments first. Maps and lists of plain values stand on one line. */
export function suiteText(suite: Readonly<Record<string, unknown>>, comments: readonly string[]): string {
  const document = new Document(suite);
  visit(document, {
    Map: (_key, node, path) => {
      if (path.some((parent) => isMap(parent)) && node.items.every(({ value }) => isScalar(value))) node.flow = true;
    },
    Seq: (_key, node) => {
      if (node.items.every((item) => isScalar(item))) node.flow = true;
    },
  });
  const head = comments.map((line) => `# ${line}`).join("\n");
  return `${head}\n${stringify(document, { lineWidth: 120, flowCollectionPadding: true })}`;
}
