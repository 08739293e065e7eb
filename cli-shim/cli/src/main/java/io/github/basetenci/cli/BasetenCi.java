package io.github.basetenci.cli;

import io.github.basetenci.auth.Environment;
import io.github.basetenci.cli.auth.AuthCommand;
import io.github.basetenci.cli.auth.LoginCommand;
import io.github.basetenci.cli.auth.LogoutCommand;
import io.github.basetenci.cli.auth.WhoamiCommand;
import io.github.basetenci.cli.command.BaseCommand;
import io.github.basetenci.cli.command.ExitCode;
import io.github.basetenci.cli.command.GroupCommand;
import io.github.basetenci.cli.command.Host;
import io.github.basetenci.cli.command.ProcessText;
import io.github.basetenci.cli.command.StandardOutput;
import io.github.basetenci.cli.command.Version;
import io.github.basetenci.cli.doctor.DoctorCommand;
import io.github.basetenci.cli.exec.ExecCommand;
import io.github.basetenci.cli.keys.KeysCommand;
import io.github.basetenci.cli.output.KnownKeys;
import io.github.basetenci.cli.profiles.ProfilesCommand;
import io.github.basetenci.cli.secrets.SecretsCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The command line as a whole. It can be run in process any number of times: everything outside
 * comes from the {@link Host}, and the result is the exit code.
 */
public final class BasetenCi {
  /** What follows its name belongs to another command. */
  private static final String EXEC = "exec";

  private static final Map<String, Supplier<Object>> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put("auth", AuthCommand::new);
    COMMANDS.put("login", LoginCommand::new);
    COMMANDS.put("logout", LogoutCommand::new);
    COMMANDS.put("whoami", WhoamiCommand::new);
    COMMANDS.put(EXEC, ExecCommand::new);
    COMMANDS.put("profiles", ProfilesCommand::new);
    COMMANDS.put("keys", KeysCommand::new);
    COMMANDS.put("secrets", SecretsCommand::new);
    COMMANDS.put("doctor", DoctorCommand::new);
    COMMANDS.put("sandbox", SandboxCommand::new);
    COMMANDS.put("completion", CompletionCommand::new);
    COMMANDS.put("launcher", LauncherCommand::new);
  }

  private static final List<String> VERSION = List.of("-V", "--version");

  /** Whatever fails, and however early: what the environment holds is hidden. */
  private static final List<String> KEY_VARIABLES =
      List.of(Environment.API_KEY, Environment.TRUSS_API_KEY);

  /** The system's words, when whoever read the output has stopped, such as {@code head}. */
  private static final String BROKEN_PIPE = "Broken pipe";

  private static final String UNKNOWN_REASON = "the stream is broken";

  private final Host host;

  public BasetenCi(Host host) {
    this.host = host;
  }

  /**
   * Runs one command line.
   *
   * @return the exit code, see {@link ExitCode}
   */
  public int run(String... args) {
    CommandLine line = commandLine(args.length > 0 ? args[0] : null);
    int code = line.execute(args);
    // It flushes too.
    if (host.stdout().checkError()) {
      int lost = resultLost();
      code = code == ExitCode.OK ? lost : code;
    }
    host.stderr().flush();
    return code;
  }

  /**
   * Says that a result did not get out.
   *
   * @return the exit code, since half a result must not be taken for a whole one
   */
  private int resultLost() {
    String reason =
        host.stdout() instanceof StandardOutput output ? output.failure() : UNKNOWN_REASON;
    if (BROKEN_PIPE.equals(reason)) {
      return ExitCode.BROKEN_PIPE;
    }
    host.stderr().println("standard output cannot be written: " + reason);
    return ExitCode.FAILURE;
  }

  /** Every command, for completion and for tests that look at all of them. */
  static CommandLine all() {
    return build(List.copyOf(COMMANDS.keySet()));
  }

  /** Building a command costs milliseconds of start-up, so only the one that runs is built. */
  private CommandLine commandLine(@Nullable String first) {
    boolean few = first != null && (COMMANDS.containsKey(first) || VERSION.contains(first));
    CommandLine line = build(few ? List.of(first) : List.copyOf(COMMANDS.keySet()));
    // Without a charset, Java 17 takes that of the locale.
    line.setOut(new PrintWriter(host.stdout(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(host.stderr(), true, StandardCharsets.UTF_8));
    KnownKeys keys = new KnownKeys();
    KEY_VARIABLES.forEach(name -> keys.addText(host.environment().getOrDefault(name, "")));
    Failures failures = new Failures(host, keys);
    line.setParameterExceptionHandler(failures);
    line.setExecutionExceptionHandler(failures);
    line.setExecutionStrategy(
        parsed -> {
          handIn(parsed, keys);
          refuseDamagedText(parsed);
          return new CommandLine.RunLast().execute(parsed);
        });
    return line;
  }

  private void handIn(ParseResult parsed, KnownKeys keys) {
    for (ParseResult each = parsed; each != null; each = each.subcommand()) {
      Object command = each.commandSpec().userObject();
      if (command instanceof BaseCommand base) {
        base.handIn(host, keys);
      }
      if (!each.hasSubcommand()) {
        return;
      }
    }
  }

  /** What is no text must not get into a store or a request, in whatever form. */
  private static void refuseDamagedText(ParseResult parsed) {
    for (ParseResult each = parsed; each != null; each = each.subcommand()) {
      CommandLine line = each.commandSpec().commandLine();
      List<ArgSpec> matched = new ArrayList<>(each.matchedOptions());
      if (!each.commandSpec().name().equals(EXEC)) {
        matched.addAll(each.matchedPositionals());
      }
      for (ArgSpec argument : matched) {
        for (String value : argument.originalStringValues()) {
          if (ProcessText.isDamaged(value)) {
            throw new ParameterException(line, "not UTF-8", argument, value);
          }
        }
      }
      if (!each.hasSubcommand()) {
        return;
      }
    }
  }

  private static CommandLine build(List<String> names) {
    CommandLine line = new CommandLine(new Root());
    COMMANDS.forEach(
        (name, command) -> {
          if (names.contains(name)) {
            line.addSubcommand(name, command.get());
          }
        });
    CommandLine exec = line.getSubcommands().get(EXEC);
    if (exec != null) {
      exec.setStopAtPositional(true);
    }
    line.setExpandAtFiles(false);
    line.setTrimQuotes(false);
    line.setAbbreviatedOptionsAllowed(false);
    line.setUsageHelpAutoWidth(false);
    line.setUsageHelpWidth(100);
    line.setCaseInsensitiveEnumValuesAllowed(false);
    return line;
  }

  @Command(
      name = "baseten-ci",
      description = {
        "Logs CI jobs in to Baseten, in the files that the released truss and baseten commands"
            + " read.",
        ""
      },
      footer = {
        "",
        "Results go to standard output, everything else to standard error.",
        "Exit codes: 0 success, 1 failure, 2 usage, 3 refused (HTTP 401, 403), 4 not found (404),"
            + " 5 other 4xx, 6 5xx, 130 interrupted."
      },
      versionProvider = Root.VersionProvider.class)
  static final class Root extends GroupCommand {
    @CommandLine.Option(
        names = {"-V", "--version"},
        versionHelp = true,
        description = "Print the version and exit.")
    boolean version;

    static final class VersionProvider implements CommandLine.IVersionProvider {
      @Override
      public String[] getVersion() {
        return new String[] {"baseten-ci " + Version.current()};
      }
    }
  }
}
