import { type DefaultTreeAdapterTypes, type ParserError, parse } from "parse5";

type Node = DefaultTreeAdapterTypes.Node;
export type Element = DefaultTreeAdapterTypes.Element;

export interface Markup {
  /** Codes of what the HTML specification calls parse errors. */
  readonly errors: readonly string[];
  readonly elements: readonly Element[];
}

/** A document as a browser would read it. */
export function readMarkup(html: string): Markup {
  const errors: string[] = [];
  const document = parse(html, {
    onParseError: ({ code, startLine, startCol }: ParserError) => errors.push(`${code} at ${startLine}:${startCol}`),
    sourceCodeLocationInfo: false,
  });
  return { errors, elements: elementsOf(document) };
}

function elementsOf(node: Node): Element[] {
  const below = "childNodes" in node ? node.childNodes.flatMap(elementsOf) : [];
  return "tagName" in node ? [node, ...below] : below;
}

export function attribute(element: Element, name: string): string | undefined {
  return element.attrs.find((attr) => attr.name === name)?.value;
}

/** All text in it, except inside the elements that `skip` names. */
export function textOf(node: Node, skip: (element: Element) => boolean = () => false): string {
  if ("tagName" in node && skip(node)) return "";
  if ("value" in node) return node.value;
  return "childNodes" in node ? node.childNodes.map((child) => textOf(child, skip)).join(" ") : "";
}
