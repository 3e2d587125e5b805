import add from "./add.ts";
import concat from "./concat.ts";
import div from "./div.ts";
import erf from "./erf.ts";
import exp from "./exp.ts";
import expand from "./expand.ts";
import gather from "./gather.ts";
import gemm from "./gemm.ts";
import identity from "./identity.ts";
import layerNormalization from "./layer-normalization.ts";
import logSoftmax from "./log-softmax.ts";
import log from "./log.ts";
import matMul from "./mat-mul.ts";
import mul from "./mul.ts";
import neg from "./neg.ts";
import reduceMean from "./reduce-mean.ts";
import reduceSum from "./reduce-sum.ts";
import relu from "./relu.ts";
import reshape from "./reshape.ts";
import sigmoid from "./sigmoid.ts";
import slice from "./slice.ts";
import softmax from "./softmax.ts";
import softplus from "./softplus.ts";
import split from "./split.ts";
import sqrt from "./sqrt.ts";
import squeeze from "./squeeze.ts";
import sub from "./sub.ts";
import tanh from "./tanh.ts";
import transpose from "./transpose.ts";
import unsqueeze from "./unsqueeze.ts";
import where from "./where.ts";

import type { Gradient } from "../gradient.ts";

/** Every gradient: one for each file beside this one, in order of name; a test holds it against the folder. */
const gradients: readonly Gradient[] = [
  add,
  concat,
  div,
  erf,
  exp,
  expand,
  gather,
  gemm,
  identity,
  layerNormalization,
  logSoftmax,
  log,
  matMul,
  mul,
  neg,
  reduceMean,
  reduceSum,
  relu,
  reshape,
  sigmoid,
  slice,
  softmax,
  softplus,
  split,
  sqrt,
  squeeze,
  sub,
  tanh,
  transpose,
  unsqueeze,
  where,
];

export default gradients;
