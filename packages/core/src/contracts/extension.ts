import type { z } from "zod";

import type { Clock } from "./clock.ts";
import type { Store } from "./store.ts";
import type { WeatherSource } from "./weather.ts";

/** What every driver is given: clock, log and the signal that ends the process's work. */
export interface DriverContext {
  readonly clock: Clock;
  readonly signal?: AbortSignal;
  /** No connection may leave the machine. */
  readonly offline: boolean;
  /** The process's secure random bytes. */
  entropy(length: number): Uint8Array;
  warn(message: string, details?: Readonly<Record<string, unknown>>): void;
}

/** One file, one extension: the name is the file's, the options are a zod object from which help is generated. */
export interface Extension<Options extends z.ZodType> {
  /** Kebab-case, equal to the file's name. */
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly summary: string;
  readonly options: Options;
}

export interface StoreDriver<Options extends z.ZodType = z.ZodType> extends Extension<Options> {
  open(options: z.output<Options>, context: DriverContext): Promise<Store>;
}

export interface WeatherSourceDriver<Options extends z.ZodType = z.ZodType> extends Extension<Options> {
  /** True where its observations are made by a model of the climate. */
  readonly synthetic: boolean;
  /** Hosts that it may reach, for `--offline` and the README's list; empty for local sources. */
  hosts(options: z.output<Options>): readonly string[];
  open(options: z.output<Options>, context: DriverContext): Promise<WeatherSource>;
}

export function defineStoreDriver<Options extends z.ZodType>(driver: StoreDriver<Options>): StoreDriver<Options> {
  return driver;
}

export function defineWeatherSource<Options extends z.ZodType>(
  driver: WeatherSourceDriver<Options>,
): WeatherSourceDriver<Options> {
  return driver;
}
