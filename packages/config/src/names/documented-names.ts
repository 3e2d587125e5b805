/** An environment variable that the documentation of the product, or a vendor, names. */
export interface DocumentedName {
  readonly name: string;
  /** Config key that it sets, as a dotted path. */
  readonly configKey?: string;
  /** Recipe key that it sets, as a dotted path; applied where the recipe's feature is built. */
  readonly recipeKey?: string;
  /** What it does where it sets no key. */
  readonly purpose: string;
}

/**
 * The one table of documented and vendor names. Their rank is below `MLOPS_SECTION__KEY` and above recipe and files.
 * A name without `configKey` is known, so that it draws no notice, and is read where its purpose says.
 */
export const documentedNames: readonly DocumentedName[] = [
  { name: "APP_ENV", purpose: "Chooses the environment; --env wins over it." },
  { name: "MLOPS_HOME", purpose: "State folder; --home wins over it." },
  { name: "MLOPS_OFFLINE", configKey: "offline", purpose: "No connection leaves the machine." },
  { name: "MLOPS_REQUIRE", purpose: "Test services whose absence is a failure." },
  { name: "LOG_LEVEL", configKey: "logging.level", purpose: "Level of the log." },
  { name: "KMA_AUTH_KEY", configKey: "source.kma.auth_key", purpose: "Key of the KMA API hub." },
  { name: "KMA_STATION_ID", recipeKey: "source.station", purpose: "Weather station." },
  { name: "COMMUTE_LOCATION", recipeKey: "source.location", purpose: "Location of the http source." },
  { name: "WANDB_PROJECT", configKey: "tracking.wandb.project", purpose: "W&B project." },
  { name: "WANDB_ENTITY", configKey: "tracking.wandb.entity", purpose: "W&B team or user." },
  { name: "WANDB_MODE", configKey: "tracking.wandb.mode", purpose: "W&B mode." },
  { name: "WANDB_API_KEY", configKey: "tracking.wandb.api_key", purpose: "W&B key." },
  { name: "WANDB_BASE_URL", configKey: "tracking.wandb.base_url", purpose: "W&B server." },
  { name: "WANDB_DIR", purpose: "Folder in which the folder wandb with W&B run files lies." },
  { name: "WANDB_APP_URL", purpose: "Where the pages of the W&B server are, if not beside its API." },
  { name: "WANDB_CONFIG_DIR", purpose: "Folder of W&B's own settings file." },
  { name: "WANDB_RUN_GROUP", purpose: "W&B group of the run; wins over the recipe's." },
  { name: "WANDB_NAME", purpose: "W&B name of the run." },
  { name: "WANDB_NOTES", purpose: "W&B notes of the run; wins over the recipe's." },
  { name: "WANDB_TAGS", purpose: "More W&B tags, with commas." },
  { name: "WANDB_JOB_TYPE", purpose: "W&B job type of the run." },
  { name: "WANDB_HOST", purpose: "Host name that W&B shows; none is sent without it." },
  { name: "WANDB_DISABLE_GIT", purpose: "true: W&B is not told the commit and its remote." },
  { name: "WANDB_SILENT", purpose: "true: tracking says nothing on the terminal." },
  { name: "WANDB_LOG_LEVEL", purpose: "Verbosity of W&B tracking." },
  { name: "WANDB_RESUME_WAIT", purpose: "Seconds between W&B synchronisations." },
  { name: "MLFLOW_TRACKING_URI", configKey: "tracking.mlflow.tracking_uri", purpose: "MLflow server or folder." },
  { name: "F1_THRESHOLD", recipeKey: "gate.thresholds", purpose: "Least F1 of the default-prediction gate." },
  {
    name: "MAX_RETRAIN_ATTEMPTS",
    recipeKey: "pipeline.max_retrain_attempts",
    purpose: "Retrainings before the alert.",
  },
  { name: "D_MODEL", recipeKey: "model.hyperparameters.values.d_model", purpose: "Width of the transformer." },
  { name: "NHEAD", recipeKey: "model.hyperparameters.values.nhead", purpose: "Attention heads of the transformer." },
  { name: "NUM_LAYERS", recipeKey: "model.hyperparameters.values.num_layers", purpose: "Layers of the transformer." },
  {
    name: "DIM_FEEDFORWARD",
    recipeKey: "model.hyperparameters.values.dim_feedforward",
    purpose: "Width of the transformer's feed-forward part.",
  },
  { name: "DROPOUT_RATE", recipeKey: "model.hyperparameters.values.dropout_rate", purpose: "Dropout rate." },
  { name: "LEARNING_RATE", recipeKey: "model.hyperparameters.values.learning_rate", purpose: "Learning rate." },
  {
    name: "PRETRAIN_EPOCHS",
    recipeKey: "model.hyperparameters.values.pretrain_epochs",
    purpose: "Epochs of pre-training.",
  },
  {
    name: "TEMPERATURE",
    recipeKey: "model.hyperparameters.values.temperature",
    purpose: "Temperature of the contrastive loss.",
  },
  {
    name: "MODEL_SAVE_PATH",
    purpose: "Folder that also receives the artifact of train; --save-dir wins over it.",
  },
  { name: "EPOCHS", recipeKey: "model.hyperparameters.values.epochs", purpose: "Training epochs." },
  {
    name: "BATCH_SIZE",
    recipeKey: "model.hyperparameters.values.batch_size",
    purpose:
      "Training batch in train and pipeline, rows of a chunk in batch-inference; the recipe, MLOPS_TRAINING_BATCH_SIZE and MLOPS_INFERENCE_BATCH_SIZE win over it.",
  },
  { name: "MLOPS_TRAINING_BATCH_SIZE", purpose: "Training batch in train and pipeline; wins over BATCH_SIZE." },
  { name: "MLOPS_INFERENCE_BATCH_SIZE", purpose: "Rows of a chunk in batch-inference; wins over BATCH_SIZE." },
  { name: "MONGODB_URI", configKey: "store.mongodb.uri", purpose: "MongoDB server; wins over the MONGODB_ parts." },
  { name: "MONGODB_HOST", configKey: "store.mongodb.host", purpose: "MongoDB host." },
  { name: "MONGODB_PORT", configKey: "store.mongodb.port", purpose: "MongoDB port." },
  { name: "MONGODB_DATABASE", configKey: "store.mongodb.database", purpose: "MongoDB database." },
  { name: "MONGODB_USERNAME", configKey: "store.mongodb.username", purpose: "MongoDB user." },
  { name: "MONGODB_PASSWORD", configKey: "store.mongodb.password", purpose: "MongoDB password." },
];
