/** The package `mlops` is the command line under its short name. */
export * from "@mlops/cli";
