import { estimatorConformance } from "@mlops/conformance";
import { describe, expect, it } from "vitest";

import { fitResolved } from "../../estimator/fit-resolved.ts";
import { resolveEstimator } from "../../estimator/resolve-estimator.ts";
import { trainingOf, classPathCases } from "../../testing/class-path-cases.ts";
import { estimatorSubject, withCapabilities } from "../../testing/estimator-subject.ts";
import kNearestNeighbours from "../k-nearest-neighbours/k-nearest-neighbours.ts";
import voting from "./voting.ts";

const members = [
  { name: "five", estimator: { class_path: "k-nearest-neighbours" } },
  { name: "three", estimator: { class_path: "k-nearest-neighbours", hyperparameters: { n_neighbors: 3, p: 1 } } },
];

const subject = withCapabilities(voting, kNearestNeighbours);
estimatorConformance(estimatorSubject(subject, { estimators: members, voting: "soft", weights: [2, 1] }));
estimatorConformance({ ...estimatorSubject(subject, { estimators: members, voting: "hard" }), learns: false });

const [example] = classPathCases().filter(({ name }) => name.startsWith("GaussianNB"));

async function labelled(parameters: object): Promise<unknown> {
  if (example === undefined) throw new TypeError("the example is there");
  const resolved = await resolveEstimator("sklearn.ensemble.VotingClassifier");
  return fitResolved(resolved, trainingOf(example), parameters);
}

describe("voting", () => {
  it.each([
    [{ estimators: members, weights: [1] }, 'voting: "weights" is [1]; one number for each of the 2 estimators'],
    [{ estimators: [members[0], members[0]] }, 'two of the estimators are called "five"'],
    [{ estimators: [] }, '"estimators" is []'],
    [
      { estimators: [{ name: "x", estimator: { class_path: "sklearn.nothing.Known" } }] },
      'There is no estimator "sklearn.nothing.Known"',
    ],
    [
      { estimators: [{ name: "x", estimator: { class_path: "sklearn.svm.SVC", hyperparameters: { gama: 1 } } }] },
      'sklearn.svm.SVC has no parameter "gama". Did you mean "gamma"?',
    ],
  ])("refuses %j", async (parameters, message) => {
    await expect(labelled(parameters)).rejects.toThrow(message);
  });
});
