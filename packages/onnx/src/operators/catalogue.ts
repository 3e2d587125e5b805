import type { Operator } from "../operator/operator.ts";
import absOperator from "./abs.ts";
import addOperator from "./add.ts";
import andOperator from "./and.ts";
import argMaxOperator from "./arg-max.ts";
import arrayFeatureExtractorOperator from "./array-feature-extractor.ts";
import castOperator from "./cast.ts";
import ceilOperator from "./ceil.ts";
import clipOperator from "./clip.ts";
import concatOperator from "./concat.ts";
import constantOfShapeOperator from "./constant-of-shape.ts";
import constantOperator from "./constant.ts";
import divOperator from "./div.ts";
import dropoutOperator from "./dropout.ts";
import equalOperator from "./equal.ts";
import erfOperator from "./erf.ts";
import expOperator from "./exp.ts";
import expandOperator from "./expand.ts";
import flattenOperator from "./flatten.ts";
import floorOperator from "./floor.ts";
import gatherElementsOperator from "./gather-elements.ts";
import gatherNdOperator from "./gather-nd.ts";
import gatherOperator from "./gather.ts";
import gemmOperator from "./gemm.ts";
import greaterOrEqualOperator from "./greater-or-equal.ts";
import greaterOperator from "./greater.ts";
import identityOperator from "./identity.ts";
import ifOperator from "./if.ts";
import isNaNOperator from "./is-na-n.ts";
import labelEncoderOperator from "./label-encoder.ts";
import layerNormalizationOperator from "./layer-normalization.ts";
import lessOrEqualOperator from "./less-or-equal.ts";
import lessOperator from "./less.ts";
import logSoftmaxOperator from "./log-softmax.ts";
import logOperator from "./log.ts";
import loopOperator from "./loop.ts";
import matMulOperator from "./mat-mul.ts";
import maxOperator from "./max.ts";
import minOperator from "./min.ts";
import mulOperator from "./mul.ts";
import negOperator from "./neg.ts";
import notOperator from "./not.ts";
import oneHotOperator from "./one-hot.ts";
import orOperator from "./or.ts";
import powOperator from "./pow.ts";
import reciprocalOperator from "./reciprocal.ts";
import reduceMaxOperator from "./reduce-max.ts";
import reduceMeanOperator from "./reduce-mean.ts";
import reduceMinOperator from "./reduce-min.ts";
import reduceSumOperator from "./reduce-sum.ts";
import reluOperator from "./relu.ts";
import reshapeOperator from "./reshape.ts";
import scatterNdOperator from "./scatter-nd.ts";
import shapeOperator from "./shape.ts";
import sigmoidOperator from "./sigmoid.ts";
import signOperator from "./sign.ts";
import sliceOperator from "./slice.ts";
import softmaxOperator from "./softmax.ts";
import softplusOperator from "./softplus.ts";
import splitOperator from "./split.ts";
import sqrtOperator from "./sqrt.ts";
import squeezeOperator from "./squeeze.ts";
import subOperator from "./sub.ts";
import tanhOperator from "./tanh.ts";
import transposeOperator from "./transpose.ts";
import treeEnsembleRegressorOperator from "./tree-ensemble-regressor.ts";
import unsqueezeOperator from "./unsqueeze.ts";
import whereOperator from "./where.ts";
import xorOperator from "./xor.ts";

/** Generated from the files beside it by its test; do not edit. */
const operators: readonly Operator[] = [
  absOperator,
  addOperator,
  andOperator,
  argMaxOperator,
  arrayFeatureExtractorOperator,
  castOperator,
  ceilOperator,
  clipOperator,
  concatOperator,
  constantOfShapeOperator,
  constantOperator,
  divOperator,
  dropoutOperator,
  equalOperator,
  erfOperator,
  expOperator,
  expandOperator,
  flattenOperator,
  floorOperator,
  gatherElementsOperator,
  gatherNdOperator,
  gatherOperator,
  gemmOperator,
  greaterOrEqualOperator,
  greaterOperator,
  identityOperator,
  ifOperator,
  isNaNOperator,
  labelEncoderOperator,
  layerNormalizationOperator,
  lessOrEqualOperator,
  lessOperator,
  logSoftmaxOperator,
  logOperator,
  loopOperator,
  matMulOperator,
  maxOperator,
  minOperator,
  mulOperator,
  negOperator,
  notOperator,
  oneHotOperator,
  orOperator,
  powOperator,
  reciprocalOperator,
  reduceMaxOperator,
  reduceMeanOperator,
  reduceMinOperator,
  reduceSumOperator,
  reluOperator,
  reshapeOperator,
  scatterNdOperator,
  shapeOperator,
  sigmoidOperator,
  signOperator,
  sliceOperator,
  softmaxOperator,
  softplusOperator,
  splitOperator,
  sqrtOperator,
  squeezeOperator,
  subOperator,
  tanhOperator,
  transposeOperator,
  treeEnsembleRegressorOperator,
  unsqueezeOperator,
  whereOperator,
  xorOperator,
];

export default operators;
