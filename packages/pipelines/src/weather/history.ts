/** Hours before the look-back window that features look at: the longest lag of a score, one day. */
export const HISTORY_HOURS = 24;
