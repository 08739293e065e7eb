package io.github.basetenci.shim.identity;

import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonParseException;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.text.Neutralizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the runner tells a job of a GitHub workflow about its run.
 *
 * @param environment the variables of the job; the variable with the path of the event must hold
 *     the path at which this process finds that file
 */
public record GitHubRun(Map<String, String> environment) {
  /** The variable with the path of the file that holds the event. */
  public static final String EVENT_PATH = "GITHUB_EVENT_PATH";

  /** The condition under which a job is skipped for pull requests from forks. */
  static final String SKIP_FORKS =
      """
      jobs:
        deploy:
          if: github.event.pull_request.head.repo.full_name == github.repository
      """;

  private static final List<String> PULL_REQUESTS =
      List.of("pull_request", "pull_request_review", "pull_request_review_comment");

  /** Whether this is a job of a GitHub workflow. */
  public boolean isGitHub() {
    return variable("GITHUB_ACTIONS").equals("true");
  }

  /**
   * Whether Dependabot started this run. When somebody starts the run again, the actor is that
   * person.
   */
  private boolean isByDependabot() {
    return variable("GITHUB_ACTOR").equals("dependabot[bot]");
  }

  /**
   * The fork that the pull request comes from, as it can be printed; null if this is no run for a
   * pull request from a fork. A run for {@code pull_request_target} counts as none, because GitHub
   * treats it as one of the repository itself.
   */
  @Nullable String fork() {
    if (!PULL_REQUESTS.contains(variable("GITHUB_EVENT_NAME"))) {
      return null;
    }
    JsonObject head = event().object("pull_request").object("head");
    String name = head.object("repo").string("full_name");
    if (name == null) {
      // The fork was deleted.
      return head.members().isEmpty() ? null : "of an unknown owner";
    }
    boolean other = !name.equalsIgnoreCase(variable("GITHUB_REPOSITORY"));
    return other ? Neutralizer.line(name) : null;
  }

  /**
   * Why GitHub keeps secrets from this run; null when it does not.
   *
   * @param input the input that is empty for this reason
   */
  public @Nullable WorkflowException withheld(String input) {
    if (isByDependabot()) {
      return new WorkflowException(
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
        : new WorkflowException(
            input
                + " is empty, because this run is for a pull request from the fork "
                + fork
                + ", and GitHub gives such runs no secrets; skip the job there",
            SKIP_FORKS);
  }

  private JsonObject event() {
    String path = variable(EVENT_PATH);
    try {
      return !path.isEmpty() && Json.parse(Files.readString(Path.of(path))) instanceof JsonObject it
          ? it
          : JsonObject.EMPTY;
    } catch (IOException | JsonParseException | InvalidPathException e) {
      // Without the event the reason is unknown.
      return JsonObject.EMPTY;
    }
  }

  private String variable(String name) {
    return environment.getOrDefault(name, "");
  }

  /** Does not print the environment, because it holds keys. */
  @Override
  public String toString() {
    return "GitHubRun[" + Neutralizer.line(variable("GITHUB_REPOSITORY")) + "]";
  }
}
