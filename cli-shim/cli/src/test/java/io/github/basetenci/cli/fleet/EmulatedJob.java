package io.github.basetenci.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.testing.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs one job of a workflow as a runner of GitHub does: each script in a bash of its own, with the
 * variables of its step alone. An action that a step uses is not run; what it would leave is left.
 */
final class EmulatedJob {
  private static final Pattern EXPRESSION = Pattern.compile("\\$\\{\\{ (.+?) }}");
  private static final Pattern OUTCOME =
      Pattern.compile("steps\\.(\\w+)\\.outcome == '(success|failure)'");
  private static final List<String> LEAVE_NOTHING =
      List.of("actions/checkout@v4", "baseten-ci/baseten-ci/action/setup@v1");

  private final Map<?, ?> workflow;
  private final Map<?, ?> job;
  private final Map<String, String> environment;
  private final Path workspace;
  private final Path artifacts;
  private final Path temp;
  private final Map<String, String> values = new HashMap<>();
  private final Map<String, BeforeStep> before = new HashMap<>();
  private final StringBuilder said = new StringBuilder();
  private boolean failed;

  /** Something that happens between two steps. */
  interface BeforeStep {
    void happen(Path runnerTemp) throws IOException;
  }

  /**
   * @param directory where the runner is
   * @param environment the variables of the runner
   * @param workspace what was checked out
   * @param artifacts the artifacts of all runs, a directory each
   */
  EmulatedJob(
      Map<?, ?> workflow,
      String name,
      Path directory,
      Map<String, String> environment,
      Path workspace,
      Path artifacts)
      throws IOException {
    this.workflow = workflow;
    this.job = (Map<?, ?>) ((Map<?, ?>) workflow.get("jobs")).get(name);
    this.workspace = workspace;
    this.artifacts = artifacts;
    this.temp = Files.createTempDirectory(directory, "runner");
    this.environment = new HashMap<>(environment);
    this.environment.put("RUNNER_TEMP", temp.toString());
    this.environment.put("GITHUB_OUTPUT", temp.resolve("github-output").toString());
    this.environment.put("GITHUB_STEP_SUMMARY", temp.resolve("github-summary").toString());
    values.put("runner.temp", temp.toString());
  }

  /** Gives an expression such as {@code secrets.NAME} its value. */
  EmulatedJob with(String expression, String value) {
    values.put(expression, value);
    return this;
  }

  EmulatedJob before(String step, BeforeStep event) {
    before.put(step, event);
    return this;
  }

  /** Whether the condition of the job lets it run. */
  boolean isWanted() {
    Matcher condition =
        Pattern.compile("(needs\\.\\w+\\.outputs\\.\\w+) != '(.*)'")
            .matcher(String.valueOf(job.get("if")));
    assertThat(condition.matches()).isTrue();
    return !value(condition.group(1)).equals(condition.group(2));
  }

  /** Runs every step whose condition is true. Returns whether none failed. */
  boolean run() throws IOException {
    for (Object each : (List<?>) job.get("steps")) {
      Map<?, ?> step = (Map<?, ?>) each;
      if (!isTrue(step.get("if"))) {
        continue;
      }
      BeforeStep event = before.get(String.valueOf(step.get("name")));
      if (event != null) {
        event.happen(temp);
      }
      boolean good = step.containsKey("run") ? script(step) : action(step);
      values.put("steps." + step.get("id") + ".outcome", good ? "success" : "failure");
      failed |= !good;
    }
    return !failed;
  }

  /** What the scripts printed. */
  String said() {
    return said.toString();
  }

  String summary() throws IOException {
    return Files.readString(temp.resolve("github-summary"));
  }

  /** An output of a job. */
  String output(String name) {
    return filled(String.valueOf(((Map<?, ?>) job.get("outputs")).get(name)));
  }

  private boolean script(Map<?, ?> step) throws IOException {
    Map<?, ?> defaults = (Map<?, ?>) ((Map<?, ?>) workflow.get("defaults")).get("run");
    assertThat(defaults.get("shell")).isEqualTo("bash");
    ProcessBuilder builder =
        new ProcessBuilder(
                "bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", "" + step.get("run"))
            .directory(workspace.toFile())
            .redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().putAll(filled(workflow.get("env")));
    builder.environment().putAll(filled(step.get("env")));
    Path out = temp.resolve("step-output");
    Process process = builder.redirectOutput(out.toFile()).start();
    process.getOutputStream().close();
    int code = Await.exitCode(process);
    said.append(Files.readString(out, StandardCharsets.UTF_8));
    Path outputs = Path.of(environment.get("GITHUB_OUTPUT"));
    if (Files.exists(outputs)) {
      for (String line : Files.readAllLines(outputs)) {
        String[] pair = line.split("=", 2);
        values.put("steps." + step.get("id") + ".outputs." + pair[0], pair[1]);
      }
      Files.delete(outputs);
    }
    return code == 0;
  }

  private boolean action(Map<?, ?> step) throws IOException {
    String uses = String.valueOf(step.get("uses"));
    Map<String, String> inputs = filled(step.get("with"));
    if (uses.equals("actions/create-github-app-token@v2")) {
      values.put("steps." + step.get("id") + ".outputs.token", value("an App's token"));
    } else if (uses.equals("actions/upload-artifact@v4")) {
      Path directory = artifacts.resolve(inputs.get("name"));
      Files.createDirectories(directory);
      Path file = Path.of(inputs.get("path"));
      Path kept = directory.resolve(file.getFileName());
      Files.deleteIfExists(kept);
      Files.copy(file, kept);
    } else {
      assertThat(LEAVE_NOTHING).contains(uses);
    }
    return true;
  }

  private boolean isTrue(Object condition) {
    String text = condition == null ? "" : String.valueOf(condition);
    boolean result = text.startsWith("always()") || !failed;
    for (String part : text.split(" && ")) {
      Matcher outcome = OUTCOME.matcher(part);
      if (outcome.matches()) {
        result &= outcome.group(2).equals(values.get("steps." + outcome.group(1) + ".outcome"));
      } else {
        assertThat(part).isIn("", "always()");
      }
    }
    return result;
  }

  private Map<String, String> filled(Object map) {
    Map<String, String> result = new LinkedHashMap<>();
    if (map instanceof Map<?, ?> given) {
      given.forEach((name, text) -> result.put("" + name, filled("" + text)));
    }
    return result;
  }

  private String filled(String text) {
    return EXPRESSION
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(value(found.group(1))));
  }

  private String value(String expression) {
    assertThat(values).containsKey(expression);
    return values.get(expression);
  }
}
