package io.github.basetenci.shim;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.auth.AuthException;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.shim.command.CommandException;
import io.github.basetenci.shim.command.ExitCode;
import io.github.basetenci.shim.command.Extras;
import io.github.basetenci.shim.command.Host;
import io.github.basetenci.shim.command.MachineKeys;
import io.github.basetenci.shim.command.ProcessText;
import io.github.basetenci.shim.command.UsageException;
import io.github.basetenci.shim.output.JsonFilter;
import io.github.basetenci.shim.output.KnownKeys;
import io.github.basetenci.shim.output.Output;
import io.github.basetenci.shim.wording.CommandWords;
import io.github.basetenci.store.StoreException;
import io.github.basetenci.text.Neutralizer;
import java.nio.file.InvalidPathException;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Turns failures into sentences on standard error and exit codes. No other class does this. */
final class Failures
    implements CommandLine.IParameterExceptionHandler, CommandLine.IExecutionExceptionHandler {
  private static final int UNAUTHORIZED = 401;

  private final Host host;
  private final KnownKeys keys;
  private final Extras extras;

  Failures(Host host, KnownKeys keys, Extras extras) {
    this.host = host;
    this.keys = keys;
    this.extras = extras;
  }

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    return extras.takes(e) ? ExitCode.USAGE : fail(UsageErrors.sentence(e), ExitCode.USAGE);
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine line, ParseResult parsed) {
    if (extras.takes(e)) {
      return ExitCode.FAILURE;
    }
    // The sentence may quote a key of this machine that the command has not read yet.
    MachineKeys.meet(host, keys);
    if (e instanceof ParameterException usage) {
      return fail(UsageErrors.sentence(usage), ExitCode.USAGE);
    }
    if (e instanceof UsageException) {
      return fail(message(e), ExitCode.USAGE);
    }
    if (e instanceof CommandException failed) {
      int code = fail(message(e), failed.code());
      for (Throwable further : failed.getSuppressed()) {
        if (further instanceof CommandException told) {
          fail(message(told), told.code());
        }
      }
      return code;
    }
    if (e instanceof AuthException auth) {
      int code = fail(message(e), code(auth.kind()));
      auth.refusal().ifPresent(this::explain);
      return code;
    }
    if (e instanceof ApiException api) {
      return fail(message(e) + whoseKey(api), ExitCode.ofStatus(api.status()));
    }
    Optional<CommandException> further = extras.failure(e);
    if (further.isPresent()) {
      CommandException failed = further.get();
      return fail(
          message(failed) + (failed.getCause() instanceof ApiException api ? whoseKey(api) : ""),
          failed.code());
    }
    if (e instanceof StoreException
        || e instanceof TransportException
        || e instanceof JsonFilter.FilterException) {
      return fail(message(e), ExitCode.FAILURE);
    }
    if (e instanceof InvalidPathException path) {
      return fail(unusablePath(path), ExitCode.FAILURE);
    }
    return fail(message(CommandException.internal(e, "the command line")), ExitCode.FAILURE);
  }

  private static int code(AuthException.Kind kind) {
    return switch (kind) {
      case USAGE -> ExitCode.USAGE;
      case REFUSED -> ExitCode.REFUSED;
      case INVALID, NOT_LOGGED_IN -> ExitCode.FAILURE;
    };
  }

  /** The server gives no reason, so this shows what can be known from the token. */
  private void explain(AuthException.Refusal refusal) {
    refusal.lines().forEach(this::say);
  }

  private void say(String line) {
    host.stderr().println(Output.oneLine(keys.masker(), line));
  }

  /** If there are several keys and sources, only these words say which key the server refused. */
  private String whoseKey(ApiException e) {
    if (e.status() != UNAUTHORIZED) {
      return "";
    }
    if (e.isOfToken()) {
      return "; the token has ended, or its service account is switched off";
    }
    String source = keys.origin(e.key());
    return "; the key "
        + e.key()
        + (source.isEmpty() ? "" : " (from " + Neutralizer.line(source) + ")")
        + " was revoked, is mistyped, or is one of another installation";
  }

  private int fail(String sentence, int code) {
    say(sentence);
    return code;
  }

  /** The path is not quoted: a key that stands where a path belongs must not be shown. */
  private String unusablePath(InvalidPathException e) {
    for (Map.Entry<String, String> variable : host.environment().entrySet()) {
      String value = variable.getValue();
      if (!value.isEmpty() && e.getInput().contains(value)) {
        return variable.getKey()
            + (ProcessText.isDamaged(value)
                ? " holds bytes that are not UTF-8; give the path in UTF-8"
                : " is not a path that this system can have");
      }
    }
    return "a path is none that this system can have; give it in UTF-8, and let LC_ALL be C.UTF-8";
  }

  private static String message(Exception e) {
    return CommandWords.ADVICE.sentence(e);
  }
}
