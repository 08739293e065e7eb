package io.github.basetenci.action;

import io.github.basetenci.action.toolkit.container.ContainerJob;
import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonParseException;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.text.Neutralizer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Explains why the input of a secret is empty. The event of the run tells most of the reasons.
 *
 * @param input the name of the input
 */
record EmptyKey(ContainerJob job, String input) {
  private static final List<String> PULL_REQUESTS =
      List.of("pull_request", "pull_request_review", "pull_request_review_comment");

  /** Why GitHub keeps secrets from this run, or null when it does not. */
  @Nullable ActionException withheld() {
    // When somebody starts the run again, GITHUB_ACTOR is that person, and the secrets are there.
    if (job.variable("GITHUB_ACTOR").equals("dependabot[bot]")) {
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
    String fork = fork();
    return fork == null
        ? null
        : new ActionException(
            input
                + " is empty, because this run is for a pull request from the fork "
                + Neutralizer.line(fork)
                + ", and GitHub gives such runs no secrets; skip the job there",
            """
            jobs:
              deploy:
                if: github.event.pull_request.head.repo.full_name == github.repository
            """);
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

  /** The fork that the pull request comes from; null when it comes from this repository. */
  private @Nullable String fork() {
    // A run for pull_request_target gets secrets, also for a pull request from a fork.
    if (!PULL_REQUESTS.contains(job.variable("GITHUB_EVENT_NAME"))) {
      return null;
    }
    JsonObject head = event().object("pull_request").object("head");
    JsonObject repository = head.object("repo");
    String name = repository.string("full_name");
    if (name == null) {
      // The fork was deleted.
      return head.members().isEmpty() ? null : "of an unknown owner";
    }
    boolean other = !name.equalsIgnoreCase(job.variable("GITHUB_REPOSITORY"));
    return other ? name : null;
  }

  private JsonObject event() {
    String path = job.variable("GITHUB_EVENT_PATH");
    if (path.isEmpty()) {
      return JsonObject.EMPTY;
    }
    try {
      return Json.parse(Files.readString(job.path(path))) instanceof JsonObject event
          ? event
          : JsonObject.EMPTY;
    } catch (IOException | JsonParseException e) {
      // Without the event the reason is unknown, and the error lists what to check.
      return JsonObject.EMPTY;
    }
  }
}
