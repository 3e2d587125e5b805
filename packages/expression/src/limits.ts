/** UTF-16 units of an expression's text. */
export const MAXIMUM_LENGTH = 4096;

/** Levels of operators, calls, lists and brackets; far below what the stack bears. */
export const MAXIMUM_DEPTH = 200;
