import { MlopsError } from "@mlops/core";
import { type SharedMemory, webAssembly } from "./kernels/web-assembly.ts";

const PAGE = 65_536;
const LINE = 128;
/** What addresses of 32 bits reach, less a page. */
const LARGEST = 2 ** 32 - PAGE;

/** Places in a memory that does not exist yet: reserve all, then make it. */
export interface Arena {
  /** Address of so many bytes, all 0 at the start; on a cache line of its own. */
  reserve(bytes: number): number;
  /** @throws MlopsError MODEL_FIT_INVALID where all that was reserved is more than 4 GB */
  memory(): SharedMemory;
}

export function arena(): Arena {
  let next = LINE;
  return {
    reserve(bytes) {
      const at = next;
      next += Math.ceil((bytes + 16) / LINE) * LINE;
      return at;
    },
    memory() {
      if (next > LARGEST) {
        throw new MlopsError(
          "MODEL_FIT_INVALID",
          `Growing trees on this table takes ${(next / 2 ** 30).toFixed(1)} GB in one piece; 4 GB are possible.`,
          { hint: "Use fewer rows, fewer columns or fewer leaves." },
        );
      }
      const pages = Math.ceil(next / PAGE);
      return new webAssembly.Memory({ initial: pages, maximum: pages, shared: true });
    },
  };
}
