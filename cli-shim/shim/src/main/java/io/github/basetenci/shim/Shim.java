package io.github.basetenci.shim;

import io.github.basetenci.auth.Environment;
import io.github.basetenci.shim.auth.AuthCommand;
import io.github.basetenci.shim.auth.IdentityGroup;
import io.github.basetenci.shim.auth.LoginCommand;
import io.github.basetenci.shim.auth.LogoutCommand;
import io.github.basetenci.shim.auth.WhoamiCommand;
import io.github.basetenci.shim.command.BaseCommand;
import io.github.basetenci.shim.command.ExitCode;
import io.github.basetenci.shim.command.Extras;
import io.github.basetenci.shim.command.GroupCommand;
import io.github.basetenci.shim.command.Host;
import io.github.basetenci.shim.command.MatchedArguments;
import io.github.basetenci.shim.command.ProcessText;
import io.github.basetenci.shim.command.RunsAnother;
import io.github.basetenci.shim.command.StandardOutput;
import io.github.basetenci.shim.command.Version;
import io.github.basetenci.shim.doctor.DoctorCommand;
import io.github.basetenci.shim.job.JobCommand;
import io.github.basetenci.shim.output.KnownKeys;
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
 * A command line with several commands below one name. It can run in one process any number of
 * times, because everything outside comes from the {@link Host} and the result is the exit code.
 */
public final class Shim {
  private static final List<String> VERSION = List.of("-V", "--version");

  /**
   * Variables whose keys are hidden before anything else, so that no early failure can show them.
   */
  private static final List<String> KEY_VARIABLES =
      List.of(Environment.API_KEY, Environment.TRUSS_API_KEY);

  /** The system's message when the reader of the output, such as {@code head}, has stopped. */
  private static final String BROKEN_PIPE = "Broken pipe";

  private static final String UNKNOWN_REASON = "the stream is broken";

  private final Host host;
  private final Map<String, Supplier<Object>> commands;
  private final Extras extras;

  /** The commands of this module. */
  public Shim(Host host) {
    this(host, commands(), Extras.NONE);
  }

  /**
   * @param commands the commands by name, in the order in which the help lists them
   * @param extras what these commands need from outside this module
   */
  public Shim(Host host, Map<String, Supplier<Object>> commands, Extras extras) {
    this.host = host;
    this.commands = commands;
    this.extras = extras;
  }

  /** The commands of this module, by name. */
  public static Map<String, Supplier<Object>> commands() {
    Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
    commands.put("auth", AuthCommand::new);
    commands.put("login", LoginCommand::new);
    commands.put("logout", LogoutCommand::new);
    commands.put("whoami", WhoamiCommand::new);
    commands.put("identity", IdentityGroup::new);
    commands.put("job", JobCommand::line);
    commands.put("doctor", DoctorCommand::new);
    return commands;
  }

  /**
   * Runs one command line.
   *
   * @return the exit code, see {@link ExitCode}
   */
  public int run(String... args) {
    CommandLine line =
        commandLine(args.length > 0 ? args[0] : null, args.length > 1 ? args[1] : null);
    int code = line.execute(args);
    // This call also flushes the stream.
    if (host.stdout().checkError()) {
      int lost = resultLost();
      code = code == ExitCode.OK ? lost : code;
    }
    host.stderr().flush();
    return code;
  }

  /**
   * Reports that a result could not be printed completely.
   *
   * @return the exit code; it is an error, so that nobody takes a part of a result for the whole
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
  public static CommandLine all(Map<String, Supplier<Object>> commands) {
    return build(commands, List.copyOf(commands.keySet()), null);
  }

  /** Builds only the command that runs, because each command adds milliseconds to the start. */
  private CommandLine commandLine(@Nullable String first, @Nullable String second) {
    boolean few = first != null && (commands.containsKey(first) || VERSION.contains(first));
    CommandLine line =
        build(commands, few ? List.of(first) : List.copyOf(commands.keySet()), few ? second : null);
    // Java 17 would use the charset of the locale if none was given.
    line.setOut(new PrintWriter(host.stdout(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(host.stderr(), true, StandardCharsets.UTF_8));
    KnownKeys keys = new KnownKeys();
    KEY_VARIABLES.forEach(name -> keys.addText(host.environment().getOrDefault(name, "")));
    Failures failures = new Failures(host, keys, extras);
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
        base.handIn(host, keys, extras);
      }
      if (!each.hasSubcommand()) {
        return;
      }
    }
  }

  /** Refuses arguments that are not UTF-8, because they must not get into a store or a request. */
  private static void refuseDamagedText(ParseResult parsed) {
    for (ParseResult each = parsed; each != null; each = each.subcommand()) {
      CommandLine line = each.commandSpec().commandLine();
      List<ArgSpec> matched = new ArrayList<>(each.matchedOptions());
      if (!(each.commandSpec().userObject() instanceof RunsAnother)) {
        matched.addAll(each.matchedPositionals());
      }
      for (ArgSpec argument : MatchedArguments.once(matched)) {
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

  /**
   * @param second the only command of a group that is needed, if it has one of this name
   */
  private static CommandLine build(
      Map<String, Supplier<Object>> commands, List<String> names, @Nullable String second) {
    CommandLine line = new CommandLine(new Root());
    commands.forEach(
        (name, command) -> {
          if (names.contains(name)) {
            line.addSubcommand(name, withCommands(command.get(), second));
          }
        });
    for (CommandLine each : line.getSubcommands().values()) {
      each.setStopAtPositional(each.getCommand() instanceof RunsAnother);
    }
    line.setExpandAtFiles(false);
    line.setTrimQuotes(false);
    // Else picocli writes a value with one quotation mark to the standard error of the process.
    line.setSplitQuotedStrings(true);
    line.setAbbreviatedOptionsAllowed(false);
    line.setUsageHelpAutoWidth(false);
    line.setUsageHelpWidth(100);
    line.setCaseInsensitiveEnumValuesAllowed(false);
    return line;
  }

  private static Object withCommands(Object command, @Nullable String second) {
    if (!(command instanceof GroupCommand group)) {
      return command;
    }
    CommandLine line = new CommandLine(group);
    Map<String, Supplier<Object>> commands = group.commands();
    boolean one = second != null && commands.containsKey(second);
    commands.forEach(
        (name, each) -> {
          if (!one || name.equals(second)) {
            line.addSubcommand(name, each.get());
          }
        });
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
