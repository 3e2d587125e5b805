import { conformPreprocessor } from "../testing/conform-preprocessor.ts";
import dropMissing from "./drop-missing.ts";
import minMaxScaler from "./min-max-scaler.ts";
import oneHotEncoder from "./one-hot-encoder.ts";
import ordinalEncoder from "./ordinal-encoder.ts";
import robustScaler from "./robust-scaler.ts";
import simpleImputer from "./simple-imputer.ts";
import standardScaler from "./standard-scaler.ts";

const everyEncodable = ["number", "whole", "text", "digits", "flag", "maybe", "nothing", "no text"];

conformPreprocessor(simpleImputer);
conformPreprocessor(simpleImputer, { strategy: "median", create_missing_indicators: true });
conformPreprocessor(simpleImputer, { strategy: "most_frequent", create_missing_indicators: true });
conformPreprocessor(simpleImputer, { strategy: "constant" });
conformPreprocessor(simpleImputer, { strategy: "constant", fill_value: "NA", columns: ["text", "no text"] });
conformPreprocessor(simpleImputer, { strategy: "constant", fill_value: true });
conformPreprocessor(oneHotEncoder);
conformPreprocessor(oneHotEncoder, { handle_unknown: "error", columns: everyEncodable });
conformPreprocessor(oneHotEncoder, { drop: "first", columns: everyEncodable });
conformPreprocessor(ordinalEncoder, { columns: everyEncodable });
conformPreprocessor(ordinalEncoder, { handle_unknown: "use_encoded_value" });
conformPreprocessor(ordinalEncoder, {
  handle_unknown: "use_encoded_value",
  unknown_value: -7,
  columns: everyEncodable,
});
conformPreprocessor(standardScaler);
conformPreprocessor(minMaxScaler, { columns: ["number", "whole", "constant"] });
conformPreprocessor(robustScaler, { columns: { kinds: ["number"], except: ["skewed"] } });
conformPreprocessor(dropMissing, { columns: ["number", "maybe"], threshold: 0.5 });
