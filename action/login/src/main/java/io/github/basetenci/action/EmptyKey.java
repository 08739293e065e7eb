package io.github.basetenci.action;

import io.github.basetenci.shim.identity.GitHubRun;
import org.jspecify.annotations.Nullable;

/**
 * Explains why the input of a secret is empty. The event of the run tells most of the reasons.
 *
 * @param input the name of the input
 */
record EmptyKey(GitHubRun run, String input) {
  /** Why GitHub keeps secrets from this run, or null when it does not. */
  @Nullable ActionException withheld() {
    if (run.isByDependabot()) {
      return new ActionException(
          input
              + " is empty, because Dependabot started this run and its runs see Dependabot"
              + " secrets alone; add the key there (Settings > Secrets and variables >"
              + " Dependabot), or skip the job",
          """
          jobs:
            deploy:
              if: github.actor != 'dependabot[bot]'
          """);
    }
    String fork = run.fork();
    return fork == null
        ? null
        : new ActionException(
            input
                + " is empty, because this run is for a pull request from the fork "
                + fork
                + ", and GitHub gives such runs no secrets; skip the job there",
            GitHubRun.SKIP_FORKS);
  }

  /** The workflow gave the input, the run gets secrets, and yet the input is empty. */
  ActionException unknownSecret() {
    return new ActionException(
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
  static ActionException notGiven() {
    return new ActionException(
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
