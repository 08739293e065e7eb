package io.github.basetenci.action;

import io.github.basetenci.shim.identity.WorkflowException;

/**
 * Says that the input of a secret is empty.
 *
 * @param input the name of the input
 */
record EmptyKey(String input) {
  /** The workflow gave the input, the run gets secrets, and yet the input is empty. */
  WorkflowException unknownSecret() {
    return new WorkflowException(
        input
            + " is empty: this job sees no secret of the name that the workflow gives; the name"
            + " is misspelt, or the secret is one of an environment that the job does not name, or"
            + " a called workflow was not handed it",
        """
        jobs:
          deploy:
            environment: production      # where the secret belongs to an environment
            steps:
              - uses: baseten-ci/baseten-ci/action@v1
                with:
                  %s: ${{ secrets.%s }}   # as in Settings > Secrets and variables > Actions
          call:
            uses: ./.github/workflows/deploy.yml
            secrets: inherit             # where the job is in a called workflow
        """
            .formatted(input, secret(input)));
  }

  /** No input and no variable gives a key. */
  static WorkflowException notGiven() {
    return new WorkflowException(
        "no API key was given: set the input api-key, or the variable BASETEN_API_KEY",
        """
        - uses: baseten-ci/baseten-ci/action@v1
          with:
            api-key: ${{ secrets.BASETEN_API_KEY }}
        """);
  }

  /** The name that the pages of this project give to the secret for an input. */
  static String secret(String input) {
    return input.equals("api-key") ? "BASETEN_API_KEY" : "BASETEN_MINTING_KEY";
  }
}
