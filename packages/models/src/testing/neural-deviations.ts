/** What networks that learn from shuffled batches do not keep of the estimators' laws, and why. */
export const neuralDeviations = {
  "doubling a row's weight is doubling the row; a weight of 0 is no row":
    "weights scale the loss of a row; batches are drawn by rows, so that another number of rows makes other batches",
};
