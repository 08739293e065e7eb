package io.github.basetenci.cli.leak;

import io.github.basetenci.cli.CommandTree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Command lines of every command: good ones, written down here, and bad ones, made from them. */
final class Lines {
  private static final Map<String, CommandSpec> TREE = CommandTree.all();

  /** Shows all that a login hands to a command. */
  private static final List<String> SHOW_LOGIN =
      List.of(
          "--", "sh", "-c", "env; cat \"$USER_TRUSSRC_PATH\" \"$BASETEN_CONFIG_DIR/auth.json\"");

  /** The arguments with which each command does its work; a new command gets its line here. */
  private static final Map<String, List<List<String>>> GOOD = new LinkedHashMap<>();

  static {
    List<List<String>> group = List.of(List.of());
    List<List<String>> login = List.of(List.of(), List.of("--label", "bot", "--no-verify"));
    List<List<String>> logout = List.of(List.of(), List.of("--all"), List.of("--revoke-key"));
    GOOD.put("", group);
    GOOD.put("auth", group);
    GOOD.put("auth login", login);
    GOOD.put("auth logout", logout);
    GOOD.put("auth status", List.of(List.of(), List.of("--verify"), List.of("--explain")));
    GOOD.put("auth switch", List.of(List.of("--profile", "second")));
    GOOD.put("login", login);
    GOOD.put("logout", logout);
    GOOD.put("whoami", List.of(List.of()));
    GOOD.put("identity", group);
    GOOD.put(
        "identity show",
        List.of(
            List.of("--id-token-file", "given-identity"),
            List.of("--id-token-file", "given-identity", "--for", "ref")));
    GOOD.put("job", group);
    GOOD.put(
        "job login",
        List.of(
            List.of("--export", "bash", "--directory", "job"),
            List.of("--export", "json", "--directory", "job")));
    GOOD.put("job logout", List.of(List.of("--directory", "job")));
    GOOD.put("exec", List.of(with(List.of("--allow-unknown-remote"), SHOW_LOGIN)));
    GOOD.put("profiles", group);
    GOOD.put("profiles list", List.of(List.of()));
    GOOD.put("profiles use", List.of(List.of("second")));
    GOOD.put("profiles get", List.of(List.of("key-prefix"), List.of("remote-url")));
    GOOD.put("profiles set", List.of(List.of("team", "vision")));
    GOOD.put("keys", group);
    GOOD.put("keys list", List.of(List.of()));
    GOOD.put("keys inspect", List.of(List.of(), List.of("leakscnd")));
    GOOD.put(
        "keys create",
        List.of(
            List.of("--type", "workspace-invoke", "--to-file", "new-key"),
            List.of("--type", "workspace-invoke", "--to-login", "third")));
    GOOD.put("keys revoke", List.of(List.of("leakspec", "--yes", "--own-key")));
    GOOD.put("secrets", group);
    GOOD.put("secrets list", List.of(List.of()));
    GOOD.put("secrets set", List.of(List.of("stored", "--value-env", "HOME")));
    GOOD.put("secrets delete", List.of(List.of("stored", "--yes")));
    GOOD.put("secrets check", List.of(List.of("given-truss")));
    GOOD.put(
        "keys rotate",
        List.of(
            List.of(
                "--target",
                "file:place",
                "--leave-behind",
                "trussrc:baseten",
                "--leave-behind",
                "profile:baseten",
                "--leave-behind",
                "trussrc:second",
                "--leave-behind",
                "profile:second",
                "--leave-behind",
                "file:given-key",
                "--dry-run"),
            List.of("--status")));
    GOOD.put("fleet", group);
    for (String command : List.of("check", "plan", "apply", "status")) {
      GOOD.put("fleet " + command, List.of(List.of("given-fleet.yaml")));
    }
    GOOD.put(
        "fleet init",
        List.of(
            List.of("new-fleet.yaml", "--workspace", "acme=env:BASETEN_API_KEY"),
            List.of(
                "new-fleet.yaml",
                "--force",
                "--no-logins",
                "--workspace",
                "acme=env:BASETEN_API_KEY")));
    GOOD.put("fleet report", List.of(List.of("given-fleet.yaml", "--format", "json")));
    GOOD.put("doctor", List.of(List.of("--offline"), List.of()));
    GOOD.put("sandbox", List.of(List.of("--port", "0", "--ready-file", "ready")));
    GOOD.put("completion", List.of(List.of("bash")));
    GOOD.put("launcher", List.of(List.of("--java", "/opt/java", "--jar", "/opt/ci.jar")));
  }

  private Lines() {}

  /** The commands that have a line here. */
  static List<String> commands() {
    return List.copyOf(GOOD.keySet());
  }

  /** The words of the command and good arguments. */
  static List<List<String>> good(String command) {
    return GOOD.get(command).stream().map(arguments -> line(command, arguments)).toList();
  }

  /** Whether the command can only print its help. */
  static boolean isGroup(String command) {
    return !TREE.get(command).subcommands().isEmpty();
  }

  /** Whether the command meets a key of this source. */
  static boolean meets(String command, Source source) {
    boolean logsIn = command.endsWith("login") && !command.startsWith("job");
    boolean looksAtNoLogin =
        isGroup(command)
            || List.of("job logout", "sandbox", "completion", "launcher").contains(command);
    if (command.startsWith("fleet ")) {
      // The file names the variable that it takes the key from.
      return source == Source.VARIABLE;
    }
    return switch (source) {
      case VARIABLE, PAIR -> true;
      case STORED, STORED_BESIDE -> !looksAtNoLogin && !logsIn;
      case FILE_VARIABLE ->
          logsIn
              || command.matches("(keys|secrets) .*")
              || List.of("auth status", "whoami", "job login", "exec", "doctor").contains(command);
      case NAMED_VARIABLE, NAMED_FILE, STANDARD_INPUT, ARGUMENT ->
          TREE.get(command).findOption(source.flags("").get(0)) != null;
    };
  }

  /** The value as that of every option, and in place of every argument. */
  static List<List<String>> misplaced(String command, String value) {
    List<String> good = GOOD.get(command).get(0);
    List<List<String>> lines = new ArrayList<>();
    for (OptionSpec option : TREE.get(command).options()) {
      if (option.arity().max() > 0) {
        List<String> rest = without(good, option);
        lines.add(line(command, with(List.of(option.longestName(), value), rest)));
      }
    }
    for (int i = 0; i < good.size(); i++) {
      List<String> changed = new ArrayList<>(good);
      changed.set(i, value);
      lines.add(line(command, changed));
    }
    return lines;
  }

  /** The value in every other wrong form and at every other wrong place. */
  static List<List<String>> malformed(String command, String value) {
    List<String> good = GOOD.get(command).get(0);
    List<List<String>> lines = new ArrayList<>();
    for (OptionSpec option : TREE.get(command).options()) {
      String name = option.longestName();
      List<String> rest = without(good, option);
      lines.add(line(command, with(List.of(name + "=" + value), rest)));
      lines.add(line(command, with(List.of(option.shortestName() + value), rest)));
      lines.add(line(command, with(List.of(name, value, name, value), rest)));
    }
    for (String stray :
        List.of(
            value, "--" + value, "-" + value, "--" + value + "=x", "--x=" + value, "@" + value)) {
      lines.add(line(command, with(List.of(stray), good)));
      lines.add(line(command, with(good, List.of(stray))));
    }
    lines.add(line(command, with(good, List.of("--unknown", value))));
    lines.add(line(command, with(good, List.of("--", value))));
    lines.add(with(List.of(value), line(command, good)));
    return lines;
  }

  /** The line with flags behind the command's words, so that they come before what exec runs. */
  static List<String> inserted(String command, List<String> line, List<String> flags) {
    int words = command.isEmpty() ? 0 : command.split(" ").length;
    return with(with(line.subList(0, words), flags), line.subList(words, line.size()));
  }

  private static List<String> without(List<String> arguments, OptionSpec option) {
    List<String> rest = new ArrayList<>(arguments);
    int at = rest.indexOf(option.longestName());
    if (at >= 0) {
      rest.remove(at);
      if (option.arity().min() > 0) {
        rest.remove(at);
      }
    }
    return rest;
  }

  private static List<String> line(String command, List<String> arguments) {
    return with(command.isEmpty() ? List.of() : List.of(command.split(" ")), arguments);
  }

  private static List<String> with(List<String> first, List<String> second) {
    List<String> both = new ArrayList<>(first);
    both.addAll(second);
    return both;
  }
}
