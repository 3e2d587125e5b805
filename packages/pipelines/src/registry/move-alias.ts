import { isMlopsError } from "@mlops/core";
import type { AliasMoveRequest, ModelRegistry } from "@mlops/store";

/**
 * Moves an alias from wherever it stands: for verdicts that compare a model with baselines, not with the standing version.
 * Where another training moves it in between, the move is tried again from where it stands then.
 */
export async function moveAlias(registry: ModelRegistry, move: Omit<AliasMoveRequest, "expected">): Promise<void> {
  for (;;) {
    const standing = await registry.alias(move.name, move.alias);
    try {
      await registry.moveAlias({ ...move, expected: standing?.version ?? null });
      return;
    } catch (error) {
      if (!isMlopsError(error) || error.code !== "MODEL_ALIAS_CONFLICT") throw error;
    }
  }
}
