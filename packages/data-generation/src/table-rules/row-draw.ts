import { type RandomKey, type RandomStream, randomStream, splitKey } from "@mlops/core";

import { rounded } from "../outcome/draws.ts";
import { drawChoices, drawCodes, drawDays, drawMonthEnds, drawNumbers, shiftedDays } from "./draw-column.ts";
import { type Movement, movedValues } from "./move-values.ts";
import type { OutcomeModel } from "./outcome-model.ts";
import { bothMasks, type Mask, type NumberValues, type RuleValues, type TextValues } from "./rule-values.ts";
import type { ColumnRule, TableRules } from "./table-rules.ts";

/**
 * The columns of some rows. Each is made when it is first asked for, with a random stream of its own, so that the order
 * of the questions changes nothing. Values are complete; which of them are null is asked apart.
 */
export class RowDraw {
  readonly #rules: TableRules;
  readonly #key: RandomKey;
  readonly #count: number;
  readonly #outcome: OutcomeModel | undefined;
  readonly #made = new Map<string, RuleValues>();
  readonly #masks = new Map<string, Mask>();
  #positive: Uint8Array | undefined;
  #movement: Movement | undefined;

  /** @param outcome undefined while the outcome is being solved, which needs features only */
  constructor(rules: TableRules, key: RandomKey, count: number, outcome?: OutcomeModel) {
    this.#rules = rules;
    this.#key = key;
    this.#count = count;
    this.#outcome = outcome;
  }

  get count(): number {
    return this.#count;
  }

  values(name: string): RuleValues {
    const made = this.#made.get(name);
    if (made !== undefined) return made;
    const rule = this.#rules.columns[name] ?? this.#rules.hidden[name];
    if (rule === undefined) throw new Error(`no rule for ${name}`);
    const values = this.#zeroUnless(this.#make(name, rule), rule.zero_unless);
    this.#made.set(name, values);
    return values;
  }

  numbers(name: string): NumberValues {
    const values = this.values(name);
    if (values.kind !== "number") throw new Error(`${name} is no number`);
    return values;
  }

  texts(name: string): TextValues {
    const values = this.values(name);
    if (values.kind !== "text") throw new Error(`${name} is no text`);
    return values;
  }

  /** Which rows of a column have a value. */
  mask(name: string): Mask {
    const rule = this.#rules.columns[name];
    const own = rule?.null_share === undefined ? undefined : this.#coins(`nulls of ${name}`, 1 - rule.null_share);
    const block = rule?.block === undefined ? undefined : this.#block(rule.block);
    // A date that is counted from a number is not known where the number is not.
    const counted = rule?.date !== undefined && "from" in rule.date ? this.#countedFrom(rule.date) : undefined;
    return bothMasks(bothMasks(own, block), counted);
  }

  /** 1 where a column of texts holds the text. */
  is(name: string, text: string): Uint8Array {
    const { codes, texts } = this.texts(name);
    const wanted = texts.indexOf(text);
    return Uint8Array.from(codes, (code) => (code === wanted ? 1 : 0));
  }

  #countedFrom(date: { readonly from: string; readonly minus?: string; readonly plus?: string }): Mask {
    return this.mask(date.minus ?? date.plus ?? date.from);
  }

  #block(name: string): Mask {
    const key = `block ${name}`;
    if (this.#masks.has(key)) return this.#masks.get(key);
    const { only = {}, unless = {}, within, share = 1 } = this.#rules.blocks[name] ?? {};
    const masks = [
      ...Object.entries(only).map(([column, text]) => this.is(column, text)),
      ...Object.entries(unless).map(([column, text]) => this.is(column, text).map((value) => 1 - value)),
      ...(within === undefined ? [] : [this.#block(within)]),
      ...(share === 1 ? [] : [this.#coins(key, share)]),
    ];
    const mask = masks.reduce<Mask>(bothMasks, undefined);
    this.#masks.set(key, mask);
    return mask;
  }

  #coins(label: string, share: number): Uint8Array {
    const known = this.#masks.get(label);
    if (known !== undefined) return known;
    const stream = this.#stream(label);
    const coins = Uint8Array.from({ length: this.#count }, () => (stream.uniform() < share ? 1 : 0));
    this.#masks.set(label, coins);
    return coins;
  }

  #stream(label: string): RandomStream {
    return randomStream(splitKey(this.#key, label));
  }

  #make(name: string, rule: ColumnRule): RuleValues {
    const count = this.#count;
    const stream = this.#stream(name);
    const { values, codes, number, date, lookup, product, difference, after, movement } = rule;
    if (values !== undefined) return drawChoices(stream, values, count);
    if (codes !== undefined) return drawCodes(stream, codes, count);
    if (number !== undefined) return drawNumbers(stream, number, count);
    if (rule.month_ends !== undefined) return drawMonthEnds(stream, rule.month_ends, count);
    if (date !== undefined) {
      if ("first" in date) return drawDays(stream, date, count);
      const back = "minus" in date;
      return shiftedDays(this.texts(date.from), this.numbers(back ? date.minus : date.plus), back ? -1 : 1);
    }
    if (lookup !== undefined) return looked(this.texts(lookup.by), lookup.to);
    if (product !== undefined) return this.#combined(product, rule.decimals ?? 0, (a, b) => a * b);
    if (difference !== undefined) return this.#combined(difference, rule.decimals ?? 0, (a, b) => a - b);
    if (after !== undefined) return movedValues(stream, this.values(after), this.movement, rule.most);
    if (movement !== undefined) {
      const texts = [movement.better, movement.same, movement.worse];
      return { kind: "text", codes: Int32Array.from(this.movement, (step) => step + 1), texts };
    }
    const { positive, negative } = this.#rules.outcome;
    return { kind: "text", codes: Int32Array.from(this.positive), texts: [negative, positive] };
  }

  #combined(
    [a, b]: readonly [string, string],
    decimals: number,
    apply: (a: number, b: number) => number,
  ): NumberValues {
    const [left, right] = [this.numbers(a).values, this.numbers(b).values];
    return {
      kind: "number",
      values: left.map((value, row) => rounded(apply(value, right[row] ?? 0), decimals)),
      decimals,
    };
  }

  #zeroUnless(values: RuleValues, choice: Readonly<Record<string, string>> = {}): RuleValues {
    if (values.kind !== "number") return values;
    return Object.entries(choice).reduce((kept, [column, text]) => {
      const holds = this.is(column, text);
      return { ...kept, values: kept.values.map((value, row) => (holds[row] === 1 ? value : 0)) };
    }, values);
  }

  /** 1 where the outcome came true. */
  get positive(): Uint8Array {
    if (this.#outcome === undefined) throw new Error("the outcome is not solved");
    this.#positive ??= this.#outcome.draw(this, this.#stream("outcome"));
    return this.#positive;
  }

  get movement(): Movement {
    if (this.#movement !== undefined) return this.#movement;
    const { positive, negative } = this.#rules.outcome.movement;
    const stream = this.#stream("movement");
    const movement = Int8Array.from(this.positive, (isPositive) => {
      const { worse, better } = isPositive === 1 ? positive : negative;
      const at = stream.uniform();
      return at < worse ? 1 : at < worse + better ? -1 : 0;
    });
    this.#movement = movement;
    return movement;
  }
}

function looked({ codes, texts }: TextValues, to: Readonly<Record<string, number>>): NumberValues {
  const byCode = texts.map((text) => to[text] ?? 0);
  const decimals = Math.max(...byCode.map((value) => (String(value).split(".")[1] ?? "").length));
  return { kind: "number", values: Float64Array.from(codes, (code) => byCode[code] ?? 0), decimals };
}
