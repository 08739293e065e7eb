package io.github.basetenci.cli;

import io.github.basetenci.cli.exec.ExecCommand;
import io.github.basetenci.cli.fleet.FleetCommand;
import io.github.basetenci.cli.jq.JqFilter;
import io.github.basetenci.cli.keys.KeysCommand;
import io.github.basetenci.cli.posix.ThisProcess;
import io.github.basetenci.cli.profiles.ProfilesCommand;
import io.github.basetenci.cli.rotate.RotateReport;
import io.github.basetenci.cli.secrets.SecretsCommand;
import io.github.basetenci.rotation.RotationException;
import io.github.basetenci.rotation.RotationIOException;
import io.github.basetenci.secrets.SecretException;
import io.github.basetenci.shim.Shim;
import io.github.basetenci.shim.command.CommandException;
import io.github.basetenci.shim.command.ExitCode;
import io.github.basetenci.shim.command.Extras;
import io.github.basetenci.shim.command.Host;
import io.github.basetenci.shim.output.JsonFilter;
import io.github.basetenci.shim.wording.CommandWords;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** The whole command line: the commands of the shim, and all further commands. */
public final class BasetenCi {
  /** The only command that needs to know how this process was started. */
  static final String EXEC = "exec";

  private final Shim shim;

  /** A command line inside another program's process, such as the process of a test. */
  public BasetenCi(Host host) {
    this(host, null);
  }

  /**
   * @param process this process, whose signals and descriptors {@code exec} passes on; null if
   *     {@code exec} is to start commands by Java's own means
   */
  BasetenCi(Host host, @Nullable ThisProcess process) {
    this.shim = new Shim(host, commands(process), new CommandExtras());
  }

  /**
   * Runs one command line.
   *
   * @return the exit code, see {@link ExitCode}
   */
  public int run(String... args) {
    return shim.run(args);
  }

  /** Every command, for completion and for tests that look at all of them. */
  static CommandLine all() {
    return Shim.all(commands(null));
  }

  private static Map<String, Supplier<Object>> commands(@Nullable ThisProcess process) {
    Map<String, Supplier<Object>> ofShim = Shim.commands();
    Supplier<Object> doctor = ofShim.remove("doctor");
    Map<String, Supplier<Object>> commands = new LinkedHashMap<>(ofShim);
    commands.put(EXEC, () -> new ExecCommand(process));
    commands.put("profiles", ProfilesCommand::new);
    commands.put("keys", KeysCommand::new);
    commands.put("fleet", FleetCommand::new);
    commands.put("secrets", SecretsCommand::new);
    commands.put("doctor", doctor);
    commands.put("sandbox", SandboxCommand::new);
    commands.put("completion", CompletionCommand::new);
    commands.put("launcher", LauncherCommand::new);
    return commands;
  }

  private static final class CommandExtras implements Extras {
    @Override
    public JsonFilter filter(String expression) throws JsonFilter.FilterException {
      return JqFilter.compile(expression);
    }

    @Override
    public Optional<CommandException> failure(Exception e) {
      if (e instanceof SecretException secret) {
        return failed(
            e,
            secret.kind() == SecretException.Kind.NOT_FOUND
                ? ExitCode.NOT_FOUND
                : ExitCode.FAILURE);
      }
      if (e instanceof RotationIOException) {
        return failed(e, ExitCode.FAILURE);
      }
      if (e instanceof RotationException rotation) {
        int status = rotation.status();
        return Optional.of(
            new CommandException(
                RotateReport.failure(rotation),
                status == 0 ? ExitCode.FAILURE : ExitCode.ofStatus(status),
                rotation.record() == null ? e.getCause() : null));
      }
      return Optional.empty();
    }

    private static Optional<CommandException> failed(Exception e, int code) {
      return Optional.of(new CommandException(CommandWords.ADVICE.sentence(e), code));
    }
  }
}
