package io.github.basetenci.shim.job;

import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.shim.command.CommandException;
import io.github.basetenci.shim.command.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The formats in which a CI reads variables for later steps of a job. An empty value means that the
 * variable is not to be set.
 */
enum ExportFormat {
  /** Entries of the file {@code GITHUB_ENV}; masks are commands in the log. */
  github {
    @Override
    String variables(Map<String, String> variables) {
      StringBuilder text = new StringBuilder();
      emptied(variables)
          .forEach(
              (name, value) -> {
                // The delimiter is random and drawn after the value was given, so no value contains
                // it.
                String delimiter = "baseten_ci_" + UUID.randomUUID();
                text.append(name).append("<<").append(delimiter).append('\n');
                text.append(value).append('\n').append(delimiter).append('\n');
              });
      return text.toString();
    }

    @Override
    String mask(String secret) {
      return "::add-mask::"
          + secret.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
          + "\n";
    }
  },

  /**
   * Lines {@code NAME=value}, as the report {@code dotenv} of GitLab. GitLab takes quotation marks
   * as a part of the value, and other readers of the format do not. So a value that would need
   * quotation marks is refused.
   */
  dotenv {
    @Override
    String variables(Map<String, String> variables) throws CommandException {
      StringBuilder text = new StringBuilder();
      for (Map.Entry<String, String> each : emptied(variables).entrySet()) {
        if (!PLAIN.matcher(each.getValue()).matches()) {
          throw new CommandException(
              each.getKey()
                  + " has a value that readers of dotenv files do not all read alike (a blank, a"
                  + " quotation mark, a line end or another special character); choose another"
                  + " --export, name or --directory",
              ExitCode.FAILURE);
        }
        text.append(each.getKey()).append('=').append(each.getValue()).append('\n');
      }
      return text.toString();
    }
  },

  /** Commands for {@code eval}, for every POSIX shell. */
  bash {
    @Override
    String variables(Map<String, String> variables) {
      StringBuilder text = new StringBuilder();
      variables.forEach(
          (name, value) ->
              text.append(
                  value.isEmpty()
                      ? "unset " + name + ";\n"
                      : "export " + name + "='" + value.replace("'", "'\\''") + "';\n"));
      return text.toString();
    }
  },

  /** Logging commands of Azure Pipelines. A variable with a key becomes a secret variable. */
  azure {
    @Override
    String variables(Map<String, String> variables) {
      StringBuilder text = new StringBuilder();
      emptied(variables)
          .forEach(
              (name, value) ->
                  text.append("##vso[task.setvariable variable=")
                      .append(name)
                      .append(
                          JobVariables.isSecret(name) && !value.isEmpty() ? ";issecret=true" : "")
                      .append(']')
                      .append(azureData(value))
                      .append('\n'));
      return text.toString();
    }

    @Override
    String mask(String secret) {
      return "##vso[task.setsecret]" + azureData(secret) + "\n";
    }
  },

  /**
   * One JSON object: {@code set} has the values, and {@code unset} has the names of variables that
   * are not to be set.
   */
  json {
    @Override
    String variables(Map<String, String> variables) {
      JsonObject set = JsonObject.EMPTY;
      List<String> unset = new ArrayList<>();
      for (Map.Entry<String, String> each : variables.entrySet()) {
        if (each.getValue().isEmpty()) {
          unset.add(each.getKey());
        } else {
          set = set.with(each.getKey(), each.getValue());
        }
      }
      return Json.compact(JsonObject.EMPTY.with("set", set).with("unset", JsonValue.arrayOf(unset)))
          + "\n";
    }
  };

  /** Values that every reader takes unchanged. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+,=~-]*");

  /** The text that makes later steps see these variables. */
  abstract String variables(Map<String, String> variables) throws CommandException;

  /** The log line that hides this text in the rest of the log; empty if the CI has no such line. */
  String mask(String secret) {
    return "";
  }

  /** The variables for a CI that cannot unset a variable. */
  private static Map<String, String> emptied(Map<String, String> variables) {
    return JobVariables.emptied(variables);
  }

  private static String azureData(String text) {
    return text.replace("%", "%AZP25").replace("\r", "%0D").replace("\n", "%0A");
  }
}
